"""Writing as the channel: answers, finding them again, and what is done to comments."""

from collections import OrderedDict
from contextlib import aclosing
from uuid import UUID

from responder.connectors.youtube import parse, requests, words
from responder.connectors.youtube.api import Api, written
from responder.connectors.youtube.feed import REPLY_PAGES
from responder.connectors.youtube.parse import Comment, Ours, Where
from responder.core.clock import SECOND
from responder.core.errors import Gone, NetworkError, Refused
from responder.core.messages import State
from responder.core.ports import Absent, Act, Found, Outgoing, Receipt, Unproven
from responder.net.markup import same

EARLY = 30 * SECOND
"""How far off our idea of YouTube's clock may be when we look for an answer (µs)."""

_REMEMBERED = 200


class Sender:
    """Publishes as us. An answer that this object has sent is not sent again: YouTube itself would take it twice."""

    def __init__(self, api: Api, ours: Ours) -> None:
        self._api, self._ours = api, ours
        self._sent: OrderedDict[UUID, Receipt] = OrderedDict()

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a comment. There is one level of replies: an answer to a reply stands under its thread."""
        if reply.files:
            raise Refused("YouTube takes no pictures in answers")
        if reply.id in self._sent:
            return self._sent[reply.id]
        body = {"snippet": {"parentId": _thread(reply.in_reply_to), "textOriginal": reply.text}}
        answer = await self._api.write("POST", requests.COMMENTS, {"part": "snippet"}, body, once=True)
        receipt = await self._receipt(written(answer), reply)
        self._sent[reply.id] = receipt
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
        return receipt

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look among the replies to the comment for the same text of ours since a time.

        Absence is proved by having read all of them, and as many as YouTube says there are.
        """
        earliest, thread, number, seen = (
            since + self._api.client.offset - EARLY,
            _thread(reply.in_reply_to),
            0,
            0,
        )
        try:
            async with aclosing(self._api.replies(thread, answering=True)) as pages:
                async for page in pages:
                    number, seen = number + 1, seen + len(page.comments)
                    for comment in page.comments:
                        if self._is(comment, reply, earliest):
                            return await self._receipt(comment, reply)
                    if page.unreadable:
                        return Unproven("One of the answers there cannot be read")
                    if page.next and number == REPLY_PAGES:
                        return Unproven("This comment has too many answers to look through all of them")
            count = await self._api.count(thread)
        except Gone:
            return Absent()
        if count is not None and count > seen:
            return Unproven("YouTube counts more answers to this comment than it shows")
        return Absent()

    async def act(self, act: Act) -> None:
        """Moderate, delete or edit; what is so already stays so."""
        if act.verb in requests.VERDICTS:
            params = {"id": act.remote_id, "moderationStatus": requests.VERDICTS[act.verb]}
            await self._api.write("POST", requests.VERDICT, params)
        elif act.verb == "delete":
            try:
                await self._api.write("DELETE", requests.COMMENTS, {"id": act.remote_id})
            except Gone:
                return
        elif act.verb == "edit":
            body = {"id": act.remote_id, "snippet": {"textOriginal": act.text}}
            await self._api.write("PUT", requests.COMMENTS, {"part": "snippet"}, body)
        else:
            raise Refused(f"YouTube does not know how to {act.verb} a comment")

    def _is(self, comment: Comment, reply: Outgoing, earliest: int) -> bool:
        mine = comment.author == self._ours.channel and comment.at >= earliest
        return mine and same(comment.text, reply.text)

    async def _receipt(self, comment: Comment, reply: Outgoing) -> Receipt:
        where = Where(_thread(reply.in_reply_to), comment.snippet.video_id or "")
        try:
            post = (await self._api.posts([where.video], answering=True)).get(where.video)
        except NetworkError:
            post = self._api.post(where.video)  # the answer is there, whatever its video's title
        state = comment.state(State.PUBLISHED)
        return Receipt(comment.id, parse.message(comment, self._ours, where, post, state))


def _thread(remote_id: str) -> str:
    if remote_id.startswith("video:"):
        raise Refused(words.FOUND)
    return requests.thread_of(remote_id)
