"""Events: what the log is made of. Old kinds are lifted on reading (`upcasts`), never rewritten."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from responder.core import ids
from responder.core.accounts import Account, Member
from responder.core.messages import Enclosure, Message, Visibility
from responder.core.monitors import Monitor
from responder.core.templates import Template


class Mood(StrEnum):
    """The customer's tone."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Body(Struct, frozen=True, omit_defaults=True):
    """What happened. The class's name is the event's kind in the log: never rename one."""


class Event(Struct, frozen=True):
    """One fact or decision. `actor` is a member's id, or `collector:NAME` / `rule:NAME`; `at` is µs UTC."""

    id: UUID
    stream: UUID
    actor: str
    device: str
    at: int
    body: Body
    version: int = 1

    @property
    def kind(self) -> str:
        """Return the kind under which the log keeps it."""
        return type(self.body).__name__


# --- what arrives (ids derived; stream: the conversation)


class MessageReceived(Body, frozen=True):
    """A message, or a later version of one, as the network gave it."""

    message: Message


class MessageDeleted(Body, frozen=True):
    """The network says that it is gone, or no longer shows it."""

    message: UUID


class GapSeen(Body, frozen=True):
    """A stretch for which nobody can prove that nothing was missed (stream: the account)."""

    since: int
    until: int
    why: str


class GapFilled(Body, frozen=True):
    """A gap was read again, whole (stream: the account)."""

    since: int
    until: int


# --- what people decide about a conversation (stream: the conversation)


class Assigned(Body, frozen=True):
    """Somebody, or nobody, is responsible."""

    assignee: str | None


class Tagged(Body, frozen=True):
    """A tag was put on the conversation, or on one message of it."""

    tag: str
    message: UUID | None = None


class Untagged(Body, frozen=True):
    """A tag was taken off."""

    tag: str
    message: UUID | None = None


class MoodSet(Body, frozen=True):
    """A person corrected or gave the tone of the conversation, or of one message."""

    mood: Mood | None
    message: UUID | None = None


class PrioritySet(Body, frozen=True):
    """0 low, 1 normal, 2 high, 3 urgent."""

    priority: int


class Escalated(Body, frozen=True):
    """Flagged: 1 watch, 2 needs a lead, 3 needs the owner now.

    `since` and `acknowledged` are there when a flag is put back as it was (undo).
    """

    level: int
    reason: str
    person: str | None = None
    since: int | None = None
    acknowledged: str | None = None


class EscalationAcknowledged(Body, frozen=True):
    """The actor has it."""


class EscalationCleared(Body, frozen=True):
    """No longer flagged."""

    reason: str = ""


class NoteAdded(Body, frozen=True):
    """For the team only."""

    note: UUID
    text: str


class NoteRemoved(Body, frozen=True):
    """The note was taken back."""

    note: UUID


class Snoozed(Body, frozen=True):
    """Away until a time (µs UTC), or, without one, until the customer writes."""

    until: int | None


class Woken(Body, frozen=True):
    """A snooze ended, by its time or by hand."""


class Pended(Body, frozen=True):
    """Waiting for the customer or for a colleague."""


class Resolved(Body, frozen=True):
    """Done."""


class Reopened(Body, frozen=True):
    """Not done after all."""


class ReadMarked(Body, frozen=True):
    """Read, or unread again."""

    read: bool


class StarSet(Body, frozen=True):
    """Starred or not."""

    on: bool


class MuteSet(Body, frozen=True):
    """Muted: new messages do not bring it back."""

    on: bool


class SpamSet(Body, frozen=True):
    """Spam or abuse, or not."""

    on: bool


# --- sending (stream: the conversation)


class ReplySubmitted(Body, frozen=True):
    """A reply was handed in. `seen` is the last message that its author had seen; `send_at` ends the undo window."""

    reply: UUID
    account: UUID
    text: str
    in_reply_to: str
    visibility: Visibility
    send_at: int
    seen: UUID | None = None
    post: str | None = None
    spoiler: str = ""
    language: str | None = None
    template: UUID | None = None
    needs_approval: bool = False
    resolve: bool = False
    files: tuple[Enclosure, ...] = ()


class ReplyHeld(Body, frozen=True):
    """Not sent: `by` (a name) wrote meanwhile. The text is kept; `seen` is the last message that the hold looked at."""

    reply: UUID
    why: str
    by: str = ""
    seen: UUID | None = None


class ReplyApproved(Body, frozen=True):
    """An approver let it go; it may be sent at `send_at`."""

    reply: UUID
    send_at: int


class ReplyReleased(Body, frozen=True):
    """A person decided that a held, failed or uncertain reply goes out (again) at `send_at`, having read up to `seen`."""

    reply: UUID
    send_at: int
    seen: UUID | None = None


class ReplyWithdrawn(Body, frozen=True):
    """Taken back before anything was sent."""

    reply: UUID


class SendStarted(Body, frozen=True):
    """Committed before the wire is touched."""

    reply: UUID
    attempt: int


class ReplySent(Body, frozen=True):
    """The network confirmed it; `message` is the answer as a message of ours.

    Without a message it is a person's word: they looked, and it is there.
    """

    reply: UUID
    remote_id: str
    message: UUID | None = None
    url: str | None = None


class SendPostponed(Body, frozen=True):
    """Provably not accepted; it is tried again at `retry_at`."""

    reply: UUID
    error: str
    retry_at: int


class SendFailed(Body, frozen=True):
    """Refused for good; nothing was published. A person decides."""

    reply: UUID
    error: str


class SendUncertain(Body, frozen=True):
    """It may or may not be there; `ask` when looking gave no proof and a person must decide."""

    reply: UUID
    error: str
    ask: bool = False


# --- acts on the network other than replies (stream: the conversation)


class ActRequested(Body, frozen=True):
    """Favourite, delete, edit, approve, hold, spam or trash a message on its network."""

    act: UUID
    account: UUID
    verb: str
    message: UUID
    remote_id: str
    text: str = ""
    reason: str = ""


class ActDone(Body, frozen=True):
    """The network did it."""

    act: UUID


class ActFailed(Body, frozen=True):
    """The network refused it, or it could not be asked."""

    act: UUID
    error: str


# --- the team's own things


class AccountConnected(Body, frozen=True):
    """An account was connected or signed in again (stream: the account)."""

    account: Account


class AccountRemoved(Body, frozen=True):
    """An account is no longer read; its history stays (stream: the account)."""


class MemberSaved(Body, frozen=True):
    """A member as they are now (stream: the member)."""

    member: Member


class TemplateSaved(Body, frozen=True):
    """A template as it is now (stream: the template)."""

    template: Template


class TemplateRemoved(Body, frozen=True):
    """A template was put away (stream: the template)."""


class MonitorSaved(Body, frozen=True):
    """A standing search as it is now (stream: the monitor)."""

    monitor: Monitor


class MonitorRemoved(Body, frozen=True):
    """A standing search was put away; what it found stays (stream: the monitor)."""


class TemplateUsed(Body, frozen=True):
    """A template went into a reply that was handed in (stream: the template)."""

    conversation: UUID


def _subclasses(base: type[Body]) -> dict[str, type[Body]]:
    return {kind.__name__: kind for kind in base.__subclasses__()}


BODIES: dict[str, type[Body]] = _subclasses(Body)
"""Every kind of event, by its name in the log."""


def received(message: Message, device: str, at: int, actor: str) -> Event:
    """Return the event for a message: whoever receives the same version derives the same id.

    A post that was there as context only is news once it turns out to speak to us, or once a monitor finds it.
    """
    kind = "version" if message.addressed or message.author.ours else "context"
    found_by = sorted(str(monitor) for monitor in message.monitors)
    event_id = ids.derived_id(message.id, kind, message.fingerprint(), *found_by)
    return Event(event_id, message.conversation, actor, device, at, MessageReceived(message))


def deleted(message: UUID, conversation: UUID, device: str, at: int, actor: str) -> Event:
    """Return the event for a deletion, with a derived id."""
    return Event(ids.derived_id(message, "deleted"), conversation, actor, device, at, MessageDeleted(message))
