"""A template as it would go out, with what was filled in and what is still open marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from responder.actions import templates
from responder.actions.wording import blanks
from responder.core.errors import NotPossible
from responder.core.templates import Template
from responder.ui.below import below
from responder.ui.theme.look import look

_ON, _OFF = "⸢", "⸣"


@dataclass(frozen=True)
class Preview:
    """`html` for a label; `text` as it would be inserted; `missing` are the names of the blanks."""

    html: str
    text: str = ""
    missing: tuple[str, ...] = ()
    problem: str = ""


def preview(template: Template, language: str | None, values: Mapping[str, Any]) -> Preview:
    """Return the template for one customer; what is wrong with it is in `problem`."""
    try:
        rendered = templates.render(template, language, values)
        marked = templates.render(template, language, _marked(values)).text
    except NotPossible as error:
        return Preview("", problem=below(error))
    return Preview(_html(marked), rendered.text, tuple(blank.name for blank in rendered.blanks))


def _marked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put marks around every value, so that it is known again in the text."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            made[name] = _marked(value)
        else:
            plain = str(value).replace(_ON, "").replace(_OFF, "")
            made[name] = f"{_ON}{plain}{_OFF}" if plain.strip() else ""
    return made


def _html(marked: str) -> str:
    theme = look().theme
    filled = f'<span style="background:{theme.hex("ok.soft")};color:{theme.hex("ok.text")}">'
    amber = f"background:{theme.hex('warn.soft')};color:{theme.hex('warn.text')}"
    parts, done = [], 0
    for blank in blanks(marked):
        parts.append(_lines(marked[done : blank.start]))
        parts.append(f'<span style="{amber};text-decoration:underline">{escape(blank.name)}</span>')
        done = blank.start + blank.length
    parts.append(_lines(marked[done:]))
    return "".join(parts).replace(_ON, filled).replace(_OFF, "</span>")


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
