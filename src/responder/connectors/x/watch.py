"""Looking for a monitor's terms, and what became of what was found."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.x import parse, requests
from responder.connectors.x.api import Api
from responder.connectors.x.cursor import REMEMBERED, Track
from responder.connectors.x.feed import asked, missing, ordered
from responder.connectors.x.threads import Threads
from responder.core.accounts import Account
from responder.core.clock import DAY, HOUR, MINUTE, Clock
from responder.core.errors import Throttled
from responder.core.monitors import Term
from responder.core.ports import Batch, Deletion, Gap, Item

REACH = 7 * DAY
"""How far back a search reaches (µs)."""

PAGES = 3
"""How many pages of hits one question takes; the rest waits for the next one."""

RECHECK = 12 * HOUR
"""How often hits are looked up again (µs): X asks that what is deleted goes within a day, and bills every look."""


class Hits(Struct, frozen=True):
    """How far a search was read, the latest posts that it found, and when they were looked up again (µs)."""

    track: Track = Track()
    found: tuple[str, ...] = ()
    checked: int = 0

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()


def read(text: str | None) -> Hits:
    """Return where a search stands; an empty one when that makes no sense."""
    try:
        hits = msgspec.json.decode(text or "", type=Hits)
    except (msgspec.MsgspecError, RecursionError):
        return Hits()
    numbers = [*hits.found, *filter(None, (hits.track.since, hits.track.below, hits.track.top))]
    return hits if all(number.isdecimal() for number in numbers) else Hits()


class Watch:
    """Searches for an account's monitors."""

    def __init__(self, api: Api, threads: Threads, account: Account, clock: Clock) -> None:
        self._api, self._threads, self._account, self._clock = api, threads, account, clock
        minutes = account.options.get("recheck_minutes", "")
        self._recheck = int(minutes) * MINUTE if minutes.isdecimal() else RECHECK

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Return posts of the last seven days that hold a term, and which earlier ones are gone."""
        wanted = {"query": requests.query(term, self._account.handle)}
        hits, items = read(cursor), list[Item]()
        track, now = hits.track, self._clock.now()
        if track.since and parse.drawn_at(track.since) < now - REACH:
            since = parse.drawn_at(track.since)
            items.append(Gap(since, now - REACH, "X searches only the last seven days"))
            track = Track(begun=True)
        gone, hits = await self._gone(hits, now)
        items += [Deletion(key) for key in gone]
        for _ in range(PAGES):
            filling = bool(track.below)
            page = await self._api.posts("/2/tweets/search/recent", {**wanted, **asked(track)}, least=10)
            messages = [self._threads.post(post, page, addressed=False) for post in ordered(page.posts)]
            items += messages
            hits = replace(hits, found=(*hits.found, *(one.remote_id for one in messages))[-REMEMBERED:])
            last = page.next_token is None or not (track.begun or track.since)
            track = track.after(page.ids, last=last)
            if last and not filling:
                break
        return Batch(tuple(items), replace(hits, track=track, checked=hits.checked or now).write())

    async def _gone(self, hits: Hits, now: int) -> tuple[list[str], Hits]:
        """Return which hits are deleted, or hidden by their authors, when it is time to look."""
        if not hits.found or now - hits.checked < self._recheck:
            return [], hits
        try:
            page = await self._api.lookup(list(dict.fromkeys(hits.found)))
        except Throttled:
            return [], replace(hits, checked=now)  # what is new comes first
        gone = set(missing(page))
        return sorted(gone), Hits(hits.track, tuple(one for one in hits.found if one not in gone), now)
