"""Saved replies."""

from uuid import UUID

from msgspec import Struct


class Template(Struct, frozen=True):
    """A saved reply: one Jinja2 text a language, found by its short code.

    `{{ cursor }}` in a text marks where the caret goes. Empty `languages` keys are not allowed;
    empty `networks` means every network.
    """

    id: UUID
    name: str
    code: str
    texts: dict[str, str]
    description: str = ""
    networks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
