"""The templates that come with the application, and their first installation."""

import tomllib
from concurrent.futures import Future
from importlib.resources import files

import msgspec

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.core.events import Event, TemplateSaved
from responder.core.ids import derived_id, template_id
from responder.core.templates import Template
from responder.store.rows import Rows
from responder.store.store import Write


def starter_templates() -> tuple[Template, ...]:
    """Return the templates of a new workspace, in English and French."""
    text = files("responder.actions").joinpath("starter.toml").read_text("utf-8")
    return tuple(
        msgspec.convert({"id": str(template_id(entry["code"])), **entry}, Template)
        for entry in tomllib.loads(text)["template"]
    )


def install_starter_templates(desk: Desk) -> Future[int]:
    """Keep those that this workspace never had; what a person changed or put away stays so. Holds how many."""

    def decide(rows: Rows) -> Write:
        return Write(
            tuple(
                Event(
                    derived_id(template.id, "starter"), template.id, desk.member.id, desk.store.device,
                    desk.clock.now(), TemplateSaved(template),
                )
                for template in starter_templates()
                if rows.latest_at(template.id) == 0
            )
        )  # fmt: skip

    return then(desk.store.transact(decide), lambda done: len(done.events))
