"""Which changes deserve a system notification. Pure: rows in, alerts out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from uuid import UUID

from responder.core.accounts import Member, Role
from responder.core.conversations import Conversation
from responder.core.questions import ChannelHealth
from responder.core.settings import Settings

BREAKS_QUIET = 2
"""From this level on an escalation is told in quiet hours too."""

GROUPED_ABOVE = 3
"""More alerts than this at once become one."""


class Reason(StrEnum):
    """Why somebody is called."""

    ASSIGNED = "assigned"
    ESCALATED = "escalated"
    ACCESS_LOST = "access-lost"


@dataclass(frozen=True)
class Alert:
    """One thing that somebody must know now. `about` is a conversation, or the account for ACCESS_LOST."""

    reason: Reason
    about: UUID
    who: str
    text: str = ""
    level: int = 0


def of_conversation(before: Conversation | None, after: Conversation, me: Member) -> Alert | None:
    """Say whether a conversation's change calls this member; `before` is the row as they last knew it."""
    level, name = after.level, after.name or after.handle
    raised = level > (before.level if before else 0) or (
        level > 0 and before is not None and after.level_person != before.level_person
    )
    if raised and after.level_acknowledged is None and _for_me(after, me):
        return Alert(Reason.ESCALATED, after.id, name, after.level_reason or after.snippet, level)
    mine = after.assignee == me.id and (before is None or before.assignee != me.id)
    return Alert(Reason.ASSIGNED, after.id, name, after.snippet) if mine else None


def of_health(before: ChannelHealth | None, after: ChannelHealth, account: str) -> Alert | None:
    """Say whether an account has just lost its access."""
    if after.state != "sign-in" or (before is not None and before.state == "sign-in"):
        return None
    return Alert(Reason.ACCESS_LOST, after.account, account, after.problem)


def quiet(settings: Settings, now: time) -> bool:
    """Say whether a local time lies in the quiet hours (they may span midnight; equal ends mean never)."""
    if not settings.quiet_from or not settings.quiet_until:
        return False
    begin, end = time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_until)
    return begin <= now < end if begin <= end else now >= begin or now < end


def allowed(alerts: Sequence[Alert], settings: Settings, now: time) -> list[Alert]:
    """Return those that may be shown at a local time."""
    if not settings.notifications:
        return []
    if not quiet(settings, now):
        return list(alerts)
    return [alert for alert in alerts if alert.level >= BREAKS_QUIET]


def _for_me(row: Conversation, me: Member) -> bool:
    if row.level_person is not None:
        return row.level_person == me.id
    return row.level >= BREAKS_QUIET and me.role is not Role.AGENT
