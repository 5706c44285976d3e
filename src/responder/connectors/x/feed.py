"""Listening by asking: mentions, our own answers, private messages, and what became of the latest posts."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from msgspec.structs import replace

from responder.connectors.x import parse, requests
from responder.connectors.x.api import Api
from responder.connectors.x.cursor import Cursor, Track, highest, read
from responder.connectors.x.parse import Page
from responder.connectors.x.shapes import Post
from responder.connectors.x.threads import Threads
from responder.core.accounts import Account
from responder.core.clock import DAY, MINUTE, SECOND
from responder.core.errors import Throttled
from responder.core.messages import Message
from responder.core.ports import Batch, Deletion, Gap, Item, Means
from responder.net.rounds import rounds

FIRST_PAGES = 2
"""How much of the past the first reading takes: it is paid for."""

DM_PAGES = 5
"""How many pages of private messages one round takes: there are fifteen in a quarter of an hour."""

DM_EVERY = 2 * MINUTE
RECHECK = 60
"""After how many minutes the latest posts are looked at again; a person may set another figure."""

_GONE = ("resource-not-found", "not-authorized-for-resource")


class Feed:
    """What arrives for one account, for ever, or once."""

    def __init__(self, api: Api, threads: Threads, account: Account, means: Means) -> None:
        self._api, self._threads, self._account = api, threads, account
        self._means = means
        self._dms_at = 0
        minutes = account.options.get("recheck_minutes", "")
        self._recheck = (int(minutes) if minutes.isdecimal() else RECHECK) * MINUTE

    def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        return rounds(self._means, read(stored), self._round)

    async def _round(self, cursor: Cursor) -> AsyncGenerator[tuple[list[Item], Cursor], None]:
        async with aclosing(self._mentions(cursor)) as news:
            async for items, cursor in news:
                yield items, cursor
        items, cursor = await self._own(cursor)
        more, cursor = await self._private(cursor)
        changed, cursor = await self._changes(cursor)
        yield [*items, *more, *changed], cursor

    # --- who mentions us

    async def _mentions(self, cursor: Cursor) -> AsyncGenerator[tuple[list[Item], Cursor], None]:
        path = f"/2/users/{self._account.remote_id}/mentions"
        filling = bool(cursor.mentions.below)
        while True:
            before = cursor.mentions
            page = await self._api.posts(path, asked(before))
            first = not before.begun and before.count + page.size >= FIRST_PAGES * requests.PAGE
            last = page.next_token is None or first
            items, cursor = await self._taken(cursor, page)
            cursor = replace(cursor, mentions=before.after(page.ids, last=last))
            if last:
                items += lost(before, page)
            yield items, cursor
            if last and not filling:
                return
            filling = filling and not last

    async def _taken(self, cursor: Cursor, page: Page) -> tuple[list[Item], Cursor]:
        """Return what of a page is news, the oldest first, with the strangers' posts above that nobody has yet."""
        posts = [post for post in ordered(page.posts) if post.reference("retweeted") is None]
        listed = {post.key: (post, self._threads.post(post, page)) for post in posts}
        news = cursor.news(message for _, message in listed.values())
        above = await self._above(page, posts)
        bad = cursor.new_unreadable(page.unreadable)
        theirs = [message for message in news if not message.author.ours]
        versions = {key: post.history[-1] for key, (post, _) in listed.items()}
        after = cursor.remembering(theirs, versions, self._means.clock.now()).having_kept(bad)
        return [*above, *news, *bad], after

    async def _above(self, page: Page, posts: list[Post]) -> list[Message]:
        """Return the strangers' posts above some posts that nobody has yet."""
        known = self._means.known
        return [
            one for one in self._threads.context(page, posts) if await known.root_of(one.remote_id) is None
        ]

    # --- what we said ourselves, here or in the app

    async def _own(self, cursor: Cursor) -> tuple[list[Item], Cursor]:
        path = f"/2/users/{self._account.remote_id}/tweets"
        items: list[Item] = []
        track = cursor.own
        while True:
            page = await self._api.posts(path, {**asked(track), "exclude": "retweets"})
            last = page.next_token is None or not track.begun
            bad = cursor.new_unreadable(page.unreadable)
            cursor = cursor.having_kept(bad)
            answers = await self._answers(page)
            items += await self._above(page, answers)
            items += [*(self._threads.post(post, page) for post in answers), *bad]
            filling = bool(track.below)
            track = track.after(page.ids, last=last)
            if last and not filling:
                return items, replace(cursor, own=track)

    async def _answers(self, page: Page) -> list[Post]:
        """Return those of our own posts that answer somebody, or continue a conversation that we have."""
        found = []
        for post in ordered(page.posts):
            parent = post.reference("replied_to")
            if parent is None:
                continue
            stranger = post.in_reply_to_user_id not in (None, self._account.remote_id)
            if stranger or await self._means.known.root_of(parent) is not None:
                found.append(post)
        return found

    # --- private messages

    async def _private(self, cursor: Cursor) -> tuple[list[Item], Cursor]:
        now = self._means.clock.now()
        scopes = self._api.scopes
        if (scopes and "dm.read" not in scopes) or now - self._dms_at < DM_EVERY:
            return [], cursor
        self._dms_at = now
        items: list[Item] = []
        numbers = [cursor.dm]
        token, pages = "", 0
        with suppress(_Later):
            while pages < DM_PAGES:
                page = await self._dm_page(token)
                fresh = [dm for dm in page.dms if not cursor.dm or int(dm.id) > int(cursor.dm)]
                bad = cursor.new_unreadable(page.unreadable)
                cursor = cursor.having_kept(bad)
                items = [*bad, *(self._threads.dm(dm, page) for dm in reversed(fresh)), *items]
                numbers += page.ids
                pages, token = pages + 1, page.next_token or ""
                if not token or not cursor.dm or len(fresh) < len(page.dms):
                    return items, replace(cursor, dm=highest(numbers) or "0")
            items.append(_unread_dms(cursor, numbers))
            return items, replace(cursor, dm=highest(numbers))
        return [], cursor

    async def _dm_page(self, token: str) -> Page:
        """Return a page. Raises _Later when the account may not ask now: posts are read meanwhile."""
        try:
            return await self._api.dms("/2/dm_events", {"pagination_token": token} if token else {})
        except Throttled as error:
            if self._means.once:
                raise
            raise _Later from error

    # --- what became of the latest posts

    async def _changes(self, cursor: Cursor) -> tuple[list[Item], Cursor]:
        """Return edits and deletions among the latest posts: X asks that what is deleted goes within a day.

        What was read on this day (UTC) already is not billed again, so that only the others count.
        """
        now = self._means.clock.now()
        if not cursor.seen or now - cursor.checked < self._recheck:
            return [], cursor
        unpaid = [key for key, one in cursor.seen.items() if one.day < now // DAY]
        keys = {one.version: key for key, one in cursor.seen.items()}
        try:
            page = await self._api.lookup(list(keys), paid=len(unpaid))
            newer = [post.history[-1] for post in page.posts if post.history[-1] not in keys]
            edited = await self._api.lookup(newer) if newer else Page()
        except Throttled:
            return [], replace(cursor, checked=now)  # what is new comes first
        gone = [keys[number] for number in missing(page) if number in keys]
        current = [post for post in page.posts if post.history[-1] == post.id]
        items: list[Item] = [Deletion(key) for key in gone]
        for posts, around in ((current, page), (edited.posts, edited)):
            messages = [self._threads.post(post, around) for post in ordered(posts)]
            items += self._again(cursor.news(messages), cursor)
            versions = {post.key: post.id for post in posts}
            cursor = cursor.remembering(messages, versions, now)
        return items, replace(cursor.without(gone), checked=now)

    def _again(self, messages: list[Message], cursor: Cursor) -> list[Message]:
        """Return messages that were given on before, as they are now."""
        return [message for message in messages if message.remote_id in cursor.seen]


class _Later(Exception):
    """There is no asking for private messages now."""


def asked(track: Track) -> dict[str, str]:
    """Return the bounds of the next page of a list."""
    since = {"since_id": track.since} if track.since else {}
    return {**since, **({"until_id": track.below} if track.below else {})}


def ordered(posts: list[Post]) -> list[Post]:
    """Return the posts, the oldest first."""
    return sorted(posts, key=lambda post: int(post.id))


def lost(before: Track, page: Page) -> list[Item]:
    """Return the stretch that a list no longer shows: it ended although it may not be read to where we were."""
    if not before.since or before.count + page.size < requests.DEPTH:
        return []
    oldest = min(page.ids, key=int, default=before.below)
    until = max(parse.drawn_at(oldest), parse.drawn_at(before.since) + SECOND)
    return [Gap(parse.drawn_at(before.since), until, "X lists only the latest 800 mentions: older ones may be missing")]  # fmt: skip


def missing(page: Page) -> list[str]:
    """Return the posts that X says are deleted, or hidden from us by their authors."""
    return [one.resource_id or one.value or "" for one in page.problems if one.kind in _GONE]


def _unread_dms(cursor: Cursor, numbers: list[str]) -> Gap:
    oldest = min((number for number in numbers[1:]), key=int)
    since = parse.drawn_at(cursor.dm)
    until = max(parse.drawn_at(oldest), since + SECOND)
    return Gap(since, until, "More than 500 private messages came at once: the older ones were left out")
