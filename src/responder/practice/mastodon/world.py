"""What a practice Mastodon server holds: people, posts, notifications, conversations. Pure state, one thread."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from responder.core.clock import HOUR, SECOND
from responder.practice.mastodon import text
from responder.practice.mastodon.dialects import Dialect
from responder.practice.mastodon.ids import Ids, milliseconds
from responder.practice.mastodon.people import Person, Population

Listener = Callable[[str, str, str], None]
"""Told (event, owner's person id, id of the notification, status or conversation) as it happens."""


POLICIES = (
    "for_not_following",
    "for_not_followers",
    "for_new_accounts",
    "for_private_mentions",
    "for_limited_accounts",
)


class Invalid(Exception):
    """The request cannot be fulfilled: 422."""


@dataclass
class Version:
    """An earlier text of a post."""

    text: str
    spoiler: str
    at: int


@dataclass
class Status:
    """A post. Times are µs UTC."""

    id: str
    author: Person
    text: str
    created_at: int
    visibility: str = "public"
    spoiler: str = ""
    language: str | None = None
    parent: str | None = None
    edited_at: int | None = None
    mentions: tuple[Person, ...] = ()
    favourites: set[str] = field(default_factory=set)
    versions: list[Version] = field(default_factory=list)
    application: str | None = None
    key: str | None = None
    visible_at: int = 0
    media: tuple[dict[str, object], ...] = ()


@dataclass
class Notice:
    """A notification."""

    id: str
    owner: str
    kind: str
    sender: Person
    status: str | None
    created_at: int
    filtered: bool = False
    visible_at: int = 0


class World(Population):
    """One server. Every method is called in the server's thread."""

    def __init__(self, base: str, dialect: Dialect, now: Callable[[], int]) -> None:
        super().__init__(base, now)
        self.dialect = dialect
        self.ids = Ids(dialect.ids)
        self.statuses: dict[str, Status] = {}
        self.deleted: dict[str, Status] = {}
        self.notices: list[Notice] = []
        self.policy: dict[str, str] = dict.fromkeys(POLICIES, "accept")
        self.accepted: set[str] = set()
        self.read: dict[str, str] = {}
        self.listeners: list[Listener] = []
        self.full_text = dialect.full_text
        self.hashtag_feeds = True
        self._keys: dict[tuple[str, str], tuple[str, int]] = {}
        self._children: dict[str, list[str]] = {}

    # --- posts

    def post(
        self,
        author: Person,
        plain: str,
        *,
        parent: str | None = None,
        visibility: str = "public",
        spoiler: str = "",
        language: str | None = None,
        key: str | None = None,
        application: str | None = None,
        at: int | None = None,
        media: tuple[dict[str, object], ...] = (),
    ) -> Status:
        """Publish, notify those mentioned, and return the post. Raises Invalid."""
        again = self._posted_before(author, key)
        if again is not None:
            return again
        self._validate(author, plain, spoiler, parent, media)
        now = milliseconds(self.now() if at is None else at)
        late = round(self.dialect.delivery_seconds * SECOND)
        status = Status(
            self.ids.new(now), author, plain, now, visibility, spoiler, language or author.language, parent,
            mentions=self.mentioned(plain), key=key, application=application,
            visible_at=now + late, media=media,
        )  # fmt: skip
        self.statuses[status.id] = status
        author.posts += 1
        if parent is not None:
            self._children.setdefault(parent, []).append(status.id)
        if key is not None:
            self._keys[author.id, key] = (status.id, self.now())
        self._tell("update", status, {author.id} | self._followers(author))
        for person in status.mentions:
            if person.id != author.id:
                self.notify("mention", person, author, status)
        if visibility == "direct":
            for person in (author, *status.mentions):
                self._announce("conversation", person.id, status.id)
        return status

    def edit(self, status: Status, plain: str, spoiler: str) -> Status:
        """Replace the text, as its author would."""
        self._validate(status.author, plain, spoiler, None, ())
        status.versions.append(Version(status.text, status.spoiler, status.edited_at or status.created_at))
        status.text, status.spoiler, status.edited_at = plain, spoiler, milliseconds(self.now())
        status.mentions = self.mentioned(plain)
        # As on the real thing: those who are only mentioned hear nothing of an edit.
        self._tell("status.update", status, {status.author.id} | self._followers(status.author))
        return status

    def delete(self, status: Status) -> None:
        """Take a post away, with its notifications; answers to it stay."""
        del self.statuses[status.id]
        self.deleted[status.id] = status
        status.author.posts -= 1
        self.notices = [notice for notice in self.notices if notice.status != status.id]
        audience = {status.author.id} | self._followers(status.author) | {p.id for p in status.mentions}
        self._tell("delete", status, audience)

    def favourite(self, person: Person, status: Status, on: bool) -> None:
        """Like or unlike; twice is once."""
        if on and person.id not in status.favourites:
            status.favourites.add(person.id)
            self.notify("favourite", status.author, person, status)
        elif not on:
            status.favourites.discard(person.id)

    def visible(self, status: Status, reader: Person | None) -> bool:
        """Say whether somebody may read a post (and it has arrived)."""
        if reader is not None and status.author.id == reader.id:
            return True
        if status.visible_at > self.now():
            return False
        if status.visibility in ("public", "unlisted"):
            return True
        if reader is None:
            return False
        if reader.id in {person.id for person in status.mentions}:
            return True
        return status.visibility == "private" and status.author.id in reader.follows

    # --- threads

    def ancestors(self, status: Status, reader: Person | None) -> list[Status]:
        """Return the visible posts above, oldest first."""
        chain: list[Status] = []
        parent = self.statuses.get(status.parent or "")
        while parent is not None:
            if self.visible(parent, reader):
                chain.insert(0, parent)
            parent = self.statuses.get(parent.parent or "")
        return chain

    def descendants(self, status: Status, reader: Person | None) -> list[Status]:
        """Return the visible posts below, each after its parent."""
        below: list[Status] = []
        for child in self.children(status):
            if self.visible(child, reader):
                below.append(child)
            below.extend(self.descendants(child, reader))
        return below

    def children(self, status: Status) -> list[Status]:
        """Return the posts that answer one directly and are still there."""
        return [self.statuses[i] for i in self._children.get(status.id, ()) if i in self.statuses]

    def root(self, status: Status) -> str:
        """Return the id of the first post of a thread that is still there."""
        while status.parent and status.parent in self.statuses:
            status = self.statuses[status.parent]
        return status.id

    # --- notifications

    def notify(self, kind: str, owner: Person, sender: Person, status: Status | None) -> None:
        """Notify somebody of this server; the policy may set it aside."""
        if owner.domain is not None or owner.id == sender.id:
            return
        now = milliseconds(status.created_at if status and kind == "mention" else self.now())
        seen = status.visible_at if status else now
        aside = kind == "mention" and self._set_aside(owner, sender, status)
        notice = Notice(
            self.ids.new(now), owner.id, kind, sender, status.id if status else None, now, aside, seen
        )
        self.notices.append(notice)
        if not aside:
            self._announce("notification", owner.id, notice.id)

    def notices_of(self, owner: Person) -> Iterable[Notice]:
        """Return somebody's notifications that have arrived, oldest first."""
        return [n for n in self.notices if n.owner == owner.id and n.visible_at <= self.now()]

    def accept(self, owner: Person, sender_id: str) -> None:
        """Accept a request: what was set aside becomes visible."""
        self.accepted.add(sender_id)
        for notice in self.notices:
            if notice.owner == owner.id and notice.sender.id == sender_id:
                notice.filtered = False

    # --- inside

    def _set_aside(self, owner: Person, sender: Person, status: Status | None) -> bool:
        if not self.dialect.requests or sender.id in self.accepted | owner.follows:
            return False
        rules = [self.policy["for_not_following"]]
        if owner.id not in sender.follows:
            rules.append(self.policy["for_not_followers"])
        if status is not None and status.visibility == "direct" and status.parent is None:
            rules.append(self.policy["for_private_mentions"])
        return "filter" in rules

    def _posted_before(self, author: Person, key: str | None) -> Status | None:
        if key is None or not self.dialect.idempotency:
            return None
        known, at = self._keys.get((author.id, key), ("", 0))
        return self.statuses.get(known) if self.now() - at < HOUR else None

    def _validate(
        self, author: Person, plain: str, spoiler: str, parent: str | None, media: tuple[object, ...]
    ) -> None:
        if not plain.strip() and not media:
            raise Invalid("Validation failed: Text can't be blank")
        if author.domain is None and text.length(plain, spoiler) > self.dialect.characters:
            raise Invalid(f"Validation failed: Text character limit of {self.dialect.characters} exceeded")
        if parent is not None and parent not in self.statuses:
            raise Invalid("The post you are trying to reply to does not appear to exist.")

    def _followers(self, person: Person) -> set[str]:
        return {other.id for other in self.people.values() if person.id in other.follows}

    def _tell(self, event: str, status: Status, audience: set[str]) -> None:
        for reader in audience:
            if event == "delete" or self.visible(status, self.people[reader]):
                self._announce(event, reader, status.id)

    def _announce(self, event: str, owner: str, subject: str) -> None:
        for listener in list(self.listeners):
            listener(event, owner, subject)
