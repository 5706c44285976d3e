"""Who has an escalation, who is next, and when. Plain values."""

from dataclasses import dataclass

from responder.core import events as e
from responder.core.accounts import Member, Role
from responder.core.questions import Thread
from responder.ui.thread.event_words import level_words
from responder.ui.thread.names import Names
from responder.ui.thread.times import Times
from responder.ui.words import tr


@dataclass(frozen=True)
class Rung:
    """One line of the ladder: `state` is done, now, waiting or next."""

    state: str
    who: str
    what: str


def ladder(thread: Thread, names: Names, times: Times) -> list[Rung]:
    """Return the ladder of an escalated conversation, in order; empty when it is not escalated."""
    row = thread.row
    if not row.level:
        return []
    flagged = next((one for one in reversed(thread.events) if isinstance(one.body, e.Escalated)), None)
    rungs = []
    if flagged is not None:
        when = times.moment(row.level_since or flagged.at)
        rungs.append(Rung("done", names.actor(flagged.actor), tr("flagged it at {time}", time=when)))
    rungs.append(_holder(thread, names, times))
    upward = _next(row.level, names, row.level_person)
    if upward is not None:
        rungs.append(upward)
    return rungs


def history(thread: Thread) -> list[e.Event]:
    """Return what happened to its escalations, oldest first."""
    kinds = (e.Escalated, e.EscalationAcknowledged, e.EscalationCleared)
    return [event for event in thread.events if isinstance(event.body, kinds)]


def before(thread: Thread) -> list[e.Event]:
    """Return what happened before the escalation that stands now."""
    found = history(thread)
    last = max((at for at, event in enumerate(found) if isinstance(event.body, e.Escalated)), default=0)
    return found[:last]


def first_told(names: Names) -> Member | None:
    """Return who would be told first: an admin who is not the reader, else any admin."""
    admins = [member for member in names.members.values() if member.role is Role.ADMIN]
    return next((member for member in admins if member.id != names.me), admins[0] if admins else None)


def _holder(thread: Thread, names: Names, times: Times) -> Rung:
    row = thread.row
    if row.level_acknowledged is not None:
        taken = [one for one in history(thread) if isinstance(one.body, e.EscalationAcknowledged)]
        since = tr("has it since {time}", time=times.moment(taken[-1].at)) if taken else tr("has it")
        return Rung("now", names.full(row.level_acknowledged), since)
    if row.level_person is not None:
        return Rung("waiting", names.full(row.level_person), tr("was asked, has not taken it yet"))
    return Rung("waiting", tr("Nobody has it yet"), tr("Somebody has to take it"))


def _next(level: int, names: Names, person: str | None) -> Rung | None:
    if level >= 3:
        return None
    told = first_told(names)
    who = told.name if told is not None and told.id != person else level_words(level + 1)
    return Rung("next", who, tr("next, at level {n}, when somebody raises it", n=level + 1))
