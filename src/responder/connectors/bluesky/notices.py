"""Reading notifications so that none is missed: from the newest back to those we had."""

from dataclasses import dataclass, field

from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.cursor import Cursor, full, short
from responder.connectors.bluesky.entities import View
from responder.core.clock import DAY
from responder.core.ports import Gap, Unreadable

FIRST = 200
"""How many notifications of the past a new account brings along."""

FIRST_DAYS = 30
"""No older than this, too."""

MOST_PAGES = 100
"""Whoever has missed more (10,000 of them) gets a gap that says so."""

DEEP_EVERY = 40
DEEP_PAGES = 5
"""Every so many rounds so many pages are compared: bridges and slow phones deliver hours late."""

_LIST_ENDS = "Bluesky no longer lists the notifications from before this"


@dataclass
class Unread:
    """What is listed: `views` of notifications, each once, and since when (µs) the list was read whole.

    `whole` means that there is nothing older.
    """

    views: dict[str, View] = field(default_factory=dict)
    broken: list[Unreadable] = field(default_factory=list)
    oldest: int = 0
    whole: bool = False
    gap: Gap | None = None


async def unread(api: Api, cursor: Cursor, now: int) -> Unread:
    """Read from the newest back to what we had; the first time so far as `FIRST` says.

    They are sorted by when they claim to be written: one that comes late lies deeper. So the newest page is
    always compared as a whole, not only down to the first that is known, and now and then some pages more.
    """
    found, place, joined = Unread(), None, False
    least = DEEP_PAGES if cursor.turn % DEEP_EVERY == DEEP_EVERY - 1 else 1
    for number in range(1, MOST_PAGES + 1):
        before = place
        views, broken, place = await api.notifications(before)
        found.broken += broken
        for view in views:
            found.views.setdefault(view.uri, view)
        joined = joined or _joins(views, cursor)
        if (
            place in (None, before)
            or (joined and number >= least)
            or (not cursor.begun and _enough(found, now))
        ):
            break
    found.whole = place is None
    found.oldest = min((view.at for view in found.views.values()), default=now)
    if cursor.begun and cursor.seen and not joined:
        found.gap = await _gap(api, cursor, found, now)
    return found


def _joins(views: list[View], cursor: Cursor) -> bool:
    if not cursor.begun:
        return False
    return any(short(view.uri) in cursor.seen or view.at < cursor.floor for view in views)


def _enough(found: Unread, now: int) -> bool:
    oldest = min((view.at for view in found.views.values()), default=now)
    return len(found.views) >= FIRST or now - oldest > FIRST_DAYS * DAY


async def _gap(api: Api, cursor: Cursor, found: Unread, now: int) -> Gap | None:
    """Return the gap before what is listed. Those we had may only have been deleted: then nothing is missing."""
    latest = sorted(cursor.seen, key=lambda key: cursor.seen[key].at)[-25:]
    there = await api.posts(full(key) for key in latest)
    if not there:
        return None
    since = max(cursor.seen[short(uri)].at for uri in there)
    return Gap(since, found.oldest, _LIST_ENDS) if since < found.oldest else None
