"""One Ghost site, answered as one of its members."""

import html
from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx

from responder.connectors.ghost import parse, words
from responder.connectors.ghost.feed import Feed
from responder.connectors.ghost.parse import Comment
from responder.connectors.ghost.site import Site, written
from responder.connectors.ghost.threads import Threads
from responder.core.accounts import Account
from responder.core.clock import MINUTE
from responder.core.errors import Gone, Refused
from responder.core.ports import (
    Absent,
    Act,
    Batch,
    Connector,
    Found,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
    Unproven,
)
from responder.net.markup import same, to_text

SLACK = 5 * MINUTE
"""How far the site's clock and ours may differ when answers of ours are looked for (µs)."""

_STATUSES = {"hide": "hidden", "unhide": "published", "delete": "deleted"}


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the site yet."""
    return Ghost(account, means, transport)


class Ghost:
    """Comments of one site, read with its key and answered as a member of it."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._me = account.options.get("member", "")
        self._site = Site(account.options["url"], means.vault.secret, means.clock, transport)
        self._threads = Threads(self._site, account, means.known)
        self._feed = Feed(self._site, self._threads, means.pace, once=means.once)

    async def check(self) -> Identity:
        """Prove the key. Raises SignInNeeded when it is not accepted."""
        await self._site.prove()
        account = self._account
        missing = () if self._me else (words.NOBODY,)
        return Identity(account.server, account.remote_id, account.handle, account.name, missing=missing)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed.batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a comment in public, as the member.

        Ghost takes the same answer as often as it is sent, so that it is looked for first: one text under one
        comment is one answer. Answers to answers hang under the top-level comment, and name the one they are for.
        """
        if not self._me:
            raise Refused(words.NO_MEMBER)
        above = await self._site.one(_id(reply.in_reply_to))
        if above.status == "hidden":
            raise Refused(words.HIDDEN)
        there = await self._look(above, reply.text, 0)
        if isinstance(there, Comment):
            return await self._receipt(there)
        comment: dict[str, str | None] = {
            "member_id": self._me,
            "html": markup(reply.text),
            "parent_id": above.root,
        }
        if above.parent_id:
            comment["in_reply_to_id"] = above.id
        answer = written(await self._site.write("POST", "comments/", once=True, **comment))
        answer.parent_id = answer.parent_id or above.root
        answer.post = answer.post or above.post
        return await self._receipt(answer)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look among the answers under the comment."""
        try:
            above = await self._site.one(_id(reply.in_reply_to))
        except Gone:
            return Unproven("The comment was deleted, and its answers can no longer be listed")
        found = await self._look(above, reply.text, since - SLACK)
        return await self._receipt(found) if isinstance(found, Comment) else found

    async def act(self, act: Act) -> None:
        """Hide, show or delete; what is so already stays so."""
        if act.verb not in _STATUSES:
            raise Refused(f"Ghost does not know how to {act.verb} a comment")
        try:
            await self._site.write("PUT", f"comments/{_id(act.remote_id)}/", once=False, id=act.remote_id, status=_STATUSES[act.verb])  # fmt: skip
        except Gone:
            if act.verb != "delete":
                raise

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a comment that an earlier version could not."""
        return tuple(await self._threads.messages([parse.comment(payload)]))

    async def aclose(self) -> None:
        """Close every line."""
        await self._site.client.aclose()

    # --- inside

    async def _look(self, above: Comment, text: str, since: int) -> Comment | Absent | Unproven:
        """Return our answer with this text to a comment, written since a time (µs) if it was put aside."""
        doubt: Unproven | None = None
        async with aclosing(self._site.replies(above.root)) as pages:
            async for comments, unreadable in pages:
                for one in comments:
                    if one.member is None or one.member.id != self._me or one.at < since:
                        continue
                    verdict = _judged(one, above, text)
                    if verdict is True:
                        return one
                    doubt = verdict or doubt
                if unreadable:
                    doubt = Unproven("The site shows an answer that we cannot read")
        return doubt or Absent()

    async def _receipt(self, comment: Comment) -> Receipt:
        messages = await self._threads.messages([comment])
        return Receipt(comment.key, next(one for one in messages if one.remote_id == comment.key))


def _judged(one: Comment, above: Comment, text: str) -> bool | Unproven:
    """Say whether a comment of ours is this answer, or why that is in doubt.

    Older versions of Ghost, and those that meanwhile lost the comment, put an answer to an answer under the top one.
    """
    exact = one.above == above.id
    if not exact and (above.parent_id is None or one.in_reply_to_id is not None):
        return False
    if one.gone:
        return exact and Unproven("An answer of ours to this comment was deleted: it may have been this one")
    if not same(to_text(one.html or ""), text):
        return False
    if not exact:
        return Unproven("The same answer is there, but not to this very comment")
    return Unproven("The same answer is there, but hidden") if one.status == "hidden" else True


def markup(text: str) -> str:
    """Return plain text as a comment that shows exactly it: Ghost keeps paragraphs and line ends."""
    paragraphs = html.escape(text.strip(), quote=False).split("\n\n")
    return "".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def _id(remote_id: str) -> str:
    if not remote_id.isalnum():
        raise Gone("This comment is not one of Ghost's")
    return remote_id
