"""Monitors: kept, paused and put away; what is wrong with one is said in words."""

from collections.abc import Iterable
from concurrent.futures import Future
from uuid import UUID

from msgspec.structs import replace

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.core.errors import NotFound, NotPossible
from responder.core.events import MonitorRemoved, MonitorSaved
from responder.core.monitors import Monitor, Term, TermKind
from responder.store.rows import Rows
from responder.store.store import Appended, Write

MOST_TERMS = 50
"""More would wait for hours for their turn."""
LONGEST = 200
"""How many characters a term may have; an address of a feed or the id of a place, `LONGEST_ADDRESS`."""
LONGEST_ADDRESS = 2000


def tidy(monitor: Monitor) -> Monitor:
    """Return a monitor as it is kept: without needless spaces, signs and repetitions."""
    return replace(
        monitor,
        name=" ".join(monitor.name.split()),
        terms=tuple(dict.fromkeys(Term(one.kind, _clean(one)) for one in monitor.terms)),
        networks=tuple(dict.fromkeys(monitor.networks)),
        exclude=_words(monitor.exclude),
        languages=tuple(dict.fromkeys(one.strip().lower() for one in monitor.languages if one.strip())),
    )


def problems(monitor: Monitor) -> list[NotPossible]:
    """Return what is wrong with a tidy monitor, in words; nothing when it can be kept."""
    found: list[NotPossible] = []
    if not monitor.name:
        found.append(NotPossible("A monitor needs a name."))
    if not monitor.terms:
        found.append(NotPossible("A monitor needs at least one thing to look for."))
    if len(monitor.terms) > MOST_TERMS:
        found.append(NotPossible(f"A monitor looks for at most {MOST_TERMS} things: make two of it."))
    for term in monitor.terms:
        found.extend(_wrong(term))
    return found


def save(desk: Desk, monitor: Monitor) -> Future[None]:
    """Keep a monitor as it is now. Raises NotPossible at once for a bad one; the future does when its name is taken."""
    kept = tidy(monitor)
    wrong = problems(kept)
    if wrong:
        raise wrong[0]

    def decide(rows: Rows) -> Write:
        for other in rows.monitors():
            if other.id != kept.id and other.name.casefold() == kept.name.casefold():
                raise NotPossible(f"Another monitor is already called “{other.name}”.")
        return Write(desk.pen().write(rows, kept.id, [MonitorSaved(kept)]))

    return then(desk.store.transact(decide), _nothing)


def pause(desk: Desk, monitor: UUID, on: bool) -> Future[None]:
    """Stop looking for a monitor's terms, or go on. The future raises NotFound for one that is not there."""

    def decide(rows: Rows) -> Write:
        known = next((one for one in rows.monitors() if one.id == monitor), None)
        if known is None:
            raise NotFound("There is no such monitor.")
        if known.paused == on:
            return Write()
        return Write(desk.pen().write(rows, monitor, [MonitorSaved(replace(known, paused=on))]))

    return then(desk.store.transact(decide), _nothing)


def remove(desk: Desk, monitor: UUID) -> Future[None]:
    """Put a monitor away: what it found stays. Saving it again brings it back."""
    write = desk.pen().write
    return then(desk.store.transact(lambda rows: Write(write(rows, monitor, [MonitorRemoved()]))), _nothing)


def _clean(term: Term) -> str:
    text = " ".join(term.text.split())
    match term.kind:
        case TermKind.HASHTAG:
            return text.lstrip("#")
        case TermKind.ACCOUNT:
            return text.lstrip("@")
        case _:
            return text


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(one.split()) for one in words if one.strip()))


def _wrong(term: Term) -> Iterable[NotPossible]:
    address = term.kind in (TermKind.FEED, TermKind.PLACE)
    if not term.text:
        yield NotPossible("One of the things to look for is empty.")
    elif len(term.text) > (LONGEST_ADDRESS if address else LONGEST):
        beginning = term.text[:40]
        yield NotPossible(f"“{beginning}…” is too long to look for.")
    elif term.kind is TermKind.HASHTAG and not term.text.replace("_", "").isalnum():
        yield NotPossible(f"“#{term.text}” is no hashtag: letters and digits only, in one word.")
    elif term.kind is TermKind.ACCOUNT and " " in term.text:
        yield NotPossible(f"“{term.text}” is no account: write it as the network does, without spaces.")
    elif term.kind is TermKind.FEED and not term.text.startswith(("https://", "http://")):
        yield NotPossible(f"“{term.text}” is no address of a feed: it begins with https://")


def _nothing(done: Appended) -> None:
    return None
