"""Answering direct messages, and finding those answers again: the chat service has no key for them."""

import msgspec

from responder.connectors.bluesky import requests, richtext
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.chats import Chats, Convo
from responder.connectors.bluesky.entities import Ours, Said
from responder.core.clock import SECOND, from_iso
from responder.core.errors import Malformed, Refused, Uncertain
from responder.core.ports import Absent, Found, Outgoing, Receipt, Unproven
from responder.net.markup import same
from responder.net.payloads import every

MOST_GRAPHEMES = 1000
MOST_BYTES = 10_000
FIND_PAGES = 20
EARLY = 30 * SECOND
"""How far off our idea of the server's clock may be when we look for an answer."""

LONG = "This is longer than the 1,000 characters that a direct message may have: nothing was sent."
FILES = "Direct messages on Bluesky carry no pictures: nothing was sent."


class _With(msgspec.Struct):
    convo: Convo


class Talk:
    """Speaks in private as us."""

    def __init__(self, api: Api, ours: Ours, chats: Chats) -> None:
        self._api = api
        self._ours = ours
        self._chats = chats

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer in the conversation of a direct message."""
        return await self._say(await self._chats.convo(_convo(reply.in_reply_to)), reply)

    async def begin(self, reply: Outgoing, did: str) -> Receipt:
        """Answer somebody's public post in private."""
        return await self._say(await self._with(did), reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Read the conversation back to before a time, and compare."""
        return await self._find(_convo(reply.in_reply_to), reply, since)

    async def find_begun(self, reply: Outgoing, since: int) -> Found:
        """Look in the conversation with the author of a public post."""
        did = reply.in_reply_to.removeprefix("at://").partition("/")[0]
        return await self._find((await self._with(did)).id, reply, since)

    async def _with(self, did: str) -> Convo:
        params = {"members": [self._ours.did, did]}
        answer = await self._api.ask(requests.CONVO_WITH, params, chat=True, answering=True)
        return answer.decode(_With).convo

    async def _say(self, convo: Convo, reply: Outgoing) -> Receipt:
        if reply.files:
            raise Refused(FILES)
        if (
            richtext.graphemes(reply.text) > MOST_GRAPHEMES
            or len(reply.text.encode("utf-8", "replace")) > MOST_BYTES
        ):
            raise Refused(LONG)
        if convo.status == "request":
            await self._api.tell(requests.ACCEPT, {"convoId": convo.id}, chat=True, once=False)
        message: dict[str, object] = {"text": reply.text}
        facets = richtext.facets(reply.text, {})
        if facets:
            message["facets"] = facets
        body = {"convoId": convo.id, "message": message}
        answer = await self._api.tell(requests.SAY, body, chat=True, once=True)
        try:
            return await self._receipt(convo.id, answer.decode(Said))
        except (Malformed, ValueError) as error:
            raise Uncertain("Bluesky took the message, and said something that we cannot read") from error

    async def _find(self, convo: str, reply: Outgoing, since: int) -> Found:
        earliest, place = since + self._api.client.offset - EARLY, None
        for _ in range(FIND_PAGES):
            raws, place = await self._chats.said(convo, place)
            said, broken = every([raw for raw in raws if b'"text"' in bytes(raw)], Said)
            if broken:
                return Unproven("One of the messages there cannot be read")
            for one in said:
                if (
                    one.sender.did == self._ours.did
                    and from_iso(one.sentAt) >= earliest
                    and same(one.text, reply.text)
                ):
                    return await self._receipt(convo, one)
            if place is None or any(from_iso(one.sentAt) < earliest for one in said):
                return Absent()
        return Unproven("So much was said since that we cannot look through all of it")

    async def _receipt(self, convo: str, said: Said) -> Receipt:
        message = await self._chats.message(convo, said)
        return Receipt(message.remote_id, message)


def _convo(remote_id: str) -> str:
    convo, _, said = remote_id.partition("/")
    if not convo or not said:
        raise Refused("This is no message of Bluesky's")
    return convo
