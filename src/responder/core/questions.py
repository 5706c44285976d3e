"""What screens ask and what they get back: plain values that views fill and models show."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from responder.core.conversations import Conversation, Status
from responder.core.events import Event, Mood
from responder.core.messages import Enclosure, Kind, Message
from responder.core.replies import Reply
from responder.core.templates import Template


class Folder(StrEnum):
    """The inbox's folders, in the order of the sidebar."""

    NEEDS_REPLY = "needs-reply"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    NEGATIVE = "negative"
    ESCALATED = "escalated"
    SNOOZED = "snoozed"
    APPROVAL = "approval"
    RESOLVED = "resolved"
    ALL = "all"
    SPAM = "spam"
    LISTENING = "listening"


class Sort(StrEnum):
    """DUE puts the one whose target ends first on top; WAITING the one who waits longest; PRIORITY the most urgent."""

    DUE = "due"
    WAITING = "waiting"
    NEWEST = "newest"
    PRIORITY = "priority"


class InboxQuery(Struct, frozen=True):
    """One list of conversations: a folder and what narrows it. `member` is who asks (for MINE)."""

    folder: Folder = Folder.NEEDS_REPLY
    sort: Sort = Sort.DUE
    member: str = ""
    account: UUID | None = None
    network: str | None = None
    tag: str | None = None
    monitor: UUID | None = None
    place: str | None = None
    assignee: str | None = None
    priority: int | None = None
    kind: Kind | None = None
    mood: Mood | None = None
    language: str | None = None
    text: str = ""


def matches(row: Conversation, folder: Folder, member: str) -> bool:
    """Say whether a conversation belongs in a folder. The one definition: SQL and counters agree with it."""
    done = row.status is Status.RESOLVED
    match folder:
        case Folder.SPAM:
            return row.spam
        case _ if row.spam:
            return False
        case Folder.NEEDS_REPLY:
            return row.needs_reply
        case Folder.MINE:
            return row.assignee == member and row.status in (Status.OPEN, Status.PENDING)
        case Folder.UNASSIGNED:
            standing = row.status in (Status.OPEN, Status.PENDING)
            return row.assignee is None and standing and not row.overheard
        case Folder.NEGATIVE:
            return row.mood is Mood.NEGATIVE and not done
        case Folder.ESCALATED:
            return row.level > 0 and not done
        case Folder.SNOOZED:
            return row.status is Status.SNOOZED
        case Folder.APPROVAL:
            return row.awaiting > 0
        case Folder.RESOLVED:
            return done
        case Folder.LISTENING:
            return bool(row.monitors) and row.status is Status.OPEN
        case Folder.ALL:
            return True


class Page(Struct, frozen=True):
    """Some rows of a list, and the key to ask for the next ones with (None at the end)."""

    rows: tuple[Conversation, ...]
    after: str | None


class Counters(Struct, frozen=True):
    """How many conversations each folder holds for one member; also by account, tag, network and place (needs reply) and by monitor (listening)."""

    folders: dict[Folder, int]
    accounts: dict[UUID, int] = {}
    networks: dict[str, int] = {}
    tags: dict[str, int] = {}
    monitors: dict[UUID, int] = {}
    places: dict[str, int] = {}
    outbox: int = 0
    stuck: int = 0
    drafts: int = 0


class MessageView(Struct, frozen=True):
    """A message as the thread shows it, with what the team added and its earlier texts (oldest first)."""

    message: Message
    deleted: bool = False
    mood: Mood | None = None
    tags: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    member: str | None = None


class Thread(Struct, frozen=True):
    """One conversation whole: its row, messages (oldest first), replies not yet confirmed, and what the team did."""

    row: Conversation
    messages: tuple[MessageView, ...]
    replies: tuple[Reply, ...]
    events: tuple[Event, ...]


class Contact(Struct, frozen=True):
    """A person outside, as one network knows them."""

    id: UUID
    network: str
    server: str
    handle: str
    name: str
    avatar: str | None = None
    url: str | None = None
    followers: int | None = None
    first_seen: int = 0
    last_seen: int = 0
    messages: int = 0
    conversations: int = 0


class Hit(Struct, frozen=True):
    """One message found. `snippet` marks the words found with U+0002 … U+0003."""

    message: UUID
    conversation: UUID
    name: str
    snippet: str
    at: int


class Draft(Struct, frozen=True):
    """What is being written: survives a kill. `mode` is public, private or note."""

    conversation: UUID
    text: str
    caret: int = 0
    mode: str = "public"
    template: UUID | None = None
    saved_at: int = 0
    files: tuple[Enclosure, ...] = ()


class BudgetLeft(Struct, frozen=True):
    """How much of a budget of `units` may still be used, and when (µs) the next units come back."""

    name: str
    left: int
    units: int
    resets_at: int


class Recount(Struct, frozen=True):
    """What a count of the network's recent messages against ours gave, at a time (µs UTC).

    `there` were listed since `since`, `fetched` of them were not here and now are; `unlisted` are here and not there.
    """

    at: int
    since: int
    there: int
    fetched: int
    unlisted: int


class ChannelHealth(Struct, frozen=True):
    """How an account is doing. Times are µs UTC; `problem` is in words, `state` is live, polling, retrying, paused, sign-in or off.

    `lag` is how late (µs) we learn of what is written, the median of late; `next_at` is when it is asked again.
    """

    account: UUID
    state: str = "off"
    last_success: int | None = None
    problem: str = ""
    retry_at: int | None = None
    unreadable: int = 0
    gaps: tuple[tuple[int, int], ...] = ()
    lag: int | None = None
    next_at: int | None = None
    budgets: tuple[BudgetLeft, ...] = ()
    recount: Recount | None = None


class TemplateUse(Struct, frozen=True):
    """A template, how often it went into a reply and when it last did (µs UTC; 0 for never)."""

    template: Template
    used: int = 0
    last_used: int = 0
