"""Listening by asking: replies under our latest posts in turn, and mentions."""

from collections.abc import AsyncGenerator, Sequence

from msgspec.structs import replace

from responder.connectors.threads import parse, requests
from responder.connectors.threads.api import Api
from responder.connectors.threads.cursor import Cursor, read
from responder.connectors.threads.parse import Media
from responder.connectors.threads.places import Places
from responder.core.clock import DAY
from responder.core.messages import Kind, Message
from responder.core.ports import Batch, Deletion, Gap, Item, Means
from responder.net.graph.client import RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.things import entries
from responder.net.graph.walk import Entry, Walked, walk
from responder.net.rounds import News, rounds

PAST = 30 * DAY
"""How far back the first reading tells (µs)."""

LATEST, IN_TURN = 5, 5
"""Under how many of the latest posts every round looks, and under how many of the others."""

KEEP, AT_ONCE = 60, 100
FIRST_PAGES, MOST_PAGES = 4, 200
TOO_MUCH = "More was written than could be read back"

Step = tuple[list[Item], Cursor]


class Feed:
    """What arrives on one account, for ever, or once."""

    def __init__(self, api: Api, means: Means) -> None:
        self._api = api
        self._means = means
        self._places = Places(api, means.known)
        self._first = False
        self._everything = True
        self._named = True

    def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the last thirty days."""
        cursor = read(stored)
        self._first = cursor is None
        return rounds(self._means, cursor or Cursor(self._means.clock.now() - PAST), self._round)

    async def _round(self, cursor: Cursor) -> News[Cursor]:
        page = await self._api.line.page("me/threads", requests.posts())
        posts, broken = entries(page.data, Media)
        broken = cursor.new_unreadable(broken)
        cursor = cursor.having_kept(broken)
        yield [*broken], cursor
        for post in reversed(self._due([one.item for one in posts], cursor)):
            for step in await self._under(post, cursor):
                cursor = step[1]
                yield step
        listed = {one.key for one in posts}
        for key in [one for one in cursor.posts if self._everything and not broken and one not in listed]:
            lost = [] if await self._api.line.there(key) else list(cursor.posts[key].seen)
            cursor = cursor.without_post(key)
            yield [Deletion(one) for one in lost if not await self._api.line.there(one)], cursor
        for step in await self._mentions(cursor):
            cursor = step[1]
            yield step
        yield [], replace(cursor, turn=cursor.turn + 1)
        self._first = self._everything = False

    def _due(self, posts: Sequence[Media], cursor: Cursor) -> list[Media]:
        """Return under which posts to look now: the latest always, the others in turn, all of them at first."""
        with_replies = [post for post in posts if post.has_replies is not False or _had(post, cursor)]
        if self._everything:
            return with_replies
        others = with_replies[LATEST:]
        parts = [others[at : at + IN_TURN] for at in range(0, len(others), IN_TURN)]
        return with_replies[:LATEST] + (parts[cursor.turn % len(parts)] if parts else [])

    async def _under(self, post: Media, cursor: Cursor) -> list[Step]:
        mark = cursor.posts.get(post.id)
        first = self._first and mark is None
        pages = self._api.list(f"{post.id}/conversation", most=FIRST_PAGES if first else MOST_PAGES)
        walked = await walk(pages, mark, cursor.begun, KEEP)
        broken = cursor.new_unreadable(walked.broken)
        items = [*await self._replies(walked.news, post), *await self._gone(walked), *broken]
        if walked.gap and not first:
            items.append(Gap(*walked.gap, TOO_MUCH))
        after = cursor.with_post(post.id, walked.mark).having_kept(broken)
        return _steps(items, cursor, after)

    async def _replies(self, news: Sequence[Entry[Media]], post: Media) -> list[Item]:
        """Return replies as messages, with those above them that nobody here has."""
        here = {entry.key: entry.item for entry in news}
        above: dict[str, Media] = {}
        about = parse.post(post)
        said: list[Message] = []
        for entry in news:
            root = await self._places.root(entry.item, here, above)
            said.append(parse.message(entry.item, self._api.ours, root, Kind.COMMENT, about))
        context = [
            parse.message(
                one,
                self._api.ours,
                await self._places.root(one, here, above),
                Kind.COMMENT,
                about,
                addressed=False,
            )
            for one in reversed(list(above.values()))
        ]
        return [*context, *said]

    async def _mentions(self, cursor: Cursor) -> list[Step]:
        if not self._named:
            return []
        first = self._first and cursor.mentions is None
        pages = self._api.list(requests.MENTIONS, most=FIRST_PAGES if first else MOST_PAGES)
        try:
            walked = await walk(pages, cursor.mentions, cursor.begun, KEEP)
        except RefusedBy as error:
            if not Failure(code=error.code).needs_permission:
                raise
            self._named = False  # this sign-in may not read them: its account says so
            return []
        broken = cursor.new_unreadable(walked.broken)
        items: list[Item] = [*await self._named_in(walked.news), *await self._gone(walked), *broken]
        if walked.gap and not first:
            items.append(Gap(*walked.gap, TOO_MUCH))
        return _steps(items, cursor, replace(cursor, mentions=walked.mark).having_kept(broken))

    async def _named_in(self, news: Sequence[Entry[Media]]) -> list[Item]:
        """Return mentions as messages; one that is a reply to us stays in the conversation that it is in."""
        found: list[Item] = []
        for entry in news:
            above = entry.item.above
            known = await self._means.known.root_of(entry.key)
            known = known or (await self._means.known.root_of(above) if above else None)
            found.append(parse.message(entry.item, self._api.ours, known or entry.key, Kind.MENTION))
        return found

    async def _gone(self, walked: Walked[Media]) -> list[Item]:
        return [Deletion(key) for key in walked.missing if not await self._api.line.there(key)]


def _had(post: Media, cursor: Cursor) -> bool:
    """Say whether a post had replies when it was read last: they may all be gone."""
    mark = cursor.posts.get(post.id)
    return mark is not None and bool(mark.seen)


def _steps(items: list[Item], before: Cursor, after: Cursor) -> list[Step]:
    """Cut what arrived in parts; the cursor moves with the last of them."""
    steps = [(items[at : at + AT_ONCE], before) for at in range(0, len(items), AT_ONCE)] or [([], before)]
    return [*steps[:-1], (steps[-1][0], after)]
