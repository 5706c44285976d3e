"""Looking for what is not addressed to us: a hashtag's posts, posts by their words, the posts of one account."""

from urllib.parse import quote

import msgspec
from msgspec import Struct

from responder.connectors.mastodon import parse
from responder.connectors.mastodon.api import Api, Server
from responder.connectors.mastodon.parse import Ours, Person, Status
from responder.connectors.mastodon.requests import PAGE, SEARCH, TAGGED
from responder.connectors.mastodon.threads import Threads
from responder.core.clock import from_iso
from responder.core.errors import Gone, Refused
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Item, Unreadable
from responder.net.payloads import every

THREADS = 6
"""How many threads one search asks for; posts that stand in more of them come with the next one."""


class Mark(Struct, omit_defaults=True):
    """Where a search stands: the newest post that it gave, and the id of the account that it is about."""

    newest: str = ""
    account: str = ""


class Results(Struct):
    """A Search entity."""

    statuses: list[msgspec.Raw] = []
    accounts: list[msgspec.Raw] = []


class Searcher:
    """Searches for one account of ours."""

    def __init__(self, api: Api, ours: Ours, threads: Threads) -> None:
        self._api, self._ours, self._threads = api, ours, threads
        self._server: Server | None = None

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Return what was written since the cursor, oldest first; `min_id` goes forward page by page.

        Raises Refused, in words, for a term that this server cannot look for.
        """
        mark = _decode(cursor)
        match term.kind:
            case TermKind.HASHTAG:
                raws = await self._tagged(term.text.removeprefix("#").strip(), mark)
            case TermKind.KEYWORD:
                raws = (await self._results(term.text, "statuses", **_page(mark.newest))).statuses
            case TermKind.ACCOUNT:
                raws = await self._written_by(term.text, mark)
            case _:
                raise Refused(f"Mastodon cannot look for a {term.kind}.")
        found, broken = every(raws, Status)
        items = await self._placed(found, mark)
        return Batch((*broken, *items), msgspec.json.encode(mark).decode())

    async def _placed(self, found: list[Status], mark: Mark) -> list[Item]:
        """Return posts as messages, as far as their threads may be asked for; the mark goes along."""
        items: list[Item] = []
        asked = 0
        found.reverse()  # of the same moment, the server's order counts
        for status in sorted(found, key=_written):
            if self._ours.wrote(status.account):
                mark.newest = status.key
                continue
            if status.parent is not None and await self._threads.known(status) is None:
                if asked == THREADS:
                    break
                asked += 1
            mark.newest = status.key
            place = await self._threads.place(status)
            if place is None:
                continue
            try:
                items.append(parse.message(status, self._ours, place.root, place.post, addressed=False))
            except ValueError as error:
                items.append(Unreadable(msgspec.json.encode(status), f"{type(error).__name__}: {error}"))
        return items

    async def _tagged(self, tag: str, mark: Mark) -> list[msgspec.Raw]:
        if self._server is None:
            self._server = await self._api.server()
        if not self._server.hashtags:
            raise Refused("This server shows hashtags to nobody.")
        try:
            return await self._api.listed(TAGGED + quote(tag, safe=""), {**_page(mark.newest)})
        except Gone as error:
            raise Refused("This server does not show posts by hashtag.") from error

    async def _results(self, words: str, kind: str, **more: str | int | bool) -> Results:
        try:
            found = await self._api.client.get(SEARCH, {"q": words, "type": kind, **more})
        except Gone as error:
            raise Refused("This server has no search.") from error
        return found.decode(Results)

    async def _written_by(self, handle: str, mark: Mark) -> list[msgspec.Raw]:
        mark.account = mark.account or await self._named(handle)
        try:
            return await self._api.posts(mark.account, {**_page(mark.newest)})
        except Gone as error:
            raise Refused(f"What {handle} writes is no longer shown here.") from error

    async def _named(self, handle: str) -> str:
        wanted = handle.strip().lstrip("@")
        found = await self._results(f"@{wanted}", "accounts", resolve=True, limit=5)
        people, _ = every(found.accounts, Person)
        near = {_full(one.acct, self._ours.server): one for one in people}
        person = near.get(_full(wanted, self._ours.server))
        if person is None:
            raise Refused(f"Nobody is called @{wanted} there.")
        return str(person.id)


def _page(newest: str) -> dict[str, str | int]:
    return {"limit": PAGE, "min_id": newest} if newest else {"limit": PAGE}


def _full(acct: str | None, home: str) -> str:
    """Return an address with its server, in lower case."""
    short = (acct or "").lower()
    return short if "@" in short else f"{short}@{home.lower()}"


def _written(status: Status) -> int:
    try:
        return from_iso(status.created_at)
    except ValueError:
        return 0


def _decode(cursor: str | None) -> Mark:
    try:
        return msgspec.json.decode(cursor or "{}", type=Mark)
    except msgspec.DecodeError:
        return Mark()
