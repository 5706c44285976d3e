"""Field expansion as the Graph API writes it: `id,from{id,name},comments.limit(5).order(chronological){id}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from responder.practice.graph.trouble import Trouble


@dataclass
class Field:
    """One field that is asked for; an edge has arguments and fields of its own."""

    name: str
    args: dict[str, str] = field(default_factory=dict)
    inside: list["Field"] = field(default_factory=list)


def parse(text: str) -> list[Field]:
    """Read what `fields` says. Raises Trouble (2500) when it cannot be read."""
    reader = _Reader(text)
    found = reader.several()
    if reader.at < len(text):
        raise Trouble(2500, f"Syntax error at character {reader.at}")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def several(self) -> list[Field]:
        found = [self._one()]
        while self._next(","):
            found.append(self._one())
        return found

    def _one(self) -> Field:
        one = Field(self._word())
        while self._next("."):
            name = self._word()
            self._must("(")
            end = self._text.find(")", self.at)
            if end < 0:
                raise Trouble(2500, f"Syntax error at character {self.at}")
            one.args[name] = self._text[self.at : end]
            self.at = end + 1
        if self._next("{"):
            one.inside = self.several()
            self._must("}")
        return one

    def _word(self) -> str:
        start = self.at
        while self.at < len(self._text) and (self._text[self.at].isalnum() or self._text[self.at] == "_"):
            self.at += 1
        if start == self.at:
            raise Trouble(2500, f"Syntax error at character {start}")
        return self._text[start : self.at]

    def _next(self, mark: str) -> bool:
        there = self._text[self.at : self.at + 1] == mark
        self.at += there
        return there

    def _must(self, mark: str) -> None:
        if not self._next(mark):
            raise Trouble(2500, f"Syntax error at character {self.at}")


Values = Mapping[str, Callable[[Field], Any]]
"""How each field of an object is answered; None leaves it out, as the Graph API does."""


def pick(values: Values, wanted: list[Field]) -> dict[str, Any]:
    """Return the wanted fields of an object, always with its id. Raises Trouble (100) for a field it has not."""
    found: dict[str, Any] = {}
    for one in [*wanted, *([] if any(w.name == "id" for w in wanted) else [Field("id")])]:
        if one.name not in values:
            raise Trouble(100, f"(#100) Tried accessing nonexisting field ({one.name})")
        value = values[one.name](one)
        if value is not None:
            found[one.name] = value
    return found
