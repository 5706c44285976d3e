"""`responder tag`, `escalate`, `assign`, `note`, `snooze`, `resolve`, `reopen`: what a person decides."""

import re
from argparse import Namespace
from collections.abc import Callable, Iterator

from responder.actions import assign as assigning
from responder.actions import escalate as escalating
from responder.actions import note as noting
from responder.actions import status
from responder.actions import tag as tagging
from responder.actions.decision import Decision
from responder.app import printing
from responder.app.session import Session, opened
from responder.core.clock import DAY, HOUR, MINUTE, from_iso
from responder.core.errors import NotFound, NotPossible

UNITS = {"m": MINUTE, "h": HOUR, "d": DAY}


def tag(options: Namespace) -> int:
    """Put tags on, or take them off."""
    make = tagging.remove_tag if options.remove else tagging.add_tag
    return _decide(options, "tag", lambda session: (make(tagging.clean_tag(name)) for name in options.tags))


def escalate(options: Namespace) -> int:
    """Flag a conversation, or take the flag off with level 0."""

    def decisions(session: Session) -> Iterator[Decision]:
        if options.level == 0:
            yield escalating.clear_escalation(options.reason)
        elif not options.reason:
            raise NotPossible("Say why: responder escalate CONVERSATION LEVEL REASON")
        else:
            person = _member(session, options.person) if options.person else None
            yield escalating.escalate(options.level, options.reason, person)

    return _decide(options, "escalate", decisions)


def assign(options: Namespace) -> int:
    """Say who is responsible."""

    def decisions(session: Session) -> Iterator[Decision]:
        yield assigning.assign(None if options.assignee == "-" else _member(session, options.assignee))

    return _decide(options, "assign", decisions)


def note(options: Namespace) -> int:
    """Write a note."""
    return _decide(options, "note", lambda session: iter([noting.add_note(options.text)]))


def snooze(options: Namespace) -> int:
    """Put a conversation away until a time or a reply."""
    return _decide(
        options, "snooze", lambda session: iter([status.snooze(until(options.until, session.clock.now()))])
    )


def resolve(options: Namespace) -> int:
    """Done."""
    return _decide(options, "resolve", lambda session: iter([status.resolve()]))


def reopen(options: Namespace) -> int:
    """Not done after all."""
    return _decide(options, "reopen", lambda session: iter([status.reopen()]))


def until(text: str | None, now: int) -> int | None:
    """Return the time meant by `4h` or an ISO 8601 time, in µs UTC. Raises NotPossible."""
    if text is None:
        return None
    if (span := re.fullmatch(r"(\d{1,5})([mhd])", text)) is not None:
        return now + int(span[1]) * UNITS[span[2]]
    try:
        at = from_iso(text)
    except ValueError:
        raise NotPossible(f"{text} is no time: give 2026-05-04T09:00Z, 90m, 4h or 2d") from None
    if at <= now:
        raise NotPossible(f"{text} has passed")
    return at


def _member(session: Session, named: str) -> str:
    return session.desk(named).member.id


def _decide(options: Namespace, label: str, decisions: Callable[[Session], Iterator[Decision]]) -> int:
    with opened(options) as session:
        row = session.conversation(options.conversation)
        desk = session.desk(options.member)
        changed = sum(desk.do(label, decision, [row.id]).result().count for decision in decisions(session))
        after = session.views.conversation(row.id)
        if after is None:
            raise NotFound(f"There is no conversation {options.conversation}")
        if options.json:
            shape = printing.conversation(after, session.views.row_id(row.id))
            printing.as_json(shape | {"changed": bool(changed)})
        elif not changed:
            print("Nothing to change.")
    return 0
