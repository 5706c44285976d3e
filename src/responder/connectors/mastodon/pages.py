"""Reading notifications so that none is missed: forward from the last one we had, or back to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from responder.connectors.mastodon.api import Api, Page
from responder.connectors.mastodon.cursor import Cursor
from responder.connectors.mastodon.parse import Notification
from responder.core.clock import DAY, from_iso
from responder.core.ports import Gap, Unreadable

FIRST = 200
"""How many mentions of the past a new account brings along; not pages, which are small on some servers."""

FIRST_DAYS = 30
"""No older than this, too."""

MOST_PAGES = 250
"""Whoever has missed more (10,000 mentions) gets a gap that says so."""


@dataclass
class Stretch:
    """Some notifications, and what could not be proved about what lies before them."""

    items: list[Notification] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)
    gap: Gap | None = None


async def unread(api: Api, cursor: Cursor, newest: Page, now: int) -> AsyncIterator[Stretch]:
    """Yield everything since the cursor, the oldest stretch first; `newest` is the page that was just read.

    Going forward by `min_id` keeps every step safe to stop at. Ids are never compared: that a page
    joins what we had is seen from ids in common, from times, or by asking what lies before it.
    """
    if not cursor.begun:
        yield await _history(api, newest, now)
    elif _joins(newest, cursor):
        yield Stretch(newest.items, newest.broken)
    elif newest.whole:
        yield Stretch(newest.items, newest.broken, _missing(cursor, newest, now))
    else:
        async for stretch in _between(api, cursor, newest, now):
            yield stretch


async def _between(api: Api, cursor: Cursor, newest: Page, now: int) -> AsyncIterator[Stretch]:
    first = await api.notifications(min_id=cursor.notification) if cursor.notification else Page()
    before = await api.notifications(max_id=first.ids[-1]) if first.items else Page()
    if not first.items or not (before.whole or _joins(before, cursor) or _joins(first, cursor)):
        yield await _back(api, cursor, newest, now)
        return
    lost = before.whole and not _joins(before, cursor) and not _joins(first, cursor)
    gap = _missing(cursor, Page([*first.items, *before.items]), now) if lost else None
    yield Stretch([*first.items, *before.items] if lost else first.items, first.broken, gap)
    seen, page = set(first.ids), first
    for _ in range(MOST_PAGES):
        page = await api.notifications(min_id=_newest(page))
        fresh = [item for item in page.items if str(item.id) not in seen]
        if not fresh:
            break
        seen.update(page.ids)
        yield Stretch(fresh, page.broken)
    if not seen.intersection(newest.ids):
        yield await _back(api, cursor, newest, now)
        return
    yield Stretch(newest.items, newest.broken)


async def _back(api: Api, cursor: Cursor, newest: Page, now: int) -> Stretch:
    """Go from the newest page back to what we had: for servers that do not know `min_id`."""
    whole = Stretch(list(newest.items), list(newest.broken))
    seen, page = set(newest.ids), newest
    for _ in range(MOST_PAGES):
        if _joins(page, cursor):
            return whole
        page = await _older(api, page)
        fresh = [item for item in page.items if str(item.id) not in seen]
        if not fresh:
            break
        seen.update(page.ids)
        whole.items += fresh
        whole.broken += page.broken
    if not _joins(Page(whole.items), cursor):
        whole.gap = _missing(cursor, Page(whole.items), now)
    return whole


async def _history(api: Api, newest: Page, now: int) -> Stretch:
    whole = Stretch(list(newest.items), list(newest.broken))
    seen, page = set(newest.ids), newest
    while len(whole.items) < FIRST:
        if page.whole or not page.items or now - _at(page.items[-1], now) > FIRST_DAYS * DAY:
            break
        page = await _older(api, page)
        fresh = [item for item in page.items if str(item.id) not in seen]
        if not fresh:
            break
        seen.update(page.ids)
        whole.items += fresh
        whole.broken += page.broken
    return whole


async def _older(api: Api, page: Page) -> Page:
    return await api.notifications(max_id=page.ids[-1]) if page.items else Page(whole=True)


def _joins(page: Page, cursor: Cursor) -> bool:
    """Say whether a page reaches back to what we had before."""
    if not cursor.notification:
        return page.whole
    if any(cursor.knows(key) for key in page.ids):
        return True
    return bool(page.items) and _at(page.items[-1], cursor.at + 1) <= cursor.at


def _missing(cursor: Cursor, page: Page, now: int) -> Gap | None:
    """Return the gap between what we had and the oldest that the server still lists."""
    oldest = min((_at(item, now) for item in page.items), default=now)
    if not cursor.notification or oldest <= cursor.at:
        return None
    return Gap(cursor.at, oldest, "The server no longer lists the notifications from before this")


def _newest(page: Page) -> str:
    """Return where to go on from: the newest by time; among equals the one that stands first."""
    return str(max(page.items, key=lambda item: _at(item, 0)).id)


def _at(item: Notification, default: int) -> int:
    try:
        return from_iso(item.created_at or "")
    except ValueError:
        return default


def advance(cursor: Cursor, items: list[Notification]) -> None:
    """Move the cursor to the newest of some notifications, never back."""
    for item in reversed(items):
        at = _at(item, 0)
        if at >= cursor.at:
            cursor.notification, cursor.at = str(item.id), at


def oldest_time(page: Page, now: int) -> int:
    """Return since when a page probably lists everything (µs): a short one since ever."""
    return 0 if page.short else min((_at(item, now) for item in page.items), default=now)
