"""Makes messages of posts and private messages: whose they are, what they hang from, whether they may be answered."""

from responder.connectors.x import parse, requests, words
from responder.connectors.x.parse import Page
from responder.connectors.x.shapes import Dm, Media, Post, User
from responder.core.accounts import Account
from responder.core.messages import Attachment, Author, Kind, Message, Visibility
from responder.core.messages import Post as Under
from responder.net.markup import one_line, tidy
from responder.net.payloads import web


class Threads:
    """What an account makes of what it reads."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._me = account.remote_id
        self._free = account.options.get("plan") == "enterprise"

    def post(self, post: Post, page: Page, *, addressed: bool = True) -> Message:
        """Return a post as a message."""
        ours = post.author_id == self._me
        author = self._author(post.author_id or "", page)
        return Message(
            network="x", server=self._account.server, account=self._account.id, remote_id=post.key, root=post.root,
            kind=Kind.COMMENT if post.in_reply_to_user_id == self._me else Kind.MENTION, author=author,
            text=parse.whole_text(post, ours=ours), created_at=parse.moment(post.created_at or ""),
            parent=self._parent(post, page), edited_at=parse.drawn_at(post.history[-1]) if len(post.history) > 1 else None,
            addressed=addressed and not ours, language=_language(post.lang), url=_url(author.handle, post.history[-1]),
            attachments=_attachments(post, page),
            post=self._under(post, page), no_reply="" if ours or self.answerable(post, page) else words.NO_REPLY,
        )  # fmt: skip

    def answerable(self, post: Post, page: Page) -> bool:
        """Say whether X takes an answer to it: its author mentions us, or quotes a post of ours.

        Since 2026-02-23, for every app without an Enterprise contract (docs.x.com, changelog).
        """
        if self._free or post.names(self._me, self._account.handle):
            return True
        quoted = page.beside.get(post.reference("quoted") or "")
        return quoted is not None and quoted.author_id == self._me

    def dm(self, dm: Dm, page: Page) -> Message:
        """Return a private message."""
        return Message(
            network="x", server=self._account.server, account=self._account.id, remote_id=dm.key, root=dm.root,
            kind=Kind.DIRECT, author=self._author(dm.sender_id, page), text=parse.text_of(dm.text or "", dm.entities),
            created_at=parse.moment(dm.created_at), addressed=dm.sender_id != self._me, visibility=Visibility.DIRECT,
            attachments=_attachments(dm, page),
        )  # fmt: skip

    def sent(self, remote_id: str, root: str, parent: str, text: str, at: int) -> Message:
        """Return an answer of ours that X has just taken, as it will come back."""
        private = root.startswith("dm/")
        number = remote_id.rpartition("/")[2]
        return Message(
            network="x", server=self._account.server, account=self._account.id, remote_id=remote_id, root=root,
            kind=Kind.DIRECT if private else Kind.MENTION, author=self._ours(), text=tidy(text if private else parse.bare(text)),
            created_at=at, parent=None if private else parent, addressed=False,
            visibility=Visibility.DIRECT if private else Visibility.PUBLIC,
            url=None if private else _url(self._account.handle, number),
        )  # fmt: skip

    def context(self, page: Page, posts: list[Post]) -> list[Message]:
        """Return strangers' posts above some of a page that came beside it and are in the same conversation."""
        found: dict[str, Message] = {}
        listed = {post.key for post in page.posts}
        for post in posts:
            above = page.beside.get(post.reference("replied_to") or "")
            if above is None or above.key in listed or above.root != post.root:
                continue
            if above.author_id not in page.users or above.author_id == self._me or not above.created_at:
                continue
            found[above.key] = self.post(above, page, addressed=False)
        return list(found.values())

    def _author(self, number: str, page: Page) -> Author:
        if number == self._me:
            return self._ours()
        user = page.users.get(number)
        if user is None:
            return Author(number, "", "?")
        return _author(user)

    def _ours(self) -> Author:
        handle = self._account.handle
        return Author(self._me, handle, self._account.name, f"{requests.SITE}/{handle}", ours=True)

    def _parent(self, post: Post, page: Page) -> str | None:
        number = post.reference("replied_to")
        above = page.beside.get(number or "")
        return number if above is None else above.key

    def _under(self, post: Post, page: Page) -> Under | None:
        """Return our own post that a conversation began with, where it came along."""
        root = next((one for one in page.beside.values() if one.key == post.root), None)
        if root is None or root.author_id != self._me or root.key == post.key:
            return None
        text = one_line(parse.whole_text(root, ours=True), 300)
        at = parse.moment(root.created_at) if root.created_at else None
        return Under(root.key, one_line(text, 80), _url(self._account.handle, root.key), text, at)


def _author(user: User) -> Author:
    followers = user.public_metrics.followers_count if user.public_metrics else None
    handle = one_line(user.username, 50)
    return Author(
        remote_id=user.id, handle=handle, name=parse.name_of(user), url=f"{requests.SITE}/{handle}" if handle else None,
        avatar=web(user.profile_image_url), followers=followers if followers is not None and 0 <= followers < 2**53 else None,
    )  # fmt: skip


def _attachments(one: Post | Dm, page: Page) -> tuple[Attachment, ...]:
    keys = (one.attachments.media_keys if one.attachments else None) or ()
    return tuple(_attachment(page.media[key]) for key in keys if key in page.media)


def _attachment(media: Media) -> Attachment:
    kind = "image" if media.type == "photo" else "video"
    preview = web(media.preview_image_url)
    return Attachment(kind, web(media.url) or preview or "", preview, tidy(media.alt_text or "") or None)


def _language(code: str | None) -> str | None:
    """Return a language; X says `und` and `q…` where it is none."""
    known = code and len(code) <= 12 and code != "und" and not code.startswith(("q", "zxx"))
    return code if known else None


def _url(handle: str, number: str) -> str:
    return f"{requests.SITE}/{handle or 'i'}/status/{number}"
