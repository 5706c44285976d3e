"""What LinkedIn answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Raw, Struct

from responder.connectors.linkedin import requests, words
from responder.core.accounts import Account
from responder.core.clock import within
from responder.core.messages import Attachment, Author, Kind, Message, Post
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, value

NAME = "LinkedIn"


class Stamp(Struct):
    """When something was done (ms)."""

    time: int


class Said(Struct):
    """A text. Its attributes only mark whom it names: the names stand in it."""

    text: str = ""


class Person(Struct):
    """Somebody, where LinkedIn says who it is."""

    localizedFirstName: str = ""
    localizedLastName: str = ""
    localizedName: str = ""
    vanityName: str = ""


class Summary(Struct):
    """How many answers a comment has."""

    totalFirstLevelComments: int | None = None
    aggregatedTotalComments: int | None = None


class Comment(Struct):
    """A comment as the API gives it."""

    id: str
    actor: str
    created: Stamp
    message: Said | None = None
    object: str = ""
    commentUrn: str = ""
    parentComment: str | None = None
    lastModified: Stamp | None = None
    commentsSummary: Summary | None = None
    content: list[Any] | None = None
    who: Person | None = msgspec.field(default=None, name="actor~")

    @property
    def urn(self) -> str:
        """Return its address; older answers leave it to be put together."""
        return self.commentUrn or f"urn:li:comment:({self.object},{self.id})"

    @property
    def text(self) -> str:
        """Return what it says."""
        return self.message.text if self.message else ""

    @property
    def root(self) -> str:
        """Return the top-level comment that the exchange hangs from: there are two levels only."""
        return self.parentComment or self.urn

    @property
    def answers(self) -> int:
        """Return how many answers hang under it, as far as it says."""
        summary = self.commentsSummary or Summary()
        counts = (summary.totalFirstLevelComments, summary.aggregatedTotalComments)
        return max((count for count in counts if count is not None), default=0)


class Share(Struct):
    """A post of the page."""

    id: str
    commentary: str = ""
    publishedAt: int | None = None


class Owned(Struct):
    """What a notice tells of the post that it is about."""

    owner: str = ""
    text: str = ""


class Notice(Struct):
    """Something that happened around the page. What it tells besides its action is not documented in full."""

    action: str
    sourcePost: str = ""
    generatedActivity: str = ""
    lastModifiedAt: int = 0
    decoratedSourcePost: Owned | None = None

    @property
    def key(self) -> str:
        """Return a hash that tells it from every other notice."""
        text = f"{self.action} {self.sourcePost} {self.generatedActivity} {self.lastModifiedAt}"
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


class Role(Struct):
    """What the person may do on a page."""

    organization: str = ""
    role: str = ""
    state: str = "APPROVED"


class Failure(Struct):
    """An error as the API gives it."""

    code: str = ""
    message: str = ""


class _Page(Struct):
    elements: list[Raw]


def comments(body: bytes) -> tuple[list[Comment], list[Unreadable]]:
    """Return the comments of a page, and apart the ones that make no sense. Raises Malformed."""
    return every(_elements(body), Comment, _sound, "a comment")


def comment(body: bytes) -> Comment:
    """Return a single comment. Raises Malformed."""
    return decoded(body, Comment, NAME, _sound)


def shares(body: bytes) -> list[Share]:
    """Return the posts that can be read. Raises Malformed."""
    return [one for one in every(_elements(body), Share)[0] if requests.is_post(one.id)]


def notices(body: bytes) -> list[Notice]:
    """Return the notices that can be read. Raises Malformed."""
    return every(_elements(body), Notice)[0]


def size(body: bytes) -> int:
    """Return how many things a page holds. Raises Malformed."""
    return len(_elements(body))


def roles(body: bytes) -> list[Role]:
    """Return the pages and roles that count. Raises Malformed."""
    return [one for one in every(_elements(body), Role)[0] if one.state == "APPROVED" and one.organization]


def name(body: bytes) -> Person:
    """Return what a page is called. Raises Malformed."""
    return decoded(body, Person, NAME)


def failure(body: bytes) -> Failure:
    """Return why LinkedIn refuses; empty when it does not say."""
    try:
        return value(body, Failure)
    except WRONG:
        return Failure()


def message(
    comment: Comment, account: Account, post: Post | None, *, root: str | None = None, addressed: bool = True
) -> Message:
    """Return a comment as a message. Under somebody else's post that named us, that post is the `root`."""
    ours = comment.actor == account.remote_id
    changed = comment.lastModified.time if comment.lastModified else 0
    return Message(
        network="linkedin", server=account.server, account=account.id, remote_id=comment.urn, root=root or comment.root,
        kind=Kind.COMMENT, author=_author(comment.actor, comment.who, account), text=tidy(comment.text),
        created_at=within(comment.created.time * 1000), parent=comment.parentComment or root,
        edited_at=within(changed * 1000) if changed > comment.created.time else None, addressed=addressed and not ours,
        url=requests.permalink(comment.urn), attachments=_attachments(comment), post=post,
    )  # fmt: skip


def mention(notice: Notice, account: Account) -> Message:
    """Return somebody's post that names the page as a message."""
    said = notice.decoratedSourcePost or Owned()
    return Message(
        network="linkedin", server=account.server, account=account.id, remote_id=notice.sourcePost, root=notice.sourcePost,
        kind=Kind.MENTION, author=_author(said.owner or notice.sourcePost, None, account), text=tidy(said.text),
        created_at=within(notice.lastModifiedAt * 1000), url=requests.permalink(notice.sourcePost),
    )  # fmt: skip


def under(share: Share) -> Post:
    """Return the post that comments stand under."""
    text = one_line(share.commentary, 300)
    at = None if share.publishedAt is None else within(share.publishedAt * 1000)
    return Post(share.id, one_line(text, 80), requests.permalink(share.id), text, at)


def _author(urn: str, who: Person | None, account: Account) -> Author:
    if urn == account.remote_id:
        return Author(urn, account.handle, account.name, ours=True)
    named = who or Person()
    name = one_line(named.localizedName or f"{named.localizedFirstName} {named.localizedLastName}", 100)
    return Author(urn, one_line(named.vanityName, 100), name or words.MEMBER)


def _attachments(comment: Comment) -> tuple[Attachment, ...]:
    found = []
    for part in comment.content or ():
        url = part.get("url") if isinstance(part, dict) else None
        if isinstance(url, str) and len(url) <= 2000 and url.isprintable() and url.startswith("https://"):
            found.append(Attachment("image", url))
    return tuple(found)


def _sound(comment: Comment) -> None:
    """Raise ValueError for what would do harm later."""
    if requests.comment_parts(comment.urn) is None or not comment.actor.startswith("urn:li:"):
        raise ValueError("an address that is none")
    if comment.parentComment is not None and requests.comment_parts(comment.parentComment) is None:
        raise ValueError("an answer to what is no comment")
    if not 0 <= comment.created.time < 2**53:
        raise ValueError("a time that is none")
    if comment.lastModified is not None and not 0 <= comment.lastModified.time < 2**53:
        raise ValueError("a time that is none")


def _elements(body: bytes) -> list[Raw]:
    return decoded(body, _Page, NAME).elements
