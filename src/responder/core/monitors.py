"""Monitors: standing searches for what is said about the company, its competition or its industry."""

import re
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Field(StrEnum):
    """What a monitor watches."""

    COMPANY = "company"
    COMPETITION = "competition"
    INDUSTRY = "industry"


class TermKind(StrEnum):
    """What a term of a monitor is. A network's manifest says which kinds it `listens` to."""

    KEYWORD = "keyword"
    HASHTAG = "hashtag"
    ACCOUNT = "account"
    FEED = "feed"
    PLACE = "place"


class Term(Struct, frozen=True):
    """One thing to look for: words, `hashtag` without its sign, a handle, the address of a feed, the id of a place."""

    kind: TermKind
    text: str


class Monitor(Struct, frozen=True, omit_defaults=True):
    """A standing search. Empty `networks` or `languages` mean all.

    With `approval` an answer to what it found, that was not addressed to us, waits for an approver.
    """

    id: UUID
    name: str
    field: Field
    terms: tuple[Term, ...]
    networks: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    approval: bool = False
    paused: bool = False

    def wants(self, text: str, language: str | None) -> bool:
        """Say whether a hit is kept: none of the excluded words, and one of the languages when its own is known."""
        if self.languages and language and language.split("-")[0] not in self.languages:
            return False
        return not any(holds(text, word) for word in self.exclude)


class Deaf(Struct, frozen=True):
    """A term of a monitor that an account cannot look for now, as people write it, and why, in words."""

    monitor: UUID
    term: str
    problem: str


def holds(text: str, word: str) -> bool:
    """Say whether a text has a word or phrase, as whole words, whatever the case."""
    parts = [re.escape(part) for part in word.casefold().split()]
    if not parts:
        return False
    return re.search(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", text.casefold()) is not None
