"""Saved replies: kept, put away, and filled in for a customer."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from responder.actions.desk import Desk
from responder.actions.signature import first_name, signature
from responder.actions.then import then
from responder.core.accounts import Member
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.events import TemplateRemoved, TemplateSaved
from responder.core.settings import Settings
from responder.core.templates import Template
from responder.store.rows import Rows
from responder.store.store import Appended, Write

if TYPE_CHECKING:
    from responder.actions.rendering import Rendered


def values(row: Conversation, member: Member, settings: Settings, network: str) -> dict[str, Any]:
    """Return the variables of a template for one conversation; `network` is the network's name for people."""
    return {
        **settings.variables,
        "business": settings.business,
        "network": network,
        "customer": {"name": row.name, "first_name": first_name(row.name), "handle": row.handle},
        "member": {
            "name": member.name,
            "first_name": first_name(member.name),
            "signature": signature(member),
        },
    }


def text_for(template: Template, language: str | None) -> tuple[str, str]:
    """Return a template's text and its language: the one asked for (`fr-CA` finds `fr`), else its first."""
    wanted = language or ""
    for key in (wanted, wanted.split("-")[0]):
        if key in template.texts:
            return template.texts[key], key
    return next(((text, key) for key, text in template.texts.items()), ("", ""))


def render(template: Template, language: str | None, context: Mapping[str, Any]) -> "Rendered":
    """Fill a template in. Raises NotPossible, in words for its author, when it cannot be used."""
    from responder.actions.rendering import fill  # jinja2 takes a while to load, and not every start needs it

    return fill(text_for(template, language)[0], context)


def save(desk: Desk, template: Template) -> Future[None]:
    """Keep a template as it is now. The future raises NotPossible when its code is taken; bad texts raise at once."""
    from responder.actions.rendering import check

    if not template.name.strip() or not template.code or not template.code.replace("-", "").isalnum():
        raise NotPossible("A template needs a name, and a code of letters, digits and hyphens.")
    if not any(text.strip() for text in template.texts.values()) or "" in template.texts:
        raise NotPossible("A template needs a text in at least one language.")
    for text in template.texts.values():
        check(text)

    def decide(rows: Rows) -> Write:
        for other in rows.templates():
            if other.code == template.code and other.id != template.id:
                raise NotPossible(f"“{other.name}” already has the code /{template.code}.")
        return Write(desk.pen().write(rows, template.id, [TemplateSaved(template)]))

    return then(desk.store.transact(decide), _nothing)


def remove(desk: Desk, template: Template) -> Future[None]:
    """Put a template away; saving it again brings it back."""
    write = desk.pen().write
    return then(
        desk.store.transact(lambda rows: Write(write(rows, template.id, [TemplateRemoved()]))), _nothing
    )


def _nothing(done: Appended) -> None:
    return None
