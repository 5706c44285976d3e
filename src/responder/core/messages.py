"""A message as every connector gives it: plain text, strings for ids, microseconds for times."""

from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from msgspec import Struct

from responder.core import ids


class Kind(StrEnum):
    """How the customer reached us."""

    COMMENT = "comment"
    MENTION = "mention"
    DIRECT = "direct"
    REVIEW = "review"


class Visibility(StrEnum):
    """Who can read it."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    DIRECT = "direct"

    @property
    def private(self) -> bool:
        """Say whether an answer in public would widen the circle of readers."""
        return self in (Visibility.FOLLOWERS, Visibility.DIRECT)


class State(StrEnum):
    """What the network shows of it."""

    PUBLISHED = "published"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"

    @property
    def junk(self) -> bool:
        """Say whether the network put it aside: it asks for nothing."""
        return self in (State.SPAM, State.TRASH)


class Author(Struct, frozen=True, omit_defaults=True):
    """Who wrote it. `ours` is true for our own account."""

    remote_id: str
    handle: str
    name: str
    url: str | None = None
    avatar: str | None = None
    followers: int | None = None
    bot: bool = False
    ours: bool = False


class Attachment(Struct, frozen=True, omit_defaults=True):
    """A file beside the text. Nothing is fetched without a person's click."""

    kind: str
    url: str
    preview: str | None = None
    description: str | None = None


class Enclosure(Struct, frozen=True, omit_defaults=True):
    """A file that goes with an answer of ours: `key` is its name in the workspace, `name` the one for people.

    `description` says what a picture shows for those who do not see it. `size` is in bytes.
    """

    key: str
    name: str
    type: str
    size: int
    description: str = ""

    @property
    def is_picture(self) -> bool:
        """Say whether it is a picture."""
        return self.type.startswith("image/")


class Post(Struct, frozen=True, omit_defaults=True):
    """The post of ours that comments stand under."""

    remote_id: str
    title: str
    url: str | None = None
    excerpt: str = ""
    published_at: int | None = None


class Place(Struct, frozen=True, omit_defaults=True):
    """One of the business's places, as its network knows it. Degrees, where they are told."""

    remote_id: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Message(Struct, frozen=True, omit_defaults=True):
    """One comment, mention, direct message, review or post; incoming, or our own answer.

    `root` is the remote id of the message that the conversation hangs from, `parent` of the one
    answered. `addressed` is false for messages that are only there as context. `text` is plain:
    no markup of a stranger's gets past the connector. Times are µs UTC, by the network's clock.
    `no_reply` says why the network takes no answer of ours to it ("" where it does), `reply_until` when
    it will stop to; `rating` is a review's, from 0 to 5. `monitors` are those that found it.
    """

    network: str
    server: str
    account: UUID
    remote_id: str
    root: str
    kind: Kind
    author: Author
    text: str
    created_at: int
    parent: str | None = None
    edited_at: int | None = None
    addressed: bool = True
    visibility: Visibility = Visibility.PUBLIC
    state: State = State.PUBLISHED
    spoiler: str = ""
    language: str | None = None
    url: str | None = None
    mentions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    post: Post | None = None
    place: Place | None = None
    rating: float | None = None
    no_reply: str = ""
    reply_until: int | None = None
    monitors: tuple[UUID, ...] = ()

    @property
    def id(self) -> UUID:
        """Return the derived id, the same on every device."""
        return ids.message_id(self.network, self.server, self.remote_id)

    @property
    def conversation(self) -> UUID:
        """Return the id of the conversation it belongs to."""
        return ids.conversation_id(self.network, self.server, self.root)

    @property
    def contact(self) -> UUID:
        """Return the id of its author as a contact."""
        return ids.contact_id(self.network, self.server, self.author.remote_id)

    def fingerprint(self) -> str:
        """Return a hash of what an edit can change; two versions differ in it."""
        parts = [self.text, self.spoiler, self.state, str(self.edited_at or "")]
        parts.extend(attachment.url for attachment in self.attachments)
        if self.rating is not None:
            parts.append(str(self.rating))
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
