"""One person's account on one WordPress.com site."""

import html
from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx

from responder.connectors.wordpress_com import parse, words
from responder.connectors.wordpress_com.feed import Feed
from responder.connectors.wordpress_com.parse import Comment, Me
from responder.connectors.wordpress_com.site import API, Site, duplicate, written
from responder.connectors.wordpress_com.threads import Threads
from responder.core.accounts import Account, Limits
from responder.core.errors import Gone, Refused, SignInNeeded, Uncertain
from responder.core.messages import State
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
from responder.net.markup import same

LIMITS = Limits(characters=65_525)
"""The column's size in bytes, `wp_get_comment_fields_max_lengths`."""

_STATUSES = {"approve": "approved", "hold": "unapproved", "spam": "spam", "trash": "trash"}
_LIKES = {"favourite": "likes/new", "unfavourite": "likes/mine/delete"}


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the site yet."""
    return WordPressCom(account, means, transport)


class WordPressCom:
    """Comments of one site, read and answered as one of its users."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        options = account.options
        self._site = Site(options.get("api", API), options["site"], means.vault, means.clock, transport)
        self._threads = Threads(self._site, account, means.known)
        self._feed = Feed(self._site, self._threads, means.pace, once=means.once)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it now belongs to somebody else."""
        me = await self._site.login()
        if str(me.id) != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to {me.display_name}, not to {self._account.name}")
        return identity(self._account.server, me, self._site)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed.batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a comment in public.

        An answer to a held comment is refused: WordPress.com would approve the comment with it, and that is a
        decision with a record of its own.
        """
        parent = await self._site.one(_number(reply.in_reply_to))
        if parent.state is State.HELD:
            raise Refused(words.HELD)
        if parent.state.junk:
            raise Refused(words.ASIDE)
        answer = await self._site.write(f"{parent.key}/replies/new", True, content=markup(reply.text))
        if duplicate(answer):
            return await self._there_already(reply)
        return await self._receipt(written(answer))

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look among the answers under the comment, also among what was put aside.

        `since` is not needed: WordPress takes one text by one person under one comment only once.
        """
        try:
            return await self._looked(reply)
        except Gone:
            return Unproven("The comment was deleted, and its answers can no longer be listed")

    async def act(self, act: Act) -> None:
        """Moderate, like, delete or edit; what is so already stays so."""
        key = _number(act.remote_id)
        if act.verb in _STATUSES:
            await self._site.write(key, False, status=_STATUSES[act.verb])
        elif act.verb in _LIKES:
            await self._site.write(f"{key}/{_LIKES[act.verb]}", False)
        elif act.verb == "delete":
            await self._delete(key)
        elif act.verb == "edit":
            await self._edit(key, act.text)
        else:
            raise Refused(f"WordPress.com does not know how to {act.verb} a comment")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a comment that an earlier version could not."""
        return tuple(await self._threads.messages([parse.comment(payload)]))

    async def aclose(self) -> None:
        """Close every line."""
        await self._site.client.aclose()

    # --- inside

    async def _looked(self, reply: Outgoing) -> Found:
        me, key = self._site.ours(await self._site.me()), _number(reply.in_reply_to)
        for status in ("", "trash", "spam") if self._site.moderates else ("",):
            async with aclosing(self._site.answers(key, status)) as pages:
                async for comments, unreadable in pages:
                    for comment in comments:
                        mine = comment.author is not None and comment.author.among(me)
                        if mine and same(parse.text_of(comment), reply.text):
                            return await self._found(comment)
                    if unreadable:
                        return Unproven("The site shows an answer that we cannot read")
        if not self._site.moderates:
            return Unproven("This user cannot see answers that wait for approval")
        return Absent()

    async def _found(self, comment: Comment) -> Found:
        if comment.state.junk:
            return Unproven("The same answer is there, but in the site's trash or among its spam")
        return await self._receipt(comment)

    async def _there_already(self, reply: Outgoing) -> Receipt:
        found = await self.find(reply, 0)
        if isinstance(found, Receipt):
            return found
        raise Uncertain("WordPress.com says that this very answer is there already, but does not show it")

    async def _receipt(self, comment: Comment) -> Receipt:
        messages = await self._threads.messages([comment])
        return Receipt(comment.key, next(one for one in messages if one.remote_id == comment.key))

    async def _delete(self, key: str) -> None:
        """Delete for good: the first time only puts it in the trash."""
        for _ in range(2):
            try:
                await self._site.write(f"{key}/delete", False)
            except Gone:
                return

    async def _edit(self, key: str, text: str) -> None:
        comment = await self._site.one(key)
        if comment.author is None or not comment.author.among(self._site.ours(await self._site.me())):
            raise Refused("Only our own comments are edited: nobody's words are changed here.")
        if not same(parse.text_of(comment), text):
            await self._site.write(key, False, content=markup(text))


def identity(server: str, me: Me, site: Site) -> Identity:
    """Return who the credentials speak for, and what they cannot do."""
    missing = () if site.may_moderate else (words.NO_MODERATION,)
    handle = me.username or str(me.id)
    return Identity(server, str(me.id), handle, me.display_name or handle, LIMITS, missing)


def markup(text: str) -> str:
    """Return plain text as a comment that shows exactly it: WordPress takes what we send for HTML."""
    return html.escape(text, quote=False)


def _number(remote_id: str) -> str:
    if not remote_id.isdecimal():
        raise Gone("This comment is not one of WordPress's")
    return remote_id
