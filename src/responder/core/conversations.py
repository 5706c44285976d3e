"""A conversation, and the fold that makes it from its events."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from responder.core import events as e
from responder.core import places
from responder.core.messages import Kind, Message, State

SNIPPET = 220
"""How many characters of the last message the inbox keeps."""


class Status(StrEnum):
    """Where the conversation stands."""

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Conversation(Struct):
    """The exchange with customers under one root. Mutable: only the fold below writes to it.

    `waiting_since` is when the customer first wrote after our last answer; None when nobody waits.
    `in_flight` counts replies submitted and not yet settled, `awaiting` those that need approval,
    `stuck` those that a person must look at. `addressed` says that somebody wrote to us, `monitors` are those that
    found something in it, the last of it at `last_hit_at`; `place` is where it is about, see `places.key`.
    `reviewed_at` and `rating` are of the first review in it, `answered_at` is when we first spoke. All times are µs UTC.
    """

    id: UUID
    account: UUID | None = None
    network: str = ""
    server: str = ""
    kind: Kind = Kind.COMMENT
    contact: UUID | None = None
    name: str = ""
    handle: str = ""
    avatar: str | None = None
    title: str = ""
    status: Status = Status.OPEN
    snoozed_until: int | None = None
    assignee: str | None = None
    priority: int = 1
    mood: e.Mood | None = None
    level: int = 0
    level_reason: str = ""
    level_person: str | None = None
    level_since: int | None = None
    level_acknowledged: str | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False
    muted: bool = False
    spam: bool = False
    unread: bool = False
    private: bool = False
    language: str | None = None
    waiting_since: int | None = None
    last_incoming_at: int = 0
    last_answer_at: int = 0
    last_at: int = 0
    last_message: UUID | None = None
    snippet: str = ""
    messages: int = 0
    held: int = 0
    in_flight: int = 0
    awaiting: int = 0
    stuck: int = 0
    addressed: bool = False
    monitors: tuple[UUID, ...] = ()
    last_hit_at: int = 0
    place: str = ""
    reviewed_at: int | None = None
    rating: float | None = None
    answered_at: int | None = None

    @property
    def overheard(self) -> bool:
        """Say whether a monitor found it and nothing in it is addressed to us."""
        return bool(self.monitors) and not self.addressed

    @property
    def needs_reply(self) -> bool:
        """Say whether somebody waits and nothing is on its way."""
        return (
            self.status is Status.OPEN
            and self.waiting_since is not None
            and not self.spam
            and not self.in_flight
        )


def receive(row: Conversation, message: Message, message_id: UUID, contact: UUID | None = None) -> None:
    """Count a message that was not known, whoever wrote it; `message_id` is `message.id`, `contact` its author's."""
    seen(row, message, contact)
    row.messages += 1
    row.held += message.state is State.HELD
    at = message.created_at
    if at >= row.last_at:
        row.last_at, row.last_message = at, message_id
        row.snippet = snippet(message)
    if message.author.ours:
        _answered(row, at)
        return
    if message.kind is Kind.REVIEW and (row.reviewed_at is None or at < row.reviewed_at):
        row.reviewed_at, row.rating = at, message.rating
    if message.addressed:
        _asked(row, message, contact)
    if message.monitors:
        _heard(row, message, contact)


def snippet(message: Message) -> str:
    """Return what a list shows of a message: a review without words has its stars."""
    if message.text or message.rating is None:
        return message.text[:SNIPPET]
    full = max(0, min(5, round(message.rating)))
    return "★" * full + "☆" * (5 - full)


def follows(row: Conversation, message: Message) -> bool:
    """Say whether the row alone is enough to count a message that was not known."""
    if message.state.junk:
        return False
    at, since = message.created_at, row.waiting_since
    if since is not None and since <= row.last_answer_at:
        return False
    if not message.author.ours:
        return at > row.last_answer_at
    return since is None or at < since or at >= row.last_incoming_at


def seen(row: Conversation, message: Message, contact: UUID | None = None) -> None:
    """Take from a message what even a deleted one tells: where the conversation is and with whom."""
    row.network, row.server = message.network, message.server
    row.account = row.account or message.account
    if message.post is not None and not row.title:
        row.title = message.post.title
    if message.place is not None and not row.place:
        row.place = places.key(message.network, message.place)
        row.title = row.title or message.place.name
    speaks = message.addressed or bool(message.monitors)
    if row.contact is None and speaks and not message.author.ours:
        _meet(row, message, contact)


def _meet(row: Conversation, message: Message, contact: UUID | None) -> None:
    row.contact, row.kind = contact or message.contact, message.kind
    row.name, row.handle = message.author.name, message.author.handle
    row.avatar, row.language = message.author.avatar, message.language
    row.private = message.visibility.private


def _asked(row: Conversation, message: Message, contact: UUID | None) -> None:
    at = message.created_at
    row.addressed = True
    if at >= row.last_incoming_at:
        _meet(row, message, contact)
        row.last_incoming_at = at
    if at <= row.last_answer_at:
        return
    row.waiting_since = at if row.waiting_since is None else min(row.waiting_since, at)
    noticed(row, message)


def noticed(row: Conversation, message: Message) -> None:
    """Bring the conversation back: a message speaks to us, or one that was known turns out to."""
    if message.author.ours or message.created_at <= row.last_answer_at:
        return
    row.unread = True
    if row.status is not Status.OPEN and not row.muted:
        row.status, row.snoozed_until = Status.OPEN, None


def _heard(row: Conversation, message: Message, contact: UUID | None) -> None:
    """Count a monitor's hit. Nobody waits for us; while nothing is addressed to us its author is whom we would answer."""
    at = message.created_at
    row.monitors = tuple(sorted({*row.monitors, *message.monitors}))
    newest = at >= row.last_hit_at
    row.last_hit_at = max(row.last_hit_at, at)
    if row.addressed:
        return
    if newest:
        _meet(row, message, contact)
    if at > row.last_answer_at:
        row.unread = True
        if row.status is Status.RESOLVED and not row.muted:
            row.status = Status.OPEN


def _answered(row: Conversation, at: int) -> None:
    row.last_answer_at = max(row.last_answer_at, at)
    row.answered_at = at if row.answered_at is None else min(row.answered_at, at)
    if row.last_answer_at >= row.last_incoming_at:
        row.waiting_since, row.unread = None, False
    elif row.waiting_since is not None and row.waiting_since <= at:
        row.waiting_since = row.last_incoming_at


def fold(row: Conversation, event: e.Event, *, known: bool = False) -> Conversation:
    """Apply one event to the row and return it; `known` says that an earlier version of the message was folded.

    Folding a stream in the order (at, id) gives the row that everybody sees.
    """
    match event.body:
        case e.MessageReceived(message=message):
            if not known:
                receive(row, message, message.id)
            elif message.id == row.last_message:
                row.snippet = snippet(message)
        case e.Assigned(assignee=assignee):
            row.assignee = assignee
        case e.Tagged(tag=tag, message=None):
            row.tags = tuple(sorted({*row.tags, tag}))
        case e.Untagged(tag=tag, message=None):
            row.tags = tuple(t for t in row.tags if t != tag)
        case e.MoodSet(mood=mood, message=None):
            row.mood = mood
        case e.PrioritySet(priority=priority):
            row.priority = priority
        case e.ReadMarked(read=read):
            row.unread = not read
        case e.StarSet(on=on):
            row.starred = on
        case e.MuteSet(on=on):
            row.muted = on
        case e.SpamSet(on=on):
            row.spam = on
        case _:
            _fold_status(row, event)
            _fold_escalation(row, event)
    return row


def _fold_status(row: Conversation, event: e.Event) -> None:
    match event.body:
        case e.Snoozed(until=until):
            row.status, row.snoozed_until = Status.SNOOZED, until
        case e.Pended():
            row.status, row.snoozed_until = Status.PENDING, None
        case e.Resolved():
            row.status, row.snoozed_until = Status.RESOLVED, None
        case e.Reopened():
            row.status, row.snoozed_until = Status.OPEN, None
        case e.ReplyHeld() | e.SendFailed() | e.SendUncertain(ask=True) if row.status is Status.RESOLVED:
            row.status = Status.OPEN
        case e.Woken() if row.status is Status.SNOOZED:
            row.status, row.snoozed_until = Status.OPEN, None


def _fold_escalation(row: Conversation, event: e.Event) -> None:
    match event.body:
        case e.Escalated(level=level, reason=reason, person=person):
            row.level, row.level_reason, row.level_person = level, reason, person
            row.level_since = event.at if event.body.since is None else event.body.since
            row.level_acknowledged = event.body.acknowledged
        case e.EscalationAcknowledged():
            row.level_acknowledged = event.actor
        case e.EscalationCleared():
            row.level, row.level_reason, row.level_person = 0, "", None
            row.level_since, row.level_acknowledged = None, None
