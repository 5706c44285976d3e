"""Writing as one account: answers, finding them again, and what is done to posts."""

import asyncio
from typing import Any

import msgspec

from responder.connectors.bluesky import entities, parse, requests, richtext
from responder.connectors.bluesky.api import Api, Written, failure, refusal
from responder.connectors.bluesky.entities import Ours, Own, PostRecord, View, own
from responder.connectors.bluesky.hiding import Hider
from responder.connectors.bluesky.talking import Talk
from responder.connectors.bluesky.threads import Place, Threads
from responder.core.errors import Gone, Malformed, NotPossible, Refused, Uncertain
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Found, Outgoing, Receipt, Unproven, Upload

MOST_GRAPHEMES = 300
MOST_BYTES = 3000
MOST_PICTURES = 4
PICTURE_BYTES = 1_000_000

CLOSED = "The author of this thread lets only some people answer it: nothing was published."
LONG = "This is longer than the 300 characters that Bluesky takes: nothing was published."
EMPTY = "Bluesky does not take an empty answer."

TAKEN = "Another post of yours lies under the key of this answer: write the answer anew."


class Sender:
    """Publishes as us. Direct messages are `Talk`'s."""

    def __init__(self, api: Api, ours: Ours, threads: Threads, talk: Talk) -> None:
        self._api = api
        self._ours = ours
        self._threads = threads
        self._talk = talk
        self._people: dict[str, str | None] = {}

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish an answer under a key that follows from its id: trying again can never make a second one.

        An answer in private to a public post is a direct message to its author.
        """
        if not _public(reply.in_reply_to):
            return await self._talk.send(reply)
        parent = (await self._api.posts([reply.in_reply_to], answering=True)).get(reply.in_reply_to)
        if parent is None:
            raise Gone("This post is not on Bluesky any more: nothing was published.")
        if reply.visibility is Visibility.DIRECT:
            return await self._talk.begin(reply, parent.author.did)
        if parent.viewer is not None and parent.viewer.replyDisabled:
            raise Refused(CLOSED)
        return await self._published(reply, await self._record(reply, parent))

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look in our own repository under the key: the data server itself knows, whatever the AppView shows."""
        if not _public(reply.in_reply_to):
            return await self._talk.find(reply, since)
        if reply.visibility is Visibility.DIRECT:
            return await self._talk.find_begun(reply, since)
        there = await self._api.record(self._ours.did, requests.key(reply.id))
        if there is None:
            return Absent()
        return await self._receipt(there, reply) if _answers(there, reply) else Unproven(TAKEN)

    async def act(self, act: Act) -> None:
        """Favourite, unfavourite, hide, unhide or delete; what is so already stays so."""
        if not _public(act.remote_id):
            raise NotPossible(
                "Bluesky deletes a direct message only for whoever deletes it: the other person would still see it."
                if act.verb == "delete"
                else f"Bluesky cannot {act.verb} a direct message"
            )
        match act.verb:
            case "favourite":
                await self._like(act.remote_id)
            case "unfavourite":
                await self._unlike(act.remote_id)
            case "delete":
                await self._delete(act.remote_id)
            case "hide" | "unhide":
                await Hider(self._api, self._ours).hide(act.remote_id, hidden=act.verb == "hide")
            case "edit":
                raise NotPossible("Bluesky has no editing: delete the answer and write a new one.")
            case _:
                raise NotPossible(f"Bluesky cannot {act.verb} a post")

    # --- publishing

    async def _record(self, reply: Outgoing, parent: View) -> dict[str, Any]:
        text = reply.text
        if reply.spoiler and reply.spoiler != parse.spoiler(parent):
            text = f"{reply.spoiler}\n\n{text}"
        if not text.strip() and not reply.files:
            raise Refused(EMPTY)
        if richtext.graphemes(text) > MOST_GRAPHEMES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
            raise Refused(LONG)
        above = {"uri": parent.uri, "cid": parent.cid}
        root = parent.record.reply.root if parent.record.reply else None
        hangs = {"root": {"uri": root.uri, "cid": root.cid} if root else above, "parent": above}
        facets = richtext.facets(text, await self.people(text))
        now = self._api.client.now()
        record = requests.record(text, facets, hangs, now, reply.language)
        if reply.files:
            record["embed"] = requests.pictures(await self._uploaded(reply.files))
        return record

    async def people(self, text: str) -> dict[str, str]:
        """Return the DIDs of those whom a text mentions and who exist."""
        for handle in richtext.handles(text)[:20]:
            if handle not in self._people:
                self._people[handle] = await self._api.resolved(handle)
        return {handle: did for handle, did in self._people.items() if did}

    async def _uploaded(self, files: tuple[Upload, ...]) -> list[tuple[dict[str, Any], str]]:
        """Upload pictures. What is not used afterwards the server throws away by itself."""
        if len(files) > MOST_PICTURES:
            raise Refused("Bluesky takes four pictures at most: nothing was published.")
        found = []
        for file in files:
            body = await _content(file)
            if len(body) > PICTURE_BYTES:
                raise Refused(
                    f"{file.path.name} is larger than the 1 MB that Bluesky takes: nothing was published."
                )
            headers = {"Content-Type": file.type}
            answer = await self._api.tell(requests.UPLOAD, content=body, headers=headers, once=False)
            found.append((answer.decode(_Uploaded).blob, file.description))
        return found

    async def _published(self, reply: Outgoing, record: dict[str, Any]) -> Receipt:
        """Write the record, unless something is there: then it is our own earlier try."""
        rkey = requests.key(reply.id)
        body = {
            "repo": self._ours.did,
            "collection": requests.POST,
            "rkey": rkey,
            "record": record,
            "swapRecord": None,
        }
        answer = await self._api.tell(requests.PUT, body, once=True, accept=(400,))
        if answer.status >= 400:
            there = await self._there(rkey) if failure(answer).error == "InvalidSwap" else None
            if there is None:
                raise refusal(answer)
            if not _answers(there, reply):
                raise Refused(TAKEN)
            return await self._receipt(there, reply)
        try:
            written = answer.decode(Written)
        except Malformed as error:
            raise Uncertain("Bluesky took the answer, and said something that we cannot read") from error
        value = msgspec.convert(record, PostRecord)
        return await self._receipt(Own(written.uri, written.cid, value), reply)

    async def _there(self, rkey: str) -> Own | None:
        return await self._api.record(self._ours.did, rkey)

    async def _receipt(self, record: Own, reply: Outgoing) -> Receipt:
        view = own(record, self._ours)
        place = await self._threads.known(view.uri, view.parent or reply.in_reply_to)
        message = self._threads.message(view, place or Place(reply.in_reply_to), addressed=False)
        return Receipt(view.uri, message)

    # --- acts

    async def _like(self, uri: str) -> None:
        view = (await self._api.posts([uri], answering=True)).get(uri)
        if view is None:
            raise Gone("This post is not on Bluesky any more.")
        if view.viewer is not None and view.viewer.like:
            return
        record = requests.like(uri, view.cid, self._api.client.now())
        body = {
            "repo": self._ours.did,
            "collection": requests.LIKE,
            "rkey": requests.key_for(uri),
            "record": record,
        }
        answer = await self._api.tell(requests.PUT, {**body, "swapRecord": None}, once=False, accept=(400,))
        if answer.status >= 400 and failure(answer).error != "InvalidSwap":
            raise refusal(answer)

    async def _unlike(self, uri: str) -> None:
        """Take our like back: ours has a key of its own, one given in the app has the key that the post names."""
        view = (await self._api.posts([uri], answering=True)).get(uri)
        keys = {requests.key_for(uri)}
        if view is not None and view.viewer is not None and view.viewer.like:
            keys.add(view.viewer.like.rpartition("/")[2])
        for rkey in sorted(keys):
            body = {"repo": self._ours.did, "collection": requests.LIKE, "rkey": rkey}
            await self._api.tell(requests.DELETE, body, once=False)

    async def _delete(self, uri: str) -> None:
        if not self._ours.wrote(uri):
            raise Refused("Only our own posts can be deleted on Bluesky.")
        _, collection, rkey = entities.parts(uri)
        body = {"repo": self._ours.did, "collection": collection, "rkey": rkey}
        await self._api.tell(requests.DELETE, body, once=False)


async def _content(file: Upload) -> bytes:
    try:
        return await asyncio.to_thread(file.path.read_bytes)
    except OSError as error:
        raise Refused(f"{file.path.name} cannot be read any more: nothing was published.") from error


class _Uploaded(msgspec.Struct):
    blob: dict[str, Any]


def _answers(record: Own, reply: Outgoing) -> bool:
    """Say whether a record of ours answers the post that a reply answers."""
    above = record.value.reply
    return above is not None and above.parent.uri == reply.in_reply_to


def _public(remote_id: str) -> bool:
    return remote_id.startswith("at://")
