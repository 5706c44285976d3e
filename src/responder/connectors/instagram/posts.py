"""Reading what is said in public: under our posts, and where we are tagged."""

from collections.abc import AsyncGenerator

from msgspec.structs import replace

from responder.connectors.instagram import parse, requests
from responder.connectors.instagram.api import Api
from responder.connectors.instagram.cursor import Cursor
from responder.connectors.instagram.parse import Media
from responder.core.errors import Gone
from responder.core.messages import Message
from responder.core.ports import Deletion, Gap, Item, Known
from responder.net.graph.client import Page, Portion, RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.things import dated
from responder.net.graph.walk import walk
from responder.net.payloads import every

Step = tuple[list[Item], Cursor]
News = AsyncGenerator[Step, None]
AT_ONCE = 100
DEEP_PAGES = 5
"""How many pages of posts are looked through now and then: 50 posts."""

KEEP = 50
"""How many comments are remembered under one post."""

FIRST_PAGES, MOST_PAGES = 4, 200
TOO_MUCH = "More was written under a post than could be read back"


class Posts:
    """The public side of one account. `first` says that it was never read before."""

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known
        self.first = False
        self._tags = True
        self._portion = Portion(requests.MEDIA)

    async def latest(self, cursor: Cursor) -> News:
        """Yield what is new under the latest posts."""
        page = await self._portion.page(self._api.line, "me/media", requests.media())
        for step in await self._under(page, cursor):
            yield step

    async def all(self, cursor: Cursor) -> News:
        """Yield what is new under the latest and older posts, and what went with those that are gone."""
        page = await self._portion.page(self._api.line, "me/media", requests.media())
        asked = {**requests.media(), "limit": self._portion.size}
        shown: set[str] = set()
        for left in range(DEEP_PAGES, 0, -1):
            for step in await self._under(page, cursor):
                cursor = step[1]
                yield step
            shown |= _ids(page)
            if page.after is None or left == 1:
                break
            page = await self._api.line.page("me/media", {**asked, "after": page.after})
        for key in [one for one in cursor.posts if one not in shown][:AT_ONCE]:
            lost = [] if await self._api.line.there(key) else list(cursor.posts[key].seen)
            cursor = cursor.without_post(key)
            yield [Deletion(one) for one in lost], cursor

    async def tags(self, cursor: Cursor) -> News:
        """Yield posts of others in which we are tagged, where this sign-in may see them."""
        if not self._tags:
            return
        try:
            page = await self._api.line.page("me/tags", requests.tags())
        except RefusedBy as error:
            self._tags = False
            if not Failure(code=error.code).needs_permission:
                why = f"Instagram does not show posts that tag us: {error}"
                yield [Gap(cursor.begun, self._api.line.client.now(), why)], cursor
            return
        found, broken = every(page.data, Media, dated)
        broken = cursor.new_unreadable(broken)
        now = {one.id: one.caption or "" for one in found if one.timestamp}
        fresh = [one for one in reversed(found) if one.timestamp and cursor.tags.get(one.id) != now[one.id]]
        told = [one for one in fresh if one.at >= cursor.begun]
        missed = [key for key in cursor.tags if key not in now] if page.after is None and not broken else []
        gone = [Deletion(key) for key in missed if not await self._api.line.there(key)]
        items: list[Item] = [parse.tagged(one, self._api.ours) for one in told]
        yield [*items, *gone, *broken], replace(cursor, tags=now).having_kept(broken)

    async def _under(self, page: Page, cursor: Cursor) -> list[Step]:
        found, broken = every(page.data, Media, dated)
        broken = cursor.new_unreadable(broken)
        steps: list[Step] = [([*broken], cursor.having_kept(broken))]
        for media in reversed(found):
            steps += await self._one(media, steps[-1][1])
        return steps

    async def _one(self, media: Media, cursor: Cursor) -> list[Step]:
        """Return what is new under one post, the oldest first; the cursor moves with the last."""
        mark = cursor.posts.get(media.id)
        first = self.first and mark is None
        pages = self._api.comments(
            media.id, media.comments or Page(), most=FIRST_PAGES if first else MOST_PAGES
        )
        walked = await walk(pages, mark, cursor.begun, KEEP)
        broken = cursor.new_unreadable(walked.broken)
        about = parse.post(media)
        said: list[Message] = []
        for entry in walked.news:
            root = entry.item.parent_id or entry.key
            said.append(parse.comment(entry.item, self._api.ours, root, about))
        items: list[Item] = [*await self._above(said), *said]
        gone = [Deletion(key) for key in walked.missing if not await self._api.line.there(key)]
        gaps = [Gap(*walked.gap, TOO_MUCH)] if walked.gap and not first else []
        after = cursor.with_post(media.id, walked.mark).having_kept(broken)
        steps = [(items[at : at + AT_ONCE], cursor) for at in range(0, len(items), AT_ONCE)] or [([], cursor)]
        return [*steps[:-1], ([*steps[-1][0], *gone, *gaps, *broken], after)]

    async def _above(self, said: list[Message]) -> list[Item]:
        """Return the top comments of answers that nobody here has, for the context."""
        here = {message.remote_id for message in said}
        found: list[Item] = []
        for message in said:
            key = message.parent
            if key is None or key in here or await self._known.root_of(key) is not None:
                continue
            here.add(key)
            try:
                top = await self._api.comment(key)
            except Gone:
                continue
            found.append(parse.comment(top, self._api.ours, key, message.post, addressed=False))
        return found


def _ids(page: Page) -> set[str]:
    return {one.id for one in every(page.data, Media, dated)[0]}
