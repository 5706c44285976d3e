"""One account on Reddit."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.reddit import parse, sending
from responder.connectors.reddit.api import Api
from responder.connectors.reddit.feed import Feed
from responder.connectors.reddit.parse import Me, Ours, Thing
from responder.core import manifest
from responder.core.accounts import Account, Limits
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded
from responder.core.monitors import Term, TermKind
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt
from responder.net import tokens
from responder.net.payloads import WRONG

LIMITS = Limits(characters=sending.LONGEST)
_VOTES = {"favourite": "1", "unfavourite": "0"}
_VERDICTS: dict[str, tuple[str, dict[str, str]]] = {
    "approve": ("approve", {}),
    "trash": ("remove", {"spam": "false"}),
    "spam": ("remove", {"spam": "true"}),
}


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of Reddit yet."""
    return Reddit(account, means, transport)


class Reddit:
    """What is said to one account, read and answered as it."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._api = Api(account.options, means.vault, means.clock, means.pace, transport)
        self._ours = Ours(account.handle, account.server, account.id)

    async def check(self) -> Identity:
        """Prove the sign-in. Raises SignInNeeded, also when it now belongs to somebody else."""
        me = await who(self._api)
        if me.id != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to {me.name}, not to {self._account.handle}")
        granted = tokens.read(self._means.vault.secret).scopes
        return identity(self._account.server, me, granted)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed().batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a comment or post in public, or a private message in private."""
        return await self._receipt(reply, await sending.send(self._api, reply))

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours in both places where it would be."""
        found = await sending.find(self._api, self._ours, reply, since)
        return await self._receipt(reply, found) if isinstance(found, Thing) else found

    async def act(self, act: Act) -> None:
        """Edit, delete, vote or moderate; what is so already stays so."""
        if not parse.named(act.remote_id):
            raise Gone("This is not one of Reddit's")
        if act.verb == "edit":
            await self._api.write("api/editusertext", {"thing_id": act.remote_id, "text": act.text})
        elif act.verb == "delete":
            await self._api.write("api/del", {"id": act.remote_id})
        elif act.verb in _VOTES:
            await self._api.write("api/vote", {"id": act.remote_id, "dir": _VOTES[act.verb]})
        elif act.verb in _VERDICTS:
            path, more = _VERDICTS[act.verb]
            await self._api.write(f"api/{path}", {"id": act.remote_id, **more})
        else:
            raise Refused(f"Reddit does not know how to {act.verb} a comment")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read an entry that an earlier version could not."""
        try:
            one = parse.thing(payload)
        except WRONG as error:
            raise Malformed("something that we cannot read", payload) from error
        return tuple(await self._feed().items(one))

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for words in posts everywhere, the newest first. Raises Refused for any other kind of term."""
        if term.kind is not TermKind.KEYWORD:
            raise Refused("On Reddit only words can be looked for")
        quoted = term.text.replace('"', " ")
        params = {"q": f'"{quoted}"', "sort": "new", "type": "link", "limit": "100"}
        page = parse.listing((await self._api.get("search", params)).body)
        known = set((cursor or "").split(","))
        fresh = [
            one for one in page.things if one.name not in known and not one.gone and not self._ours.wrote(one)
        ]
        items = [parse.message(one, self._ours, one.name, addressed=False) for one in reversed(fresh)]
        return Batch((*items, *page.broken), ",".join(one.name for one in page.things) or (cursor or ""))

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()

    def _feed(self) -> Feed:
        names = self._account.options.get("communities", "").split(",")
        communities = [name.strip().removeprefix("r/") for name in names if name.strip()]
        return Feed(self._api, self._ours, self._means, communities)

    async def _receipt(self, reply: Outgoing, sent: Thing) -> Receipt:
        root = await self._means.known.root_of(reply.in_reply_to) or reply.in_reply_to
        return Receipt(sent.name, parse.message(sent, self._ours, root, addressed=False))


async def who(api: Api) -> Me:
    """Return who we are there."""
    return (await api.get("api/v1/me")).decode(Me)


def identity(server: str, me: Me, granted: tuple[str, ...]) -> Identity:
    """Return who a sign-in speaks for, and what was not granted to it; `*` is everything."""
    told = manifest.load("responder.connectors.reddit")
    missing = () if "*" in granted or not granted else told.lacking(granted)
    return Identity(server, me.id, me.name, me.name, LIMITS, missing)
