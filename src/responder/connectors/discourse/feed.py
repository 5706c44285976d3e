"""Listening by asking: the latest posts, what calls us, private topics, and what changed or is gone."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from responder.connectors.discourse import cursor as cursors
from responder.connectors.discourse import parse, words
from responder.connectors.discourse.api import Api, Forbidden
from responder.connectors.discourse.cursor import Cursor
from responder.connectors.discourse.parse import CALLS, ORDINARY, Ours, Page, Post, Topic
from responder.core.errors import Gone, Refused
from responder.core.ports import Batch, Deletion, Gap, Item, Means
from responder.net.payloads import decoded

PAGES = 40
"""How many pages of posts are read back at most after a pause: 2,000 posts."""

FIRST_PAGES = 2
WINDOW = 50
NOTICE_PAGES = 5
NOTICES = 60
FIRST_CALLS = 10
"""How many notifications the first reading takes, and how many private topics, and of each how many of its last posts."""

FIRST_PRIVATE = 10
LAST_POSTS = 20
MOST_POSTS = 200
CHECKS = 10
"""How many missing posts are asked for in one round."""


class Feed:
    """What arrives on one forum, for ever, or once. `wanted` are names of categories; `*` for all."""

    def __init__(self, api: Api, ours: Ours, means: Means, wanted: set[str]) -> None:
        self._api, self._ours, self._means = api, ours, means
        self._wanted = wanted
        self._categories: set[int] | None = None
        self._cursor = Cursor()

    async def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        self._cursor = cursors.read(stored)
        if self._categories is None:
            self._categories = await self._named()
        while True:
            news = False
            async with aclosing(self._round()) as stages:
                async for items in stages:
                    news = news or bool(items)
                    yield Batch(tuple(items), self._cursor.write())
            if self._means.once:
                return
            await self._means.pace.turn(news=news)

    async def _named(self) -> set[int]:
        if not self._wanted - {"*"}:
            return set()
        found = (await self._api.get("site.json")).decode(parse.Site).categories
        return {
            one.id for one in found if {one.name.casefold(), one.slug.casefold(), str(one.id)} & self._wanted
        }

    async def _round(self) -> AsyncGenerator[list[Item], None]:
        """Yield stage after stage, each with the cursor moved on: a forum's limit may stop a round anywhere."""
        now = self._api.client.now()
        with suppress(Forbidden):  # `missing` says so where the key may not read them
            await self._calls()
        newest = parse.latest((await self._api.get("posts.json")).body)
        page, whole = await self._back(newest)
        items: list[Item] = (
            [] if whole else [Gap(self._cursor.at, max(now, self._cursor.at + 1), words.FAR_BEHIND)]
        )
        items += await self._public(page)
        self._cursor.last = max([self._cursor.last, *page.numbers])
        self._cursor.at = now
        yield items
        for number in sorted(self._cursor.calls, key=int):
            items = await self._called(int(number), self._cursor.calls[number])
            del self._cursor.calls[number]
            yield items
        async with aclosing(self._private()) as topics:
            async for items in topics:
                yield items
        self._cursor.begun = True
        yield await self._gone(newest)

    # --- posts that everybody may read

    async def _back(self, newest: Page) -> tuple[Page, bool]:
        """Return all posts since the last one read, and whether they are all."""
        page, lowest = Page(), min(newest.numbers, default=0)
        page.add(newest)
        most = PAGES if self._cursor.begun else FIRST_PAGES
        for _ in range(most - 1):
            if lowest <= self._cursor.last + 1 or lowest <= 1:
                return page, True
            below = parse.latest((await self._api.get("posts.json", {"before": lowest - 1})).body)
            # Some versions look at fifty numbers and not at fifty posts: nothing there is not yet the end.
            lowest = min([max(lowest - 1 - WINDOW, 0) + 1, *below.numbers])
            page.add(below)
        return page, lowest <= self._cursor.last + 1 or not self._cursor.begun

    async def _public(self, page: Page) -> list[Item]:
        items: list[Item] = []
        above = {(one.topic_id, one.post_number): one.key for one in page.posts.values()}
        for number in sorted(page.posts):
            post, call = page.posts[number], self._cursor.calls.pop(str(number), "")
            if number <= self._cursor.last and not call and not self._cursor.remembers(number):
                continue
            items += await self._taken(post, _bare(post), call, above)
        return [*items, *self._cursor.first_time(page.broken)]

    async def _taken(
        self, post: Post, topic: Topic, call: str, above: dict[tuple[int, int], str] | None = None
    ) -> list[Item]:
        """Return a post if it is news and concerns us."""
        if self._cursor.knows(post) or post.post_type not in (ORDINARY, None):
            return []
        if post.gone:
            return self._deleted(post.key)
        if not (topic.private or self._concerns(post, call)):
            return []
        self._cursor.joined(post.topic_id)
        self._cursor.given(post, private=topic.private)
        numbers = {number: key for (one, number), key in (above or {}).items() if one == post.topic_id}
        return [parse.message(post, topic, self._ours, addressed=True, call=call, above=numbers)]

    def _concerns(self, post: Post, call: str) -> bool:
        if post.topic_id in self._cursor.topics or self._cursor.remembers(post.id):
            return True
        if self._ours.wrote(post):
            return False
        return bool(call) or "*" in self._wanted or post.category_id in (self._categories or ())

    # --- what calls us

    async def _calls(self) -> None:
        """Take down the posts that new notifications are about, and how they speak to us."""
        last = self._cursor.notice
        for number in range(NOTICE_PAGES if last else 1):
            params = {"offset": number * NOTICES} if number else None
            found = parse.notices((await self._api.get("notifications.json", params)).body)
            fresh = [one for one in found if one.id > last]
            for one in fresh if last else fresh[:FIRST_CALLS]:
                if one.notification_type in CALLS and one.post is not None:
                    self._cursor.calls.setdefault(str(one.post), CALLS[one.notification_type])
            self._cursor.notice = max([self._cursor.notice, *(one.id for one in fresh)])
            if len(fresh) < len(found) or len(found) < NOTICES:
                return

    async def _called(self, number: int, call: str) -> list[Item]:
        """Return a post that calls us and that the pages did not hold, after the first of a topic new to us."""
        try:
            post = await self._api.post(number)
            topic = await self._api.topic(post.topic_id)
        except (Gone, Refused):
            return []  # deleted meanwhile, or in a topic that was taken from us
        if topic.private:
            return []  # read with its topic
        return [*self._beginning(topic, post), *await self._taken(post, topic, call)]

    def _beginning(self, topic: Topic, post: Post) -> list[Item]:
        """Return the first post of a topic as context, if the topic is new to us."""
        if topic.id in self._cursor.topics or topic.post_stream is None or post.post_number == 1:
            return []
        first = parse.first(topic.post_stream)
        return [] if first is None else [parse.message(first, topic, self._ours, addressed=False)]

    # --- private topics

    async def _private(self) -> AsyncGenerator[list[Item], None]:
        username = self._ours.me.username
        try:
            body = (await self._api.get(f"topics/private-messages/{username}.json")).body
        except (Forbidden, Gone):
            return  # `missing` says so
        found = decoded(body, parse.Inbox, parse.NAME).topic_list.topics
        first = not self._cursor.begun
        for topic in found[FIRST_PRIVATE:] if first else ():
            self._cursor.private[str(topic.id)] = topic.highest_post_number or 0
        for topic in reversed(found):
            highest, known = topic.highest_post_number or 0, self._cursor.private.get(str(topic.id), 0)
            if highest > known:
                items = await self._in_private(topic.id, LAST_POSTS if first else highest - known)
                self._cursor.private[str(topic.id)] = highest
                yield items

    async def _in_private(self, number: int, count: int) -> list[Item]:
        topic = await self._api.topic(number, fresh=True)
        numbers = topic.post_stream.stream if topic.post_stream is not None else []
        page = await self._api.some(number, numbers[-min(count, MOST_POSTS) :])
        above = {(one.topic_id, one.post_number): one.key for one in page.posts.values()}
        topic.archetype = "private_message"
        items: list[Item] = []
        for one in sorted(page.posts):
            items += await self._taken(page.posts[one], topic, "", above)
        return [*items, *self._cursor.first_time(page.broken)]

    # --- what is gone

    async def _gone(self, newest: Page) -> list[Item]:
        """Return deletions, and the change of one older post. What only left the list is no longer watched."""
        there = newest.numbers
        items: list[Item] = []
        for key in self._cursor.missing(there)[:CHECKS]:
            items += await self._looked_at(key)
            self._cursor.forget(key)
        older = self._cursor.older(there)
        return items if older is None else items + await self._looked_at(older)

    async def _looked_at(self, key: str) -> list[Item]:
        try:
            post = await self._api.post(key)
        except Gone:
            return self._deleted(key)
        except Refused:
            return []  # moved to where we may not look: that it is gone is not proved
        topic = await self._api.topic(post.topic_id) if key in self._cursor.hidden else _bare(post)
        return await self._taken(post, topic, "")

    def _deleted(self, key: str) -> list[Item]:
        known = self._cursor.remembers(int(key))
        self._cursor.forget(key)
        return [Deletion(key)] if known else []


def _bare(post: Post) -> Topic:
    """Return the topic of a public post, as far as the post tells."""
    return Topic(post.topic_id, post.topic_title, post.topic_slug, "regular", post.category_id)
