"""Writing as our account: prepared, then published; found again by its container, or by looking."""

from uuid import UUID

from responder.connectors.threads import parse, words
from responder.connectors.threads.api import Api
from responder.connectors.threads.parse import Media
from responder.connectors.threads.places import Places
from responder.core.clock import SECOND, Clock
from responder.core.errors import (
    Gone,
    NetworkError,
    NotPossible,
    Refused,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from responder.core.messages import Kind, Visibility
from responder.core.ports import Absent, Act, Found, Known, Outgoing, Pace, Receipt, Unproven
from responder.net.graph.client import RefusedBy
from responder.net.markup import same

EARLY = 30 * SECOND
"""How far off our idea of the network's clock may be when we look for an answer."""

FIND_PAGES = 10
LOOKS, BETWEEN = 6, 5.0
"""How often a container is looked at until it is ready, and how long (s) to wait between."""

UNPUBLISHED = ("FINISHED", "IN_PROGRESS", "EXPIRED", "ERROR")


class Sender:
    """Publishes as us. A container is made once for each reply: publishing it twice makes one reply."""

    def __init__(self, api: Api, known: Known, clock: Clock, pace: Pace) -> None:
        self._api = api
        self._known = known
        self._clock = clock
        self._pace = pace
        self._places = Places(api, known)
        self._containers: dict[UUID, str] = {}
        self._sent: dict[UUID, Receipt] = {}

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply. Whatever goes wrong before the second step has published nothing."""
        if reply.files:
            raise Refused(words.NO_PICTURE)
        if reply.visibility is Visibility.DIRECT:
            raise Refused(words.NO_PRIVATE)
        if reply.id not in self._sent:
            self._sent[reply.id] = await self._send(reply)
        return self._sent[reply.id]

    async def _send(self, reply: Outgoing) -> Receipt:
        answered = await self._api.media(reply.in_reply_to)
        self._pace.spend(budget="replies", answering=True)
        container = await self._ready(reply)
        key = await self._api.publish(container)
        try:
            return await self._receipt(await self._api.media(key), answered)
        except SignInNeeded:
            raise
        except NetworkError as error:
            raise Uncertain(f"Threads took the answer, and it could not be read back: {error}") from error

    async def _ready(self, reply: Outgoing) -> str:
        """Return a container that can be published: the one of an earlier try, unless it is spent."""
        container = self._containers.get(reply.id)
        if container is not None and await self._status(container) in ("EXPIRED", "ERROR", ""):
            container = None
        if container is None:
            container = self._containers[reply.id] = await self._api.prepare(reply.text, reply.in_reply_to)
        for _ in range(LOOKS):
            status = await self._status(container)
            if status != "IN_PROGRESS":
                break
            await self._clock.sleep(BETWEEN)
        if status == "ERROR":
            raise Refused(words.NOT_READY)
        if status == "IN_PROGRESS":
            raise Unreachable(words.NOT_READY)
        return container

    async def _status(self, container: str) -> str:
        """Return how a container stands; empty when nobody knows it any more."""
        try:
            return (await self._api.container(container)).status or "FINISHED"
        except Gone:
            return ""

    async def _receipt(self, media: Media, answered: Media) -> Receipt:
        known = await self._known.root_of(answered.id)
        root = known or await self._places.root(answered, {}, {})
        kind = Kind.COMMENT if answered.is_reply else Kind.MENTION
        return Receipt(media.id, parse.message(media, self._api.ours, root, kind))

    # --- finding

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for a reply: its container says whether it was published, else the replies there are read back."""
        container = self._containers.get(reply.id)
        status = await self._status(container) if container else ""
        if status in UNPUBLISHED:
            return Absent()
        try:
            answered = await self._api.media(reply.in_reply_to)
            found = await self._among(reply, answered, since + self._api.line.client.offset - EARLY)
        except Gone:
            return Unproven(words.GONE)  # answers stay when what they answered is deleted
        except RefusedBy:
            return Unproven(words.UNSEEN)
        if isinstance(found, Absent) and status == "PUBLISHED":
            return Unproven(words.PUBLISHED)
        return found

    async def _among(self, reply: Outgoing, answered: Media, earliest: int) -> Found:
        """Look among the replies; what is known to be another answer of ours is not taken for this one."""
        other = {sent.remote_id for key, sent in self._sent.items() if key != reply.id}
        async for entries, broken, last in self._api.list(
            f"{answered.id}/replies", most=FIND_PAGES, answering=True
        ):
            if broken:
                return Unproven(words.UNREADABLE)
            for entry in entries:
                said = entry.item
                mine = self._api.ours.wrote(said) and entry.key not in other
                if mine and entry.at >= earliest and same(said.text or "", reply.text):
                    return await self._receipt(said, answered)
            if last or any(entry.at < earliest for entry in entries):
                return Absent()
        return Unproven(words.TOO_MUCH)

    # --- acting

    async def act(self, act: Act) -> None:
        """Hide or show a reply to us, delete one of ours; what is so already stays so."""
        match act.verb:
            case "hide" | "unhide":
                await self._hide(act.remote_id, act.verb == "hide")
            case "delete":
                await self._delete(act.remote_id)
            case "edit":
                raise Refused(words.NO_EDIT)
            case _:
                raise NotPossible(f"Threads cannot {act.verb} a reply")

    async def _hide(self, key: str, hidden: bool) -> None:
        media = await self._api.media(key)
        if not media.is_reply or not media.top:
            raise Refused(words.ONLY_TOP)
        if media.hidden != hidden:
            form = {"hide": "true" if hidden else "false"}
            await self._api.line.write("POST", f"{key}/manage_reply", form, once=False)

    async def _delete(self, key: str) -> None:
        try:
            if not self._api.ours.wrote(await self._api.media(key)):
                raise Refused(words.ONLY_OURS)
            await self._api.line.write("DELETE", key, once=False)
        except Gone:
            return
