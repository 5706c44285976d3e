"""Direct messages: the past once, then the log of everything new (lexicon chat.bsky.convo.getLog)."""

from collections.abc import AsyncIterator

import msgspec
from msgspec import Struct

from responder.connectors.bluesky import parse, requests
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.cursor import Cursor
from responder.connectors.bluesky.entities import Ours, Person, Said
from responder.core.clock import DAY, from_iso
from responder.core.errors import Gone, Refused, SignInNeeded, Unreachable
from responder.core.messages import Message
from responder.core.ports import Deletion, Item, Unreadable
from responder.net.client import Params
from responder.net.payloads import every

CONVOS = 50
PAST = 50
PAST_DAYS = 30
"""How much of the past a new account brings along: of so many conversations the latest messages."""

LOG_PAGES = 200
AGAIN = 10
"""After how many rounds the list of conversations is compared as well."""


class Convo(Struct):
    """A conversation, as far as we use it."""

    id: str
    rev: str = ""
    members: list[msgspec.Raw] = []
    status: str | None = None
    lastMessage: msgspec.Raw = msgspec.Raw()


class _Convos(Struct):
    convos: list[msgspec.Raw] = []
    cursor: str | None = None


class _One(Struct):
    convo: Convo


class _Messages(Struct):
    messages: list[msgspec.Raw] = []
    cursor: str | None = None


class _Log(Struct):
    logs: list[msgspec.Raw] = []
    cursor: str | None = None


class _Entry(Struct):
    kind: str = msgspec.field(name="$type", default="")
    rev: str = ""
    convoId: str = ""
    message: msgspec.Raw = msgspec.Raw()


class _Last(Struct):
    kind: str = msgspec.field(name="$type", default="")
    id: str = ""


class Kept(Struct):
    """A message with the conversation that it is in, which it does not say itself."""

    convoId: str
    message: msgspec.Raw


class Chats:
    """One account's direct messages. Not `sure` means that nobody answered for them at sign-in.

    Then they are told as missing already, and a service that is not there is no failure of the account.
    """

    def __init__(self, api: Api, ours: Ours, *, sure: bool = True) -> None:
        self._sure = sure
        self._api = api
        self._ours = ours
        self._people: dict[str, dict[str, Person]] = {}
        self._rounds = 0
        self._shut = False

    async def news(self, cursor: Cursor) -> AsyncIterator[list[Item]]:
        """Yield what is new, and move the cursor. Where these credentials may not read messages there are none."""
        if self._shut:
            return
        try:
            if cursor.rev is None:
                yield await self._listed(cursor)
            async for items in self._logged(cursor):
                yield items
            if self._rounds % AGAIN == 0:
                yield await self._listed(cursor)
            self._rounds += 1
        except (Refused, SignInNeeded):
            self._shut = True  # the public half was just read with the same token: only this half is closed
        except Unreachable:
            if self._sure:
                raise
            self._shut = True

    async def _listed(self, cursor: Cursor) -> list[Item]:
        """Compare the list of conversations: also requests, which the log may leave out."""
        convos, broken = await self.convos()
        items: list[Item] = [*cursor.first_time(broken)]
        for convo in reversed(convos):
            last = _last(convo.lastMessage)
            moved = cursor.rev is None or convo.rev > cursor.rev
            if moved and last.id and not cursor.has_said(f"{convo.id}/{last.id}"):
                items += await self._past(convo, cursor)
        if cursor.rev is None:
            cursor.rev = max((convo.rev for convo in convos), default="")
        return items

    async def convos(self) -> tuple[list[Convo], list[Unreadable]]:
        """Return the latest conversations, the newest first."""
        answer = await self._api.ask(requests.CONVOS, {"limit": CONVOS}, chat=True)
        return every(answer.decode(_Convos).convos, Convo)

    async def convo(self, convo: str) -> Convo:
        """Return a conversation. Raises Gone or Refused."""
        answer = await self._api.ask(requests.CONVO, {"convoId": convo}, chat=True, answering=True)
        return answer.decode(_One).convo

    async def said(self, convo: str, place: str | None = None) -> tuple[list[msgspec.Raw], str | None]:
        """Return a page of a conversation's messages, newest first, and where older ones are."""
        params: Params = {"convoId": convo, "limit": PAST, "cursor": place}
        listing = (await self._api.ask(requests.MESSAGES, params, chat=True)).decode(_Messages)
        return listing.messages, listing.cursor

    async def _past(self, convo: Convo, cursor: Cursor) -> list[Item]:
        raws, _ = await self.said(convo.id)
        self._learn(convo)
        since, items = self._api.client.now() - PAST_DAYS * DAY, list[Item]()
        for raw in reversed(raws):
            for item in await self._item(convo.id, raw, cursor):
                if not isinstance(item, Message) or item.created_at >= since:
                    items.append(item)
        return items

    async def _logged(self, cursor: Cursor) -> AsyncIterator[list[Item]]:
        for _ in range(LOG_PAGES):
            params: Params = {"cursor": cursor.rev or None}
            log = (await self._api.ask(requests.LOG, params, chat=True)).decode(_Log)
            entries, broken = every(log.logs, _Entry)
            items: list[Item] = [*cursor.first_time(broken)]
            for entry in entries:
                items += await self._happened(entry, cursor)
            before = cursor.rev
            cursor.rev = log.cursor or max((entry.rev for entry in entries), default=before or "")
            yield items
            if not log.logs or cursor.rev == before:
                return

    async def _happened(self, entry: _Entry, cursor: Cursor) -> list[Item]:
        if not entry.convoId or not bytes(entry.message):
            return []
        if entry.kind.endswith("#logCreateMessage"):
            return await self._item(entry.convoId, entry.message, cursor)
        gone = _last(entry.message).id
        if gone and entry.kind.endswith("#logDeleteMessage"):
            return [Deletion(f"{entry.convoId}/{gone}")]
        return []

    async def _item(self, convo: str, raw: msgspec.Raw, cursor: Cursor) -> list[Item]:
        """Return what a message amounts to: nothing where it was given on, was deleted, or only tells of the group."""
        if _last(raw).kind.endswith(("#deletedMessageView", "#systemMessageView")):
            return []
        try:
            message = await self.read(Kept(convo, raw))
        except ValueError as error:
            return [*cursor.first_time([Unreadable(msgspec.json.encode(Kept(convo, raw)), str(error))])]
        return [message] if cursor.keep_said(message.remote_id) else []

    async def read(self, kept: Kept) -> Message:
        """Return a message out of a conversation. Raises ValueError for one that cannot be read."""
        found, broken = every([kept.message], Said)
        if not found:
            raise ValueError(broken[0].why)
        return await self.message(kept.convoId, found[0])

    async def message(self, convo: str, said: Said) -> Message:
        """Return something said as a message. Raises ValueError for a time that is none."""
        from_iso(said.sentAt)
        people = self._people.get(convo)
        if people is None or said.sender.did not in people:
            try:
                people = self._learn(await self.convo(convo))
            except Gone:
                people = {}
        person = people.get(said.sender.did) or Person(said.sender.did)
        others = [one for did, one in people.items() if did != self._ours.did]
        shut = len(others) == 1 and bool(others[0].chatDisabled)
        return parse.direct(said, convo, person, self._ours, shut=shut)

    def _learn(self, convo: Convo) -> dict[str, Person]:
        people, _ = every(convo.members, Person)
        self._people[convo.id] = {person.did: person for person in people}
        return self._people[convo.id]


def _last(raw: msgspec.Raw) -> _Last:
    try:
        return msgspec.json.decode(raw or b"{}", type=_Last)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Last()
