"""What a row of the list says: the strings and states that the delegate paints and a screen reader speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from responder.core.accounts import Account, Member
from responder.core.conversations import Conversation, Status
from responder.core.events import Mood
from responder.core.manifest import Manifest
from responder.core.messages import Kind
from responder.core.monitors import Monitor
from responder.core.replies import Reply, ReplyState
from responder.ui.below import below
from responder.ui.monitor_words import names_of
from responder.ui.phrases import age, kind_words, mood_words, one_line, ordinal, short_kind, span
from responder.ui.words import tr
from responder.views.clock_state import Clock, State, clock_of

MOOD_ICONS = {
    Mood.NEGATIVE: ("frown", "danger.text"),
    Mood.NEUTRAL: ("meh", "text.secondary"),
    Mood.POSITIVE: ("smile", "ok.text"),
}


@dataclass(frozen=True)
class Surroundings:
    """What a row is told beside its conversation: names of networks and people, replies on their way, the time."""

    networks: Mapping[str, Manifest]
    members: Mapping[str, Member]
    accounts: Mapping[UUID, Account]
    replies: Mapping[UUID, tuple[int, Reply]]
    """The reply on its way in a conversation, with its place in the queue."""
    now: int
    offline: bool = False
    monitors: Mapping[UUID, Monitor] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """The state at the right of a row: `style` is calm, soon, late, stopped, sending, waiting or failed."""

    style: str
    text: str
    left: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class Face:
    """One row in words."""

    name: str
    code: str
    kind: str
    short_kind: str
    age: str
    text: str
    unread: bool
    mood: Mood | None
    level: int
    tags: tuple[str, ...]
    mark: Mark | None
    assignee: str
    starred: bool
    status: Status
    spoken: str
    tip: str
    overheard: bool = False
    monitors: tuple[str, ...] = ()
    """The names of those that found it."""


def face(row: Conversation, around: Surroundings) -> Face:
    """Return the row in words."""
    network = around.networks.get(row.network)
    network_name = network.name if network else row.network
    member = around.members.get(row.assignee or "")
    mark = _mark(row, around)
    name = one_line(row.name or row.handle) or tr("Somebody")
    text = one_line(row.snippet) or tr("No text")
    kind, short = row_kind(row, network_name), short_kind(row.kind)
    if row.overheard:
        short = tr("not addressed to us")
    heard = _heard(row, around)
    return Face(
        name=name, code=network.code if network else row.network[:2].title(), kind=kind,
        short_kind=short, age=age(row.last_at, around.now), text=text, unread=row.unread,
        mood=row.mood, level=row.level, tags=row.tags, mark=mark,
        assignee=member.name if member else (row.assignee or ""), starred=row.starred, status=row.status,
        spoken=_spoken(row, name, ", ".join(part for part in (kind, heard) if part), text, mark, member),
        tip=_tip(row, "\n".join(part for part in (kind, heard) if part), mark, member),
        overheard=row.overheard, monitors=names_of(row.monitors, around.monitors),
    )  # fmt: skip


def row_kind(row: Conversation, network: str) -> str:
    """Return what somebody wrote and where; what only a monitor found mentions nobody."""
    if row.overheard and row.kind is Kind.MENTION:
        return tr("{network} post", network=network)
    return kind_words(row.kind, network)


def _heard(row: Conversation, around: Surroundings) -> str:
    """Return which monitors found it, and that it is not addressed to us, in words."""
    if not row.monitors:
        return ""
    names = ", ".join(names_of(row.monitors, around.monitors))
    if not row.overheard:
        return tr("found by {monitors}", monitors=names) if names else ""
    return (
        tr("not addressed to us, found by {monitors}", monitors=names) if names else tr("not addressed to us")
    )


def _mark(row: Conversation, around: Surroundings) -> Mark | None:
    queued = around.replies.get(row.id)
    if queued is not None:
        return _sending(queued, around)
    if row.stuck:
        return Mark("failed", tr("Not sent"))
    if row.awaiting:
        return Mark("stopped", tr("To approve"))
    clock = clock_of(row, around.now)
    return None if clock is None else _clock(clock)


def _sending(queued: tuple[int, Reply], around: Surroundings) -> Mark:
    place, reply = queued
    if reply.state.stuck:
        return Mark(
            "failed", tr("Held") if reply.state is ReplyState.HELD else tr("Not sent"), why=below(reply.error)
        )
    if reply.state is ReplyState.AWAITING:
        return Mark("stopped", tr("To approve"))
    if around.offline or reply.error:
        return Mark("waiting", tr("{place} in line", place=ordinal(place)), why=below(reply.error))
    left = reply.due_at - around.now
    if reply.state is ReplyState.QUEUED and left > 0:
        whole = max(1, reply.due_at - reply.submitted_at)
        return Mark("sending", tr("Sending in {span}", span=span(left)), left / whole)
    return Mark("sending", tr("Sending"), 1.0)


def _clock(clock: Clock) -> Mark:
    match clock.state:
        case State.LATE:
            return Mark("late", tr("{span} late", span=span(-clock.left)), why=_reckoning(clock))
        case State.STOPPED:
            return Mark("stopped", tr("Stopped"), why=_reckoning(clock))
        case _:
            return Mark(clock.state.value, span(clock.left), clock.part_left, _reckoning(clock))


def _reckoning(clock: Clock) -> str:
    return tr("An answer is expected within {target}", target=span(clock.target))


def _spoken(
    row: Conversation, name: str, kind: str, text: str, mark: Mark | None, member: Member | None
) -> str:
    parts = [name, kind]
    if row.mood is not None:
        parts.append(mood_words(row.mood))
    if mark is not None:
        parts.append(tr("{span} left", span=mark.text) if mark.style in ("calm", "soon") else mark.text)
    if row.level:
        parts.append(tr("level {n}", n=row.level))
    parts.append(tr("assigned to {name}", name=member.name) if member else tr("not assigned"))
    if row.tags:
        parts.append(tr("tags {tags}", tags=", ".join(row.tags)))
    if row.starred:
        parts.append(tr("starred"))
    if row.unread:
        parts.append(tr("unread"))
    return ", ".join(parts) + ". " + text


def _tip(row: Conversation, kind: str, mark: Mark | None, member: Member | None) -> str:
    lines = [kind]
    if row.mood is not None:
        lines.append(tr("Mood: {mood}", mood=mood_words(row.mood).lower()))
    if mark is not None and mark.why:
        lines.append(f"{mark.text}. {mark.why}")
    if row.level:
        lines.append(tr("Escalated to level {n}: {why}", n=row.level, why=row.level_reason))
    if row.tags:
        lines.append(", ".join(row.tags))
    lines.append(tr("Assigned to {name}", name=member.name) if member else tr("Assigned to nobody"))
    return "\n".join(lines)
