"""What WordPress.com answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.messages import Author, Kind, Message, Post, State
from responder.core.ports import Unreadable
from responder.net.markup import one_line, to_text
from responder.net.payloads import decoded, every, web

NAME = "WordPress.com"
_WRITERS = {"administrator", "editor", "author", "contributor", "shop_manager"}
_STATES = {"approved": State.PUBLISHED, "spam": State.SPAM, "trash": State.TRASH}


class Writer(Struct, rename={"id": "ID", "url": "URL", "avatar": "avatar_URL", "profile": "profile_URL"}):
    """Who wrote a comment; `id` is 0 for guests. An address that we may not see is false."""

    id: int = 0
    login: str | None = ""
    email: str | bool | None = None
    name: str | None = ""
    url: str | bool | None = ""
    avatar: str | bool | None = ""
    profile: str | bool | None = ""
    wpcom_id: int | None = None

    def among(self, people: Collection[int | str]) -> bool:
        """Say whether it is one of these, by number or login: on a Jetpack site numbers are the site's own."""
        known = [one for one in (self.id, self.wpcom_id, self.login) if one]
        return any(one in people for one in known)


class Reference(Struct, rename={"id": "ID"}):
    """A post, or a comment above."""

    id: int = 0
    title: str | None = ""


class Comment(Struct, rename={"id": "ID", "url": "URL"}):
    """A comment as the API gives it. Its status is false while its post is in the trash."""

    id: int
    date: str
    post: Reference | None = None
    author: Writer | None = None
    url: str | None = ""
    content: str | None = ""
    raw_content: str | None = None
    status: str | bool | None = "approved"
    parent: Reference | bool | None = False
    type: str | None = "comment"

    @property
    def key(self) -> str:
        """Return its id as the rest of the program knows it."""
        return str(self.id)

    @property
    def above(self) -> str | None:
        """Return the id of the comment that it answers."""
        return str(self.parent.id) if isinstance(self.parent, Reference) and self.parent.id > 0 else None

    @property
    def state(self) -> State:
        """Return what readers see of it; a verdict that we do not know is taken for none."""
        return (
            State.TRASH if self.status is False else _STATES.get(str(self.status or "approved"), State.HELD)
        )

    @property
    def at(self) -> int:
        """Return when it was written (µs)."""
        return from_iso(self.date)

    @property
    def version(self) -> str:
        """Return a short mark of what an edit or a verdict changes."""
        text = self.content if self.raw_content is None else self.raw_content
        return blake2b(f"{self.state}\n{text}".encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


class _Page(Struct):
    comments: list[Raw]
    found: int = -1


class Me(Struct, rename={"id": "ID"}):
    """Whose token it is."""

    id: int
    display_name: str | None = ""
    username: str | None = ""


class SiteFound(Struct, rename={"id": "ID", "url": "URL"}):
    """A site, and what we may do on it."""

    id: int
    name: str | None = ""
    url: str | None = ""
    capabilities: dict[str, Any] | list[Any] | None = None

    def may(self, capability: str) -> bool:
        """Say whether we may."""
        return isinstance(self.capabilities, dict) and self.capabilities.get(capability) is True


class Sites(Struct):
    """Those that somebody is on."""

    sites: list[SiteFound] = []


class Colleague(Struct, rename={"id": "ID"}):
    """Somebody with a role on a site; readers have some too."""

    id: int
    login: str | None = ""
    roles: list[str] | None = None

    @property
    def writes(self) -> bool:
        """Say whether they write there, and so answer customers."""
        return bool(_WRITERS & set(self.roles or ()))


class Team(Struct):
    """Who has a role on a site."""

    users: list[Colleague] = []


class Failure(Struct):
    """An error as the API gives it."""

    error: str | None = ""
    message: str | None = ""


def page(body: bytes) -> tuple[list[Comment], list[Unreadable], int]:
    """Return the comments of a page, apart those that make no sense, and the total (-1: not told). Raises Malformed."""
    said = decoded(body, _Page, NAME)
    return *every(said.comments, Comment, _sound, "a comment"), said.found


def comment(body: bytes) -> Comment:
    """Return a single comment. Raises Malformed."""
    return decoded(body, Comment, NAME, _sound)


def _sound(comment: Comment) -> None:
    """Raise ValueError for what would do harm later."""
    if comment.id <= 0:
        raise ValueError("a comment without a number")
    _ = comment.at


def failure(body: bytes) -> Failure:
    """Return why it refuses; empty when it does not say."""
    try:
        return decoded(body, Failure, NAME)
    except Malformed:
        return Failure()


def text_of(comment: Comment) -> str:
    """Return what was typed, or else what is shown, as plain text."""
    if comment.raw_content is not None:
        return to_text(comment.raw_content, keep_newlines=True)
    return to_text(comment.content or "")


def message(
    comment: Comment, *, server: str, account: UUID, team: Collection[int | str], root: str, addressed: bool
) -> Message:
    """Return a comment as a message. `team` are our people's numbers and logins; what we say is addressed to nobody."""
    writer = comment.author or Writer()
    ours = writer.among(team)
    url = web(comment.url)
    post = comment.post or Reference()
    return Message(
        network="wordpress-com", server=server, account=account, remote_id=comment.key, root=root, kind=Kind.COMMENT,
        author=_author(writer, ours), text=text_of(comment), created_at=comment.at, parent=comment.above,
        state=comment.state, url=url, addressed=addressed and not ours,
        post=Post(str(post.id), one_line(post.title or ""), url.partition("#")[0] if url else None),
    )  # fmt: skip


def _author(writer: Writer, ours: bool) -> Author:
    email = writer.email.strip().lower() if isinstance(writer.email, str) else ""
    name = one_line(writer.name or "") or one_line(writer.login or "") or "?"
    mark = blake2b((email or name).encode("utf-8", "replace"), digest_size=12).hexdigest()
    return Author(
        f"user:{writer.id}" if writer.id > 0 else f"guest:{mark}", one_line(writer.login or email), name,
        url=web(writer.profile) or web(writer.url), avatar=web(writer.avatar), ours=ours,
    )  # fmt: skip
