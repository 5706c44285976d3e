"""One reading of one feed: what is new in it, since a cursor that is brought up to date."""

import asyncio

from responder.connectors.feeds import messages, parse, requests
from responder.connectors.feeds.cursor import Cursor
from responder.connectors.feeds.entries import Entry, Feed, moment
from responder.connectors.feeds.messages import Source, digest
from responder.connectors.feeds.web import Address, Landed, Web
from responder.core.errors import Gone, NetworkError
from responder.core.ports import Deletion, Gap, Item, Means, Unreadable

FIRST = 100
"""How many entries the first reading gives on; those before them are past."""

PAGES = 20
"""How many pages are read back (RFC 5005, JSON Feed's next_url) to where reading stood."""

LOST = "The feed lists nothing any more that was there at the last reading: entries may have come and gone"
GONE = "This feed is gone for good, its server says. Disconnect it, or look for its new address."


class Reading:
    """Reads through one `Web`, for one source."""

    def __init__(self, web: Web, source: Source, means: Means) -> None:
        self._web, self._source, self._means = web, source, means

    async def round(self, place: Address, cursor: Cursor) -> tuple[tuple[Item, ...], str | None]:
        """Return what is new, oldest first, and where the feed moved for good. Raises the NetworkErrors."""
        landed = await self._web.read(place, lambda url: requests.headers(cursor, digest(url)))
        if landed.answer.status == 410:
            raise Gone(GONE)
        now = self._web.now(landed.url)
        items: tuple[Item, ...] = ()
        if landed.answer.status != 304:
            mark = digest(landed.answer.body.decode("latin-1"))
            if mark != cursor.body or not cursor.begun:
                items = await self._changed(landed, place, cursor, now)
            self._take_marks(cursor, landed, mark)
        cursor.at = now
        cursor.due = requests.due(cursor, landed.answer.headers, self._means.clock.now())
        return items, landed.moved if landed.moved != place.url else None

    async def _changed(self, landed: Landed, place: Address, cursor: Cursor, now: int) -> tuple[Item, ...]:
        feed = await self._parsed(landed)
        _tell_apart(feed.entries)
        requests.rhythm(cursor, feed)
        entries, whole = await self._further(feed, place, cursor)
        news = [entry for entry in _distinct(entries, self._source) if cursor.is_news(entry, self._source)]
        gap = self._gap(entries, cursor, now) if cursor.begun and not whole else []
        if not cursor.begun:
            news = _newest(news)
        cursor.remember(reversed(entries), self._source)
        kept = [Unreadable(payload, why) for payload, why in feed.unreadable if cursor.first_time(payload)]
        cursor.begun = True
        roots = await self._roots(news)
        found = [messages.message(entry, feed, self._source, now, roots) for entry in reversed(news)]
        named = [Entry(id=one) for one in feed.gone]
        gone = [Deletion(messages.key(one, self._source)) for one in named if cursor.knows(one, self._source)]
        return (*sorted(found, key=lambda one: one.created_at), *gap, *kept, *self._fresh(gone, cursor))

    def _fresh(self, gone: list[Deletion], cursor: Cursor) -> list[Deletion]:
        return [one for one in gone if cursor.first_time(f"gone {one.remote_id}".encode())]

    async def _further(self, feed: Feed, place: Address, cursor: Cursor) -> tuple[list[Entry], bool]:
        """Return the entries back to one that is known, and whether the way back is whole."""
        entries, seen = list(feed.entries), {place.url}
        for _ in range(PAGES):
            if any(cursor.knows(entry, self._source) for entry in entries):
                return entries, True
            enough = not cursor.begun and len(entries) >= FIRST
            if not feed.next or feed.next in seen or enough:
                break
            seen.add(feed.next)
            try:
                more = await self._parsed(
                    await self._web.read(Address(feed.next), lambda _url: {"Accept": requests.ACCEPT})
                )
            except NetworkError:
                if cursor.begun:
                    raise
                break
            feed.unreadable += more.unreadable
            feed.next = more.next
            entries += more.entries
        return entries, not cursor.begun

    def _gap(self, entries: list[Entry], cursor: Cursor, now: int) -> list[Gap]:
        """Return the stretch for which the feed proves nothing: none of what it listed is there any more."""
        if not entries or not any(cursor.seen.values()):
            return []
        dates = [
            at for entry in entries if (at := moment(entry.published) or moment(entry.updated)) is not None
        ]
        until = min(max(min(dates, default=now), cursor.at + 1), max(now, cursor.at + 1))
        return [Gap(cursor.at, until, LOST)]

    async def _parsed(self, landed: Landed) -> Feed:
        """Parse beside the loop: a large feed takes longer than a window may stand still."""
        kind = str(landed.answer.headers.get("content-type", ""))
        return await asyncio.to_thread(parse.feed, landed.answer.body, kind, landed.url)

    async def _roots(self, entries: list[Entry]) -> dict[str, str]:
        found: dict[str, str] = {}
        for entry in entries:
            if entry.parent and entry.parent not in found:
                root = await self._means.known.root_of(entry.parent)
                if root is not None:
                    found[entry.parent] = root
        return found

    def _take_marks(self, cursor: Cursor, landed: Landed, mark: str) -> None:
        headers = landed.answer.headers
        cursor.where, cursor.body = digest(landed.url), mark
        cursor.tag, cursor.changed = "", ""
        if not requests.just_changed(headers):
            cursor.tag, cursor.changed = headers.get("etag", "")[:500], headers.get("last-modified", "")[:100]


def _tell_apart(entries: list[Entry]) -> None:
    """Call entries by their links where a feed gives one id to several pages."""
    links: dict[str, set[str]] = {}
    for entry in entries:
        links.setdefault(entry.id, set()).add(entry.link)
    for entry in entries:
        if entry.id and entry.link and len(links[entry.id]) > 1:
            entry.id = ""


def _distinct(entries: list[Entry], source: Source) -> list[Entry]:
    """Return the entries once each: the first of those that are one, which is the newest version."""
    return list({messages.key(entry, source): entry for entry in reversed(entries)}.values())[::-1]


def _newest(entries: list[Entry]) -> list[Entry]:
    """Return the newest of them, by date as far as they have one; feeds list the newest first otherwise."""
    dated = sorted(
        enumerate(entries),
        key=lambda one: (-(moment(one[1].published) or moment(one[1].updated) or 0), one[0]),
    )
    return (
        [entry for _, entry in sorted(dated[:FIRST], key=lambda one: one[0])]
        if len(entries) > FIRST
        else entries
    )
