"""One Discord bot."""

from collections.abc import AsyncIterator

import httpx
from msgspec import Raw, Struct

from responder.connectors.discord import files, parse, sending, words
from responder.connectors.discord.api import Api
from responder.connectors.discord.feed import Feed
from responder.connectors.discord.parse import Channel, Ours, User, Written
from responder.connectors.discord.places import Places
from responder.core.accounts import Account, Limits
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.monitors import Term, TermKind
from responder.core.ports import (
    Act,
    Attached,
    Batch,
    Fetcher,
    Found,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
    Unreadable,
)
from responder.net.payloads import decoded

LIMITS = Limits(characters=sending.LIMIT, attachments=sending.MOST_FILES)
CONTENT = 1 << 18 | 1 << 19
"""Flags of an application that may read what does not mention it: wholly, or while it is small."""

THUMB = "%F0%9F%91%8D"
HITS = 25


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Fetcher:
    """Return the connector for an account; nothing is asked of Discord yet."""
    return Discord(account, means, transport)


class Discord:
    """What a bot's servers bring, read and answered in its name."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._base = account.options["base"]
        self._api = Api(self._base, means.vault.secret, means.clock, transport)
        self._ours = Ours(account.remote_id, account.server, account.id)
        self._wanted = account.options.get("channels", "").split(",")

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it now belongs to another bot."""
        me = await identity(self._api, self._account.server)
        if me.remote_id != self._account.remote_id:
            raise SignInNeeded(f"This token belongs to {me.handle}, not to {self._account.handle}")
        return me

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives; see `Feed`."""
        return self._feed().batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a message where it stands. All that has to be asked is asked before: nothing may fail afterwards."""
        root, channel, names = await self._whereabouts(reply)
        body = await sending.send(self._api, reply)
        try:
            sent = decoded(body, Written, parse.NAME)
        except Malformed as error:
            raise Uncertain("Discord took it, but its answer cannot be read") from error
        return Receipt(sent.key, parse.message(sent, channel, self._ours, root, names, addressed=False))

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours in the channel."""
        found = await sending.found(self._api, self._ours, reply, since)
        if not isinstance(found, Written):
            return found
        root, channel, names = await self._whereabouts(reply)
        return Receipt(found.key, parse.message(found, channel, self._ours, root, names, addressed=False))

    async def act(self, act: Act) -> None:
        """Edit or delete, or put a thumb under a message; what is so already stays so."""
        channel, number = sending.parted(act.remote_id) if act.verb in _VERBS else ("", "")
        where = f"channels/{channel}/messages/{number}"
        match act.verb:
            case "delete":
                try:
                    await self._api.write("DELETE", where)
                except Gone:
                    return
            case "edit":
                quietly = {"content": act.text, "allowed_mentions": {"parse": []}}
                await self._api.write("PATCH", where, quietly)
            case "favourite":
                await self._api.write("PUT", f"{where}/reactions/{THUMB}/@me")
            case "unfavourite":
                await self._api.write("DELETE", f"{where}/reactions/{THUMB}/@me")
            case _:
                raise Refused(f"Discord does not know how to {act.verb} a message")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a message that an earlier version could not."""
        one = parse.single(payload)
        if isinstance(one, Unreadable):
            raise Malformed(one.why, payload)
        return tuple(await self._feed().items(one))

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for words in the bot's servers, the newest first. Raises Refused for any other kind of term."""
        if term.kind is not TermKind.KEYWORD:
            raise Refused("On Discord only words can be looked for")
        places = Places(self._api, self._wanted)
        await places.look_around()
        after = cursor if cursor and cursor.isdecimal() else "0"
        raws: list[Raw] = []
        for guild in places.guilds:
            params: dict[str, str | int] = {
                "content": term.text,
                "limit": HITS,
                **({"min_id": after} if after != "0" else {}),
            }
            answer = await self._api.get(f"guilds/{guild.id}/messages/search", params)
            if answer.status == 202:
                continue  # Discord is still indexing: what is there now is found the next time
            raws += [raw for group in answer.decode(parse.Found).messages for raw in group[:1]]
        page = parse.sorted_out(raws)
        items: list[Item] = []
        for one in page.messages:
            if not self._ours.wrote(one) and parse.speaks(one):
                channel = await places.of(one.channel_id)
                root = (
                    await self._means.known.root_of(one.key) or places.root(channel) or one.above or one.key
                )
                items.append(parse.message(one, channel, self._ours, root, places.names, addressed=False))
        return Batch((*items, *page.broken), max([after, *(one.id for one in page.messages)], key=int))

    async def fetch(self, address: str) -> Attached:
        """Return a file that stands beside a message."""
        return await files.fetched(self._api, self._means.clock, address)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.client.aclose()

    def _feed(self) -> Feed:
        return Feed(self._api, self._ours, Places(self._api, self._wanted), self._means, self._base)

    async def _whereabouts(self, reply: Outgoing) -> tuple[str, Channel, dict[str, str]]:
        """Return the root of the conversation, its channel, and the names of channels."""
        places = Places(self._api, self._wanted)
        channel = await places.of(sending.parted(reply.in_reply_to)[0])
        root = await self._means.known.root_of(reply.in_reply_to) or places.root(channel) or reply.in_reply_to
        return root, channel, places.names


_VERBS = ("delete", "edit", "favourite", "unfavourite")


class _Application(Struct):
    id: str
    flags: int = 0


async def identity(api: Api, server: str) -> Identity:
    """Return who a token speaks for, and what it cannot do."""
    me = (await api.get("users/@me")).decode(User)
    application = (await api.get("applications/@me")).decode(_Application)
    missing = () if application.flags & CONTENT else (words.NO_CONTENT,)
    name = me.global_name or me.username
    return Identity(server, me.id, me.username, name, LIMITS, missing)
