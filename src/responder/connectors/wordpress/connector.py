"""One person's account on one WordPress site."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx

from responder.connectors.wordpress import parse, requests, words
from responder.connectors.wordpress.feed import Feed
from responder.connectors.wordpress.parse import Comment, Person
from responder.connectors.wordpress.site import Site, written
from responder.connectors.wordpress.threads import Threads
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


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the site yet."""
    return WordPress(account, means, transport)


class WordPress:
    """Comments of one site, read and answered as one of its users."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        root, user = account.options["root"], account.options["user"]
        self._site = Site(root, user, means.vault.secret, means.clock, transport)
        self._threads = Threads(self._site, account, means.known)
        self._feed = Feed(self._site, self._threads, means.pace, once=means.once)

    async def check(self) -> Identity:
        """Prove the password. Raises SignInNeeded, also when it now belongs to somebody else."""
        person = await self._site.login()
        if str(person.id) != self._account.remote_id:
            raise SignInNeeded(f"This password belongs to {person.name}, not to {self._account.name}")
        return identity(self._account.server, person)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed.batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a comment in public.

        The comment is looked at first: WordPress takes answers to comments that do not exist, and shows
        those under an unapproved one to nobody. Approving is a decision with a record of its own, so an
        answer to a held comment is refused until somebody approves it.
        """
        parent = await self._parent(reply.in_reply_to)
        question = self._site.rest.ask("wp/v2/comments")
        body = {"post": parent.post, "parent": parent.id, "content": requests.markup(reply.text)}
        answer = await self._site.write("POST", question, body, once=True)
        if answer.status == 409:
            return await self._duplicate(reply)
        return await self._receipt(written(answer, once=True))

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look among the answers under the comment.

        `since` is not needed: WordPress takes one text by one person under one comment only once.
        """
        view = await self._site.view()
        me = (await self._site.login()).id
        question = requests.answers(self._site.rest, view, reply.in_reply_to)
        async with aclosing(self._site.pages(question)) as pages:
            async for comments, unreadable in pages:
                for comment in comments:
                    if comment.author == me and same(parse.text_of(comment.content), reply.text):
                        return await self._found(comment)
                if unreadable:
                    return Unproven("The site shows an answer that we cannot read")
        if not view.moderates:
            return Unproven("This user cannot see answers that wait for approval")
        return Absent()

    async def act(self, act: Act) -> None:
        """Moderate, delete or edit; what is so already stays so."""
        route = f"wp/v2/comments/{_number(act.remote_id)}"
        if act.verb in requests.STATUSES:
            body = {"status": requests.STATUSES[act.verb]}
            await self._site.write("POST", self._site.rest.ask(route), body, once=False)
        elif act.verb == "delete":
            await self._delete(route)
        elif act.verb == "edit":
            await self._edit(act, route)
        else:
            raise Refused(f"WordPress does not know how to {act.verb} a comment")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a comment that an earlier version could not."""
        return tuple(await self._threads.messages([parse.comment(payload)]))

    async def aclose(self) -> None:
        """Close every line."""
        await self._site.client.aclose()

    async def _parent(self, remote_id: str) -> Comment:
        parent = await self._site.one(_number(remote_id))
        if parent.state is State.HELD:
            raise Refused(
                "This comment still waits for approval: approve it first, then readers see the answer too."
            )
        if parent.state in (State.SPAM, State.TRASH):
            raise Refused("This comment is in the site's spam or trash: nobody would see an answer to it.")
        return parent

    async def _found(self, comment: Comment) -> Found:
        if comment.state in (State.PUBLISHED, State.HELD):
            return await self._receipt(comment)
        return Unproven("The same answer is there, but in the site's trash or among its spam")

    async def _duplicate(self, reply: Outgoing) -> Receipt:
        """Return our answer that WordPress says is there already."""
        found = await self.find(reply, 0)
        if isinstance(found, Receipt):
            return found
        raise Uncertain("WordPress says that this very answer is there already, but does not show it")

    async def _receipt(self, comment: Comment) -> Receipt:
        messages = await self._threads.messages([comment])
        return Receipt(comment.key, next(m for m in messages if m.remote_id == comment.key))

    async def _delete(self, route: str) -> None:
        question = self._site.rest.ask(route, force="true")
        try:
            await self._site.write("DELETE", question, None, once=False)
        except Gone:
            return

    async def _edit(self, act: Act, route: str) -> None:
        comment = await self._site.one(_number(act.remote_id))
        if comment.author != (await self._site.person()).id:
            raise Refused("Only our own comments are edited: nobody's words are changed here.")
        if same(parse.text_of(comment.content), act.text):
            return
        body = {"content": requests.markup(act.text)}
        await self._site.write("POST", self._site.rest.ask(route), body, once=False)


def identity(server: str, person: Person) -> Identity:
    """Return who the credentials speak for, and what they cannot do."""
    missing = () if person.may("moderate_comments") else (words.NO_MODERATION,)
    handle = person.username or person.slug
    return Identity(server, str(person.id), handle, person.name or handle, LIMITS, missing)


def _number(remote_id: str) -> str:
    if not remote_id.isdecimal():
        raise Gone("This comment is not one of WordPress's")
    return remote_id
