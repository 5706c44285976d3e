"""Reading what is said in public: on our feed, about us elsewhere, in recommendations."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from msgspec.structs import replace

from responder.connectors.facebook import parse, requests
from responder.connectors.facebook.api import Api
from responder.connectors.facebook.cursor import Cursor
from responder.connectors.facebook.parse import Comment, FeedPost, Rating
from responder.core.errors import Gone, Refused
from responder.core.messages import Message, Post
from responder.core.ports import Deletion, Gap, Item, Known
from responder.net.client import Params
from responder.net.graph.client import Page, Portion, RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.things import dated
from responder.net.graph.walk import Walked, walk
from responder.net.payloads import every

Step = tuple[list[Item], Cursor]
News = AsyncGenerator[Step, None]
AT_ONCE = 100
DEEP_PAGES = 3
"""How many pages of older posts are looked through now and then, besides the latest."""

STORIES = 10
"""Under how many of the latest recommendations answers are looked for."""

FIRST_PAGES, MOST_PAGES = 4, 200
"""How far back the first reading goes under one post, and how far later ones do to find where they were."""

TOO_MUCH = "More was written under a post than could be read back"


class Posts:
    """The public side of one Page. `first` says that it was never read before, `shown` is what a round has met."""

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known
        self.first = False
        self.shown: set[str] = set()
        self._off: set[str] = set()
        self._untold: list[str] = []
        self._portion = Portion(requests.POSTS)

    async def latest(self, cursor: Cursor) -> News:
        """Yield what is new under the latest posts."""
        path = f"{self._api.ours.id}/feed"
        page = await self._portion.page(self._api.line, path, requests.posts(requests.COMMENTS))
        async with aclosing(self._under(page, cursor)) as news:
            async for step in news:
                yield step

    async def older(self, cursor: Cursor) -> News:
        """Yield what is new under older posts."""
        path = f"{self._api.ours.id}/feed"
        asked = {**requests.posts(requests.FEW), "limit": self._portion.size}
        number = 0
        async for page in self._api.line.pages(path, asked, most=1 + DEEP_PAGES):
            number += 1
            if number == 1:
                continue
            async with aclosing(self._under(page, cursor)) as news:
                async for step in news:
                    cursor = step[1]
                    yield step

    async def tagged(self, cursor: Cursor) -> News:
        """Yield posts of others that name the Page; where comments may not be read along, without them."""
        path = f"{self._api.ours.id}/tagged"
        page = await self._allowed("tagged", path, requests.posts(requests.FEW))
        if page is None:
            page = await self._allowed("tagged alone", path, requests.posts(0, nested=False))
        if page is None:
            yield self._unread(cursor), cursor
            return
        self._untold.clear()
        async with aclosing(self._under(page, cursor)) as news:
            async for step in news:
                yield step

    async def ratings(self, cursor: Cursor) -> News:
        """Yield recommendations, and what was answered to the latest."""
        page = await self._allowed("ratings", f"{self._api.ours.id}/ratings", requests.ratings())
        if page is None:
            yield self._unread(cursor), cursor
            return
        found, broken = every(page.data, Rating, dated)
        broken = cursor.new_unreadable(broken)
        fresh = [one for one in reversed(found) if cursor.ratings.get(one.id) != one.version]
        told = [one for one in fresh if one.at >= cursor.begun]
        now = {one.id: one.version for one in found}
        missed = (
            [key for key in cursor.ratings if key not in now] if page.after is None and not broken else []
        )
        gone = [Deletion(key) for key in missed if not await self._api.line.there(key)]
        cursor = replace(cursor, ratings=now).having_kept(broken)
        yield [*(parse.review(one, self._api.ours) for one in told), *gone, *broken], cursor
        for one in found[:STORIES]:
            if one.open_graph_story and "stories" not in self._off:
                for step in await self._story(one, cursor):
                    cursor = step[1]
                    yield step

    async def gone(self, cursor: Cursor, before: set[str]) -> News:
        """Yield posts that are no longer listed and no longer there, and what was under them; older ones are let go."""
        missed = [key for key in cursor.posts if key in before - self.shown]
        for key in missed[:STORIES]:
            mark = cursor.posts[key]
            there = await self._api.line.there(key)
            cursor = cursor.without_post(key)
            lost = [*([key] if mark.own else []), *mark.seen]
            yield [Deletion(one) for one in ([] if there else lost)], cursor

    async def above(self, items: Sequence[Item], post: Post | None, ours: bool) -> list[Item]:
        """Return the top comments of answers that nobody here has, for the context."""
        here = {item.remote_id for item in items if isinstance(item, Message)}
        wanted = [m.parent for m in items if isinstance(m, Message) and m.parent and m.parent not in here]
        found: list[Item] = []
        for key in dict.fromkeys(wanted):
            if key in self.shown or await self._known.root_of(key) is not None:
                continue
            try:
                comment = await self._api.comment(key)
            except Gone:
                continue
            root = key if ours or post is None else post.remote_id
            found.append(parse.comment(comment, self._api.ours, root, post, addressed=False))
        return found

    async def _allowed(self, what: str, path: str, asked: Params) -> Page | None:
        """Read a page of a list that not every sign-in may read; where it may not it is not asked for again."""
        if what in self._off:
            return None
        try:
            return await self._portion.page(self._api.line, path, asked)
        except RefusedBy as error:
            self._off.add(what)
            if not Failure(code=error.code).needs_permission:
                self._untold.append(str(error))
            return None

    def _unread(self, cursor: Cursor) -> list[Item]:
        """Return a gap for a list that is refused for another reason than a permission, which the account tells of."""
        now = self._api.line.client.now()
        gaps: list[Item] = [
            Gap(cursor.begun, now, f"Facebook does not show recommendations or mentions: {why}")
            for why in self._untold[-1:]
        ]
        self._untold.clear()
        return gaps

    async def _story(self, one: Rating, cursor: Cursor) -> list[Step]:
        assert one.open_graph_story is not None
        post = FeedPost(id=one.open_graph_story.id, created_time=one.created_time, who=one.reviewer)
        try:
            return await self._one(post, None, cursor, story=True)
        except Refused:
            self._off.add("stories")
            return []

    async def _under(self, page: Page, cursor: Cursor) -> News:
        posts, broken = every(page.data, FeedPost, dated)
        broken = cursor.new_unreadable(broken)
        if broken:
            cursor = cursor.having_kept(broken)
            yield [*broken], cursor
        for post in reversed(posts):
            for step in await self._one(post, post.comments or Page(), cursor):
                cursor = step[1]
                yield step

    async def _one(
        self, post: FeedPost, along: Page | None, cursor: Cursor, *, story: bool = False
    ) -> list[Step]:
        """Return what is new about one post, the oldest first; the cursor moves with the last."""
        self.shown.add(post.id)
        mark = cursor.posts.get(post.id)
        keep = requests.COMMENTS
        first = self.first and mark is None
        pages = self._api.comments(post.id, along, most=FIRST_PAGES if first else MOST_PAGES)
        walked = await walk(pages, mark, cursor.begun, keep)
        broken = cursor.new_unreadable(walked.broken)
        own = "" if story or self._api.ours.wrote(post) else post.version
        known = own == (mark.own if mark else "") or post.at < cursor.begun
        about: list[Item] = [] if known else [parse.visitor_post(post, self._api.ours)]
        items = [*about, *await self._said(post, walked)]
        gone = [Deletion(key) for key in walked.missing if not await self._api.line.there(key)]
        gaps = [Gap(*walked.gap, TOO_MUCH)] if walked.gap and not first else []
        after = cursor.with_post(post.id, replace(walked.mark, own=own)).having_kept(broken)
        steps = [(items[at : at + AT_ONCE], cursor) for at in range(0, len(items), AT_ONCE)] or [([], cursor)]
        return [*steps[:-1], ([*steps[-1][0], *gone, *gaps, *broken], after)]

    async def _said(self, post: FeedPost, walked: Walked[Comment]) -> list[Item]:
        mine, about = self._api.ours.wrote(post), parse.post(post)
        said = [self._comment(entry.item, post, mine, about) for entry in walked.news]
        return [*await self.above(said, about, mine), *said]

    def _comment(self, one: Comment, post: FeedPost, mine: bool, about: Post) -> Message:
        root = (one.above or one.id) if mine else post.id
        message = parse.comment(one, self._api.ours, root, about)
        return message if message.parent or root == one.id else replace(message, parent=root)
