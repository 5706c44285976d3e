"""The fold of a conversation's whole stream: its row, its messages, its replies."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from msgspec.structs import replace

from responder.core import conversations, replies
from responder.core import events as e
from responder.core.conversations import Conversation
from responder.core.messages import Message
from responder.core.replies import Reply, ReplyState

Key = tuple[int, bytes]
"""Where an event stands in its stream: (at, id)."""


@dataclass(slots=True)
class Known:
    """One message of a stream: its newest version, the event that brought it, and what was said of it.

    `spoke` is the first event in which it was addressed to us.
    """

    id: UUID
    message: Message
    event: UUID
    newest: tuple[int, int, bytes]
    arrived: int
    spoke: UUID | None = None
    versions: int = 1
    deleted: bool = False
    mood: e.Mood | None = None
    tags: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        """Say whether it is still there and not put aside as spam."""
        return not self.deleted and not self.message.state.junk


@dataclass(slots=True)
class Stream:
    """What the events of one conversation amount to.

    `tangled` says that some speak of things not (or no longer) shown, so that a further event
    cannot be folded without looking at all of them again.
    """

    row: Conversation
    messages: dict[UUID, Known] = field(default_factory=dict)
    replies: dict[UUID, Reply] = field(default_factory=dict)
    last: Key = (0, b"")
    tangled: bool = False


def key(event: e.Event) -> Key:
    """Return the place of an event in its stream."""
    return event.at, event.id.bytes


def version(event: e.Event, message: Message) -> tuple[int, int, bytes]:
    """Return what orders the versions of one message: the greatest is the current one."""
    return (message.edited_at or message.created_at, event.at, event.id.bytes)


def joined(shown: Message, *versions: Message) -> Message:
    """Return a version of a message that knows what any of them says: that it speaks to us, which monitors found it."""
    addressed = any(one.addressed for one in versions)
    monitors = tuple(sorted({monitor for one in versions for monitor in one.monitors}))
    if (shown.addressed, shown.monitors) == (addressed, monitors):
        return shown
    return replace(shown, addressed=addressed, monitors=monitors)


def fold_stream(stream: UUID, events: Iterable[e.Event]) -> Stream:
    """Fold every event of a conversation, given in any order."""
    ordered = sorted(events, key=key)
    state = Stream(Conversation(stream))
    for event in ordered:
        _begin(state, event)
    for event in ordered:
        _describe(state, event)
    _fold_row(state, ordered)
    _finish(state)
    if ordered:
        state.last = key(ordered[-1])
    return state


def _begin(state: Stream, event: e.Event) -> None:
    match event.body:
        case e.MessageReceived(message=message):
            newest = version(event, message)
            one = state.messages.get(message.id)
            if one is None:
                spoke = event.id if message.addressed else None
                state.messages[message.id] = Known(message.id, message, event.id, newest, event.at, spoke)
                return
            if one.spoke is None and message.addressed:
                one.spoke = event.id
            one.versions += message.fingerprint() != one.message.fingerprint()
            before = one.message
            if newest > one.newest:
                one.message, one.event, one.newest = message, event.id, newest
            one.message = joined(one.message, before, message)
        case e.ReplySubmitted(reply=reply) if reply not in state.replies:
            state.replies[reply] = replies.submitted(event)


def _describe(state: Stream, event: e.Event) -> None:
    match event.body:
        case (
            e.MessageDeleted(message=about)
            | e.Tagged(message=about)
            | e.Untagged(message=about)
            | e.MoodSet(message=about)
        ) if about is not None:
            known = state.messages.get(about)
            if known is None:
                state.tangled = True
            else:
                _say(known, event.body)
        case body if (about := reply_of(body)) is not None:
            if about in state.replies:
                replies.fold(state.replies[about], event)
            else:
                state.tangled = True


def _say(known: Known, body: e.Body) -> None:
    match body:
        case e.MessageDeleted():
            known.deleted = True
        case e.Tagged(tag=tag):
            known.tags = tuple(sorted({*known.tags, tag}))
        case e.Untagged(tag=tag):
            known.tags = tuple(one for one in known.tags if one != tag)
        case e.MoodSet(mood=mood):
            known.mood = mood


def reply_of(body: e.Body) -> UUID | None:
    """Return the reply that a body speaks of, if it does."""
    return getattr(body, "reply", None)


def _fold_row(state: Stream, ordered: list[e.Event]) -> None:
    done: set[UUID] = set()
    spam: bool | None = None
    for event in ordered:
        if isinstance(event.body, e.MessageReceived):
            known = state.messages[event.body.message.id]
            if known.id in done:
                if event.id == known.spoke and known.live:
                    conversations.noticed(state.row, known.message)
                continue
            done.add(known.id)
            if known.live:
                conversations.receive(state.row, known.message, known.id)
            else:
                conversations.seen(state.row, known.message)
        else:
            conversations.fold(state.row, event)
            if isinstance(event.body, e.SpamSet):
                spam = event.body.on
    shown = [known for known in state.messages.values() if known.live]
    if spam is None:
        state.row.spam = not shown and any(known.message.state.junk for known in state.messages.values())


def _finish(state: Stream) -> None:
    row = state.row
    shown = [known.message for known in state.messages.values() if known.live]
    row.waiting_since = _waiting_since(state)
    if not shown:
        row.last_at = max((known.message.created_at for known in state.messages.values()), default=0)
        there = [known.message for known in state.messages.values() if not known.deleted]
        if there:  # whoever looks through what was put aside wants to read it
            row.snippet = conversations.snippet(max(there, key=lambda message: message.created_at))
    if len(shown) < len(state.messages) and (not shown or _put_aside(state)):
        state.tangled = True
    count(row, state.replies.values())


def _waiting_since(state: Stream) -> int | None:
    """Return when the first message was written that no answer answers.

    An answer answers what was written before it; one of ours from here only what had arrived when it was sent.
    """
    sent = {reply.message: reply for reply in state.replies.values() if reply.message is not None}
    ours = [known for known in state.messages.values() if known.live and known.message.author.ours]
    elsewhere = max((one.message.created_at for one in ours if one.id not in sent), default=0)
    here = [
        (one.message.created_at, sent[one.id].started_at or one.arrived) for one in ours if one.id in sent
    ]
    waiting: list[int] = []
    for known in state.messages.values():
        at = known.message.created_at
        if not known.live or not known.message.addressed or known.message.author.ours or at <= elsewhere:
            continue
        if not any(at <= written and known.arrived <= started for written, started in here):
            waiting.append(at)
    return min(waiting, default=None)


def _put_aside(state: Stream) -> bool:
    return any(known.message.state.junk for known in state.messages.values())


def count(row: Conversation, of: Iterable[Reply]) -> None:
    """Set the row's counts of replies by where they stand."""
    states = [reply.state for reply in of]
    row.in_flight = sum(state.in_flight for state in states)
    row.awaiting = states.count(ReplyState.AWAITING)
    row.stuck = sum(state.stuck for state in states)
