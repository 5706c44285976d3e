"""The tips of one place on Foursquare: read only."""

from collections.abc import AsyncIterator
from hashlib import blake2b

import httpx
from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.foursquare import parse, words
from responder.connectors.foursquare.api import API, MOST, Api
from responder.connectors.foursquare.parse import Tip
from responder.core.accounts import Account
from responder.core.clock import from_iso
from responder.core.errors import Refused
from responder.core.messages import Message, Place
from responder.core.monitors import Term, TermKind
from responder.core.ports import (
    Absent,
    Act,
    Batch,
    Connector,
    Deletion,
    Found,
    Gap,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
)
from responder.net import cursors


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """How the listed tips looked, and when each was written (µs)."""

    seen: dict[str, tuple[str, int]] = {}
    begun: bool = False


def read(text: str | None) -> Cursor:
    """Return a stored cursor; when there is none, or none of ours, an empty one: then reading begins anew."""
    return cursors.read(text, Cursor) or Cursor()


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for a place; nothing is asked of Foursquare yet."""
    return Foursquare(account, means, transport)


class Foursquare:
    """Tips of a place, asked for again and again."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._api = Api(account.options.get("api", API), means.vault.secret, means.clock, transport)

    async def check(self) -> Identity:
        """Prove the key. Raises SignInNeeded."""
        self._means.pace.spend(answering=True)
        place = await self._api.place(self._account.remote_id)
        return Identity(self._account.server, place.remote_id, place.name, place.name)

    async def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield new, changed and deleted tips; the latest fifty are all that Foursquare shows."""
        state = read(cursor)
        while True:
            items, state = await self._news(self._account.remote_id, place_of(self._account), state)
            yield Batch(tuple(items), state.write())
            if self._means.once:
                return
            await self._means.pace.turn(news=bool(items))

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Return the new tips of somebody else's place, by its id. Raises Refused for any other kind of term."""
        number = term.text.strip().rstrip("/").rpartition("/")[2]
        if term.kind is not TermKind.PLACE or not parse.ID.fullmatch(number):
            raise Refused(f"Foursquare can only watch places by their ids, not {term.text[:80]}")
        self._means.pace.spend()
        place = await self._api.place(number)
        items, state = await self._news(number, place, read(cursor), addressed=False)
        return Batch(tuple(items), state.write())

    async def send(self, reply: Outgoing) -> Receipt:
        """Refuse: no program can answer a tip."""
        raise Refused(words.READ_ONLY)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Prove that nothing of ours is there: nothing is ever sent."""
        return Absent()

    async def act(self, act: Act) -> None:
        """Refuse: no program can change a tip."""
        raise Refused(words.READ_ONLY)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a tip that an earlier version could not."""
        return (parse.message(parse.tip(payload), self._account, place_of(self._account)),)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()

    async def _news(
        self, number: str, place: Place, state: Cursor, *, addressed: bool = True
    ) -> tuple[list[Item], Cursor]:
        self._means.pace.spend()
        tips, bad = await self._api.tips(number)
        tips.sort(key=lambda tip: (from_iso(tip.created_at), tip.key))
        full = len(tips) + len(bad) >= MOST
        messages = [parse.message(tip, self._account, place, addressed=addressed) for tip in tips]
        looks = {message.remote_id: (_mark(message), message.created_at) for message in messages}
        news = [one for one in messages if state.seen.get(one.remote_id, ("",))[0] != looks[one.remote_id][0]]
        fresh_bad = state.new_unreadable(bad)
        gone = [] if bad else _gone(state, tips, full=full)
        items: list[Item] = [
            *_lost(state, tips, full=full),
            *news,
            *fresh_bad,
            *(Deletion(key) for key in gone),
        ]
        kept = looks if not bad else {**state.seen, **looks}
        return items, replace(state, seen=kept, begun=True).having_kept(fresh_bad)


def place_of(account: Account) -> Place:
    """Return the place that an account stands for, as it was found when it was connected."""
    latitude, longitude = (account.options.get(name, "") for name in ("latitude", "longitude"))
    at = (float(latitude), float(longitude)) if latitude and longitude else (None, None)
    return Place(account.remote_id, account.name, account.options.get("address", ""), *at)


def _gone(state: Cursor, tips: list[Tip], *, full: bool) -> list[str]:
    """Return remembered tips that are not listed, of those that would be: what is older has only slipped out."""
    there = {tip.key for tip in tips}
    oldest = from_iso(tips[0].created_at) if full and tips else 0
    return [key for key, (_, at) in state.seen.items() if key not in there and at > oldest]


def _lost(state: Cursor, tips: list[Tip], *, full: bool) -> list[Gap]:
    """Return the stretch that nobody can prove to know: all that is listed is new."""
    if not state.seen or not full or any(tip.key in state.seen for tip in tips):
        return []
    since, until = max(at for _, at in state.seen.values()), from_iso(tips[0].created_at)
    if until <= since:
        return []
    return [Gap(since, until, "Foursquare shows only the latest 50 tips: older ones may be missing")]


def _mark(message: Message) -> str:
    return blake2b(message.fingerprint().encode(), digest_size=5).hexdigest()
