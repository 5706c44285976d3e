"""One round for what an account watches: what is new, changed or gone."""

from responder.connectors.hackernews import parse, watching
from responder.connectors.hackernews.cursor import Cursor
from responder.connectors.hackernews.parse import Hit
from responder.connectors.hackernews.site import Hits, Site
from responder.connectors.hackernews.watching import Watch
from responder.core.accounts import Account
from responder.core.clock import SECOND
from responder.core.messages import Message
from responder.core.ports import Deletion, Gap, Item, Known

DEEPEST = 30
"""How many comments one above the other are looked up to find where a thread begins."""

ASKED = 10
"""How many items that are missing are asked for by name in one round."""

MANY = "More was written than the search lets anybody read at once"


class Reading:
    """Reads for one account."""

    def __init__(self, site: Site, account: Account, known: Known) -> None:
        self._site, self._account, self._known = site, account, known
        self._watch = watching.read(account.options["watch"])
        self._me = account.options.get("user", "")

    async def round(self, cursor: Cursor) -> list[Item]:
        """Return what is new, oldest first, and bring the cursor up to date."""
        floor = cursor.floor
        found = await self._found(cursor)
        there = {hit.id: hit for hit in found.hits}
        news = cursor.take(there.values(), self._site.now())
        items: list[Item] = [*await self.messages(news)]
        items += cursor.first_time(found.unreadable)
        if cursor.begun:
            if not found.unreadable:
                items += await self._gone(cursor, cursor.missing(max(floor, found.until), set(there))[:ASKED])
            items += [Gap(floor * SECOND, found.until * SECOND, MANY)] if found.until > floor else []
        cursor.since = cursor.since or self._site.now()
        cursor.begun = True
        cursor.forget()
        return items

    async def messages(self, news: list[Hit]) -> list[Message]:
        """Return hits as messages, oldest first, with what is above them where it was not known."""
        there = {hit.id: hit for hit in news}
        asked = set(there)
        roots = {hit.id: await self._root(hit, there) for hit in news}
        for key in [key for key in there if key not in asked]:
            roots[key] = await self._root(there[key], there)
        shown = [hit for hit in there.values() if not self._begins_nothing(hit, roots[hit.id], asked)]
        addressed = self._watch.kind != "site"
        return [
            parse.message(hit, account=self._account.id, root=roots[hit.id], me=self._me, addressed=addressed and hit.id in asked)
            for hit in sorted(shown, key=lambda hit: (hit.at, int(hit.id)))
        ]  # fmt: skip

    def _begins_nothing(self, hit: Hit, root: str, asked: set[str]) -> bool:
        """Say whether it is a post of our own that answers nobody: it begins no conversation."""
        return bool(self._me) and hit.author == self._me and root == hit.id and hit.id in asked

    async def _found(self, cursor: Cursor) -> Hits:
        name = self._watch.name
        if self._watch.kind == "story":
            return await self._asked(f"comment,story_{name}", cursor)
        if self._watch.kind == "user":
            return await self._around(self._watch, cursor)
        about = await self._asked("(story,comment)", cursor, name)
        about.hits = [hit for hit in about.hits if watching.links_to(hit, name) or watching.names(hit, name)]
        cursor.follow(hit.id for hit in reversed(about.hits) if watching.links_to(hit, name))
        return await self._joined(about, cursor)

    async def _around(self, watch: Watch, cursor: Cursor) -> Hits:
        """Return what a user wrote in discussions, and the answers to it."""
        own = (await self._site.newest(f"author_{watch.name}", pages=1)).hits
        cursor.follow(hit.story for hit in reversed(own))
        found = await self._joined(Hits([], []), cursor)
        mine = {hit.id for hit in own}
        found.hits = [hit for hit in found.hits if hit.author == watch.name or {hit.parent, hit.story} & mine]
        return found

    async def _joined(self, found: Hits, cursor: Cursor) -> Hits:
        """Add the comments in the discussions that are followed."""
        if not cursor.stories:
            return found
        under = await self._asked(f"comment,({','.join(f'story_{one}' for one in cursor.stories)})", cursor)
        return Hits(
            found.hits + under.hits, found.unreadable + under.unreadable, max(found.until, under.until)
        )

    async def _asked(self, tags: str, cursor: Cursor, query: str = "") -> Hits:
        if not cursor.begun:
            return await self._site.newest(tags, query)
        return await self._site.since(tags, cursor.floor, query)

    async def _root(self, hit: Hit, there: dict[str, Hit]) -> str:
        """Return where a thread begins: the comment right under its story. Fills `there` with what is above and unknown."""
        for _ in range(DEEPEST):
            root = await self._known.root_of(hit.id)
            if root is not None:
                return root
            if hit.parent in ("", hit.story):
                return hit.id
            root = await self._known.root_of(hit.parent)
            if root is not None:
                return root
            above = there.get(hit.parent) or await self._above(hit)
            if above is None or above.is_story:
                return hit.id
            there[above.id] = hit = above
        return hit.id

    async def _above(self, hit: Hit) -> Hit | None:
        item = await self._site.item(hit.parent)
        if item is None or item.gone:
            return None
        above = item.hit(hit.story)
        above.story_title, above.story_url = hit.story_title, hit.story_url
        return above

    async def _gone(self, cursor: Cursor, missing: list[str]) -> list[Item]:
        """Return what readers see no more, by Hacker News itself: the search may only be late."""
        gone: list[Item] = []
        for key in missing:
            item = await self._site.item(key)
            if item is None or item.gone:
                del cursor.seen[key]
                gone.append(Deletion(key))
        return gone
