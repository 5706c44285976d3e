"""Hiding answers under posts of ours: a list in the thread's gate (lexicon app.bsky.feed.threadgate)."""

from typing import Any

import msgspec

from responder.connectors.bluesky import entities, requests
from responder.connectors.bluesky.api import Api, failure, refusal
from responder.connectors.bluesky.entities import Ours
from responder.core.clock import to_iso
from responder.core.errors import Gone, Refused, Unreachable

MOST = 300
TRIES = 3

NOT_OURS = "Only answers under a post of ours can be hidden on Bluesky."
FULL = "Bluesky hides 300 answers under one post at most."
MEANWHILE = "Somebody changed what is hidden there at the same moment: try again."


class _Gate(msgspec.Struct):
    value: dict[str, Any]
    cid: str | None = None


class Hider:
    """Hides answers and shows them again. What else the gate says, as who may answer, is kept as it is."""

    def __init__(self, api: Api, ours: Ours) -> None:
        self._api = api
        self._ours = ours

    async def hide(self, uri: str, *, hidden: bool) -> None:
        """Hide an answer, or show it again; what is so already stays so. Raises Refused where the thread is not ours."""
        view = (await self._api.posts([uri], answering=True)).get(uri)
        if view is None:
            raise Gone("This post is not on Bluesky any more.")
        if view.root is None or not self._ours.wrote(view.root) or self._ours.wrote(uri):
            raise Refused(NOT_OURS)
        for _ in range(TRIES):
            if await self._changed(view.root, uri, hidden=hidden):
                return
        raise Unreachable(MEANWHILE)

    async def _changed(self, root: str, uri: str, *, hidden: bool) -> bool:
        """Write the list with this answer in it, or not; False when somebody else wrote it meanwhile."""
        rkey = entities.parts(root)[2]
        gate = await self._gate(rkey)
        listed = gate.value.get("hiddenReplies")
        before = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        if (uri in before) is hidden:
            return True
        if hidden and len(before) >= MOST:
            raise Refused(FULL)
        after = [*before, uri] if hidden else [one for one in before if one != uri]
        fresh = {"$type": requests.GATE, "post": root, "createdAt": to_iso(self._api.client.now())}
        body = {
            "repo": self._ours.did,
            "collection": requests.GATE,
            "rkey": rkey,
            "record": {**fresh, **gate.value, "hiddenReplies": after},
            "swapRecord": gate.cid,
        }
        answer = await self._api.tell(requests.PUT, body, once=False, accept=(400,))
        if answer.status < 400:
            return True
        if failure(answer).error != "InvalidSwap":
            raise refusal(answer)
        return False

    async def _gate(self, rkey: str) -> _Gate:
        params = {"repo": self._ours.did, "collection": requests.GATE, "rkey": rkey}
        try:
            return (await self._api.ask(requests.RECORD, params, answering=True)).decode(_Gate)
        except Gone:
            return _Gate({})
