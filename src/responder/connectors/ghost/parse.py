"""What Ghost answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from hashlib import blake2b
from uuid import UUID

from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.messages import Author, Kind, Message, Post, State
from responder.core.ports import Unreadable
from responder.net.markup import one_line, to_text
from responder.net.payloads import decoded, every, web

NAME = "Ghost"
_STATES = {"published": State.PUBLISHED, "hidden": State.HELD, "deleted": State.TRASH}


class Member(Struct):
    """Who wrote a comment."""

    id: str
    name: str | None = ""
    email: str | None = ""
    avatar_image: str | None = None


class Under(Struct):
    """The post that it stands under."""

    id: str = ""
    title: str | None = ""
    url: str | None = ""


class Comment(Struct):
    """A comment as the Admin API gives it. Without a member its author has left the site."""

    id: str
    created_at: str
    html: str | None = ""
    status: str | None = "published"
    member: Member | None = None
    post: Under | None = None
    post_id: str | None = ""
    parent_id: str | None = None
    in_reply_to_id: str | None = None
    edited_at: str | None = None

    @property
    def key(self) -> str:
        """Return its id."""
        return self.id

    @property
    def root(self) -> str:
        """Return the id of the top-level comment: threads have one level there."""
        return self.parent_id or self.id

    @property
    def above(self) -> str | None:
        """Return the id of the comment that it answers."""
        return self.in_reply_to_id or self.parent_id or None

    @property
    def gone(self) -> bool:
        """Say whether it was deleted: then only its place is left."""
        return self.status == "deleted"

    @property
    def state(self) -> State:
        """Return what readers see of it; a status that we do not know is taken for held."""
        return _STATES.get(self.status or "published", State.HELD)

    @property
    def at(self) -> int:
        """Return when it was written (µs)."""
        return from_iso(self.created_at)

    @property
    def version(self) -> str:
        """Return a short mark of what an edit or a verdict changes."""
        text = f"{self.status}\n{self.html}"
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


class _Page(Struct):
    comments: list[Raw]


class Members(Struct):
    """Those that were looked for."""

    members: list[Member] = []


class _About(Struct):
    title: str | None = ""
    url: str | None = ""


class About(Struct):
    """What a site says of itself to everybody."""

    site: _About


class _Failure(Struct):
    message: str | None = ""
    context: str | None = ""
    type: str | None = ""


class _Failures(Struct):
    errors: list[_Failure] = []


def page(body: bytes) -> tuple[list[Comment], list[Unreadable]]:
    """Return the comments of a page, apart those that make no sense. Raises Malformed."""
    return every(decoded(body, _Page, NAME).comments, Comment, _sound, "a comment")


def comment(body: bytes) -> Comment:
    """Return a single comment, bare or in the list that single ones come in. Raises Malformed."""
    comments, _ = every([Raw(body)], Comment, _sound)
    if not comments:
        comments, _ = page(body)
    if len(comments) != 1:
        raise Malformed("Ghost answers with a comment that we cannot read", body)
    return comments[0]


def _sound(comment: Comment) -> None:
    """Raise ValueError for what would do harm later."""
    if not comment.id.isalnum() or len(comment.id) > 60 or not (comment.parent_id or "x").isalnum():
        raise ValueError("an id that is none")
    _ = comment.at


def failure(body: bytes) -> str:
    """Return why it refuses; empty when it does not say."""
    try:
        errors = decoded(body, _Failures, NAME).errors
    except Malformed:
        return ""
    return (errors[0].message or errors[0].context or "") if errors else ""


def message(comment: Comment, *, server: str, account: UUID, me: str, root: str, addressed: bool) -> Message:
    """Return a comment as a message. `me` is the member who answers for us."""
    member, under = comment.member, comment.post or Under()
    ours = member is not None and bool(me) and member.id == me
    url = web(under.url)
    title = one_line(under.title or "")
    post = Post(under.id or comment.post_id or "", title, url) if under.id or comment.post_id else None
    return Message(
        network="ghost", server=server, account=account, remote_id=comment.id, root=root, kind=Kind.COMMENT,
        author=_author(member, ours), text=to_text(comment.html or ""), created_at=comment.at, parent=comment.above,
        edited_at=_edited(comment), state=comment.state, url=f"{url}#ghost-comments" if url else None,
        post=post, addressed=addressed and not ours,
    )  # fmt: skip


def _author(member: Member | None, ours: bool) -> Author:
    if member is None:
        return Author("left", "", "?")
    name = one_line(member.name or "") or one_line(member.email or "").partition("@")[0] or "?"
    return Author(
        one_line(member.id), one_line(member.email or ""), name, avatar=web(member.avatar_image), ours=ours
    )


def _edited(comment: Comment) -> int | None:
    try:
        return from_iso(comment.edited_at) if comment.edited_at else None
    except (ValueError, OverflowError):
        return None
