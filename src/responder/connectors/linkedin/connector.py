"""One company page on LinkedIn."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from uuid import UUID

import httpx

from responder.connectors.linkedin import parse, requests, words
from responder.connectors.linkedin.api import Api
from responder.connectors.linkedin.feed import Feed
from responder.connectors.linkedin.parse import Comment
from responder.connectors.linkedin.whose import identity
from responder.core.accounts import Account
from responder.core.clock import MINUTE
from responder.core.errors import Gone, Malformed, Refused, Uncertain
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
from responder.net.answers import Answer
from responder.net.markup import same

SLACK = 10 * MINUTE
"""How far clocks may differ when an answer of ours is looked for (µs)."""

_REMEMBERED = 100


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for a page; nothing is asked of LinkedIn yet."""
    return LinkedIn(account, means, transport)


class LinkedIn:
    """Comments under a page's posts and posts that name it, read and answered as the page."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._api = Api(account, means, transport)
        self._feed = Feed(self._api, account, means)
        self._sent: OrderedDict[UUID, Receipt] = OrderedDict()

    async def check(self) -> Identity:
        """Prove the sign-in. Raises SignInNeeded, also when the person has no role on the page any more."""

        async def ask(path: str) -> Answer:
            return await self._api.get(path, answering=True)

        return await identity(ask, self._account.remote_id, self._account.server)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed.batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer in public, as the page: under the top-level comment, as there are two levels only.

        LinkedIn takes the same words as often as they are sent, so that what was sent by this line is remembered.
        """
        if reply.visibility.private:
            raise Refused(words.PUBLIC_ONLY)
        if reply.files:
            raise Refused(words.NO_PICTURES)
        if reply.id in self._sent:
            return self._sent[reply.id]
        thread = await self._thread(reply.in_reply_to)
        parts = requests.comment_parts(thread)
        body: dict[str, object] = {
            "actor": self._account.remote_id,
            "object": parts[0] if parts else thread,
            "message": {"text": reply.text, "attributes": []},
            **({"parentComment": thread} if parts else {}),
        }
        answer = await self._api.write("POST", requests.answering(thread), body, once=True)
        receipt = self._receipt(_made(answer, thread, body, self._api.client.now()), thread)
        self._sent[reply.id] = receipt
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
        return receipt

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours, not older than the attempt, below the same top-level comment."""
        thread = await self._thread(reply.in_reply_to)
        comments, unreadable = await self._api.whole(thread, answering=True)
        earliest = (since + self._api.client.offset - SLACK) // 1000
        for comment in comments:
            ours = comment.actor == self._account.remote_id and comment.created.time >= earliest
            if ours and alike(comment.text, reply.text):
                return self._receipt(comment, thread)
        return Unproven("LinkedIn shows a comment that we cannot read") if unreadable else Absent()

    async def act(self, act: Act) -> None:
        """Delete or edit what the page said, or like a comment; what is so already stays so."""
        us = self._account.remote_id
        if act.verb == "delete":
            try:
                await self._api.write("DELETE", requests.comment(act.remote_id, us), once=False)
            except Gone:
                return
        elif act.verb == "edit":
            patch = {"patch": {"message": {"$set": {"text": act.text}}}}
            partial = {"X-RestLi-Method": "PARTIAL_UPDATE"}
            await self._api.write(
                "POST", requests.comment(act.remote_id, us), patch, once=False, headers=partial
            )
        elif act.verb == "favourite":
            body = {"root": act.remote_id, "reactionType": "LIKE"}
            await self._api.write("POST", requests.reaction(us), body, once=False)
        else:
            raise Refused(f"LinkedIn does not know how to {act.verb} a comment")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a comment that an earlier version could not."""
        return (parse.message(parse.comment(payload), self._account, None),)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()

    async def _thread(self, remote_id: str) -> str:
        """Return under what an answer goes: the top-level comment, or the post that named the page."""
        root = await self._means.known.root_of(remote_id)
        if root is not None or requests.is_post(remote_id):
            return root or remote_id
        return (await self._api.one(remote_id)).root

    def _receipt(self, comment: Comment, thread: str) -> Receipt:
        root = thread if requests.is_post(thread) else None
        return Receipt(comment.urn, parse.message(comment, self._account, None, root=root))


def alike(one: str, other: str) -> bool:
    """Say whether two texts are the same to a reader. Some say that LinkedIn wants certain characters escaped."""
    return same(one.replace("\\", ""), other.replace("\\", ""))


def _made(answer: Answer, thread: str, body: dict[str, object], now: int) -> Comment:
    """Return the comment that a write answers with. Raises Uncertain when a yes cannot be read.

    The documentation promises only its number, in a header.
    """
    try:
        if answer.body:
            return parse.comment(answer.body)
    except Malformed as error:
        raise Uncertain(f"LinkedIn took it, but its answer cannot be read: {error}") from error
    number = answer.headers.get("x-restli-id", "").rstrip(")").rpartition(",")[2]
    urn = f"urn:li:comment:({body['object']},{number})"
    if requests.comment_parts(urn) is None:
        raise Uncertain("LinkedIn took it, but does not say which comment it is")
    said = parse.Said(str(body["message"]["text"]) if isinstance(body["message"], dict) else "")
    parent = thread if "parentComment" in body else None
    return Comment(
        number, str(body["actor"]), parse.Stamp(now // 1000), said, str(body["object"]), urn, parent
    )
