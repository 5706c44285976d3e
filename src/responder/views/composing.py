"""How a conversation may be answered, and what is wrong with a text before it is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from responder.core.accounts import Account
from responder.core.answering import answerable
from responder.core.conversations import Conversation
from responder.core.manifest import Counting, Manifest
from responder.core.messages import Message, Visibility
from responder.views.length import counted, excess

_BLANK = re.compile(r"⟦([^⟦⟧\n]*)⟧")


class Mode(StrEnum):
    """To everybody, to the customer alone, or to the team alone."""

    PUBLIC = "public"
    PRIVATE = "private"
    NOTE = "note"


class Problem(StrEnum):
    """What keeps a text from being sent."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    BLANK = "blank"


@dataclass(frozen=True)
class Blank:
    """A place in a text that somebody must still fill."""

    start: int
    length: int
    name: str


@dataclass(frozen=True)
class Fault:
    """One problem and where it is; `name` is the blank's, `count` how many characters are too many."""

    problem: Problem
    start: int = 0
    length: int = 0
    name: str = ""
    count: int = 0


def modes(row: Conversation, network: Manifest) -> tuple[Mode, ...]:
    """Return how it may be answered, the default first: what was said in private is not answered in public."""
    if row.private:
        return (Mode.PRIVATE, Mode.NOTE)
    if network.private_reply:
        return (Mode.PUBLIC, Mode.PRIVATE, Mode.NOTE)
    return (Mode.PUBLIC, Mode.NOTE)


def visibility(mode: Mode, answered: Message | None) -> Visibility:
    """Return who shall read the answer: never more than could read what is answered."""
    if mode is not Mode.PUBLIC:
        return Visibility.DIRECT
    return Visibility.PUBLIC if answered is None else answered.visibility


def mention_prefix(answered: Message, us: Account) -> str:
    """Return the mentions that an answer begins with: the author and everybody in the talk, except us."""
    ours = {_bare(us.handle), _bare(us.handle).split("@")[0]} if _local(us) else {_bare(us.handle)}
    names: dict[str, str] = {}
    first = () if answered.author.ours else (answered.author.handle,)
    for handle in (*first, *answered.mentions):
        name = handle.removeprefix("@")
        if name and _bare(name) not in ours:
            names.setdefault(_bare(name), name)
    return "".join(f"@{name} " for name in names.values())


def _bare(handle: str) -> str:
    return handle.removeprefix("@").casefold()


def _local(us: Account) -> bool:
    """Say whether the network writes those of our own server without it: `@us` is then `@us@server`."""
    return "@" in us.handle.removeprefix("@")


def counting(network: Manifest, account: Account | None) -> Counting:
    """Return how an account's server counts: its own limits stand above what the network usually does."""
    usual = network.counting
    if account is None:
        return usual
    url = usual.url if account.limits.url_characters is None else account.limits.url_characters
    return msgspec.structs.replace(usual, limit=account.limits.characters or usual.limit, url=url)


def blanks(text: str) -> tuple[Blank, ...]:
    """Return the places that must still be filled, in order."""
    return tuple(
        Blank(match.start(), match.end() - match.start(), match.group(1)) for match in _BLANK.finditer(text)
    )


def faults(text: str, how: Counting, *, spoiler: str = "", prefix: str = "") -> tuple[Fault, ...]:
    """Return what keeps a text from being sent; `prefix` alone is nothing; `spoiler` counts with it.

    Positions are those of the text as given.
    """
    if not text.strip() or text.strip() == prefix.strip():
        return (Fault(Problem.EMPTY),)
    found = [Fault(Problem.BLANK, one.start, one.length, one.name) for one in blanks(text)]
    room = _room(how, spoiler)
    start = excess(text, room)
    if start is not None:
        over = counted(text, room) - room.limit
        found.append(Fault(Problem.TOO_LONG, start, len(text) - start, count=over))
    return tuple(found)


def _room(how: Counting, spoiler: str) -> Counting:
    if not how.limit or not spoiler:
        return how
    return msgspec.structs.replace(how, limit=max(1, how.limit - counted(spoiler, how)))


def answered(messages: Sequence[Message]) -> Message | None:
    """Return the message that an answer answers: the newest one addressed to us, or else that a monitor found."""
    theirs = answerable(messages)
    return theirs[-1] if theirs else None
