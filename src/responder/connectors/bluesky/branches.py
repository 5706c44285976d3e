"""What customers add below their own posts without naming us: nobody tells us of that, so it is looked for.

Only posts that name or quote us are watched: of what stands below a post of ours Bluesky notifies us.
"""

from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.cursor import Branch, Cursor, full, mark, short
from responder.connectors.bluesky.entities import Ours, View, authority
from responder.connectors.bluesky.threads import Threads
from responder.connectors.bluesky.twigs import Twig, grown
from responder.core.clock import DAY, HOUR
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Unreachable
from responder.core.ports import Deletion, Item, Known
from responder.net.payloads import every

DAYS = 7
"""For how long after the customer, or we, last wrote in a branch it is read again."""

RECENT = 3 * HOUR
OFTEN, SELDOM = 4, 2
"""How many branches are read every round: of those where something was written lately, and of the others."""

DEPTH = 50
"""How many levels are asked for at once."""

DEEPER = 3
"""How often more is asked for below the lowest of them."""


class Branches:
    """Reads what grows below the posts that a cursor watches, a few of them every round."""

    def __init__(self, api: Api, ours: Ours, threads: Threads, known: Known) -> None:
        self._api = api
        self._ours = ours
        self._threads = threads
        self._known = known

    async def news(self, cursor: Cursor) -> list[Item]:
        """Return what is new, changed or gone there."""
        items: list[Item] = []
        for top in _due(cursor, self._api.client.now()):
            items += await self._read(cursor, top)
        return items

    async def _read(self, cursor: Cursor, top: str) -> list[Item]:
        found, whole = await self._asked(full(top))
        customer, branch, items = authority(full(top)), cursor.watched[top], list[Item]()
        branch.read = cursor.turn
        for twig in found:
            if twig.did == customer and await self._new(cursor, branch, twig):
                items += await self._given(cursor, branch, twig)
            elif twig.did == self._ours.did:
                items += await self._ours_too(cursor, branch, twig)
        return [*items, *(await self._gone(customer, branch, found) if whole else ())]

    async def _asked(self, uri: str) -> tuple[list[Twig], bool]:
        """Return the posts below one, those above first, and whether that is all of them.

        What the server fails to give is asked for again in its turn, and must not hold up anything else.
        """
        try:
            return await self._twigs(uri)
        except SignInNeeded:
            raise
        except Unreachable:
            await self._api.status()
        except Malformed:
            return await self._nearest(uri), False
        except Refused:
            pass
        return [], False

    async def _twigs(self, uri: str) -> tuple[list[Twig], bool]:
        tree = grown(await self._api.below(uri, DEPTH), None)
        found = tree[1:]
        for _ in range(DEEPER):
            edges = [one for one in found if one.cut and one.depth % DEPTH == 0]
            edge = min(edges, key=lambda one: one.did != authority(uri), default=None)
            if edge is None:
                break
            found[found.index(edge)].cut = False
            found += grown(await self._api.below(edge.uri, DEPTH), edge.above)[1:]
        return found, bool(tree) and not any(one.cut for one in found)

    async def _nearest(self, uri: str) -> list[Twig]:
        """Return the answers right under a post whose whole branch is more than we read at once."""
        try:
            return grown(await self._api.below(uri, 1), None)[1:]
        except Malformed:
            return []

    async def _new(self, cursor: Cursor, branch: Branch, twig: Twig) -> bool:
        """Say whether this version of a post was not given on, here or out of a notification."""
        if short(twig.uri) in cursor.seen:
            return False
        if twig.key in branch.posts:
            return branch.posts[twig.key] != mark(twig.cid)
        view = _view(twig)
        if twig.key > branch.floor and (view is None or view.at > cursor.floor):
            return True
        return await self._known.root_of(twig.uri) is None

    async def _ours_too(self, cursor: Cursor, branch: Branch, twig: Twig) -> list[Item]:
        """Return an answer of ours that was given elsewhere, maybe long before what it answers came to light."""
        view = _view(twig)
        if view is None:
            return []
        branch.at = max(branch.at, view.at)
        if cursor.own.get(short(twig.uri)) or await self._known.root_of(twig.uri) is not None:
            return []
        if await self._threads.known(view.uri, view.parent) is None:
            return []
        cursor.keep_own(view.uri, view.cid)
        return [*await self._threads.messages([view], addressed=False)]

    async def _given(self, cursor: Cursor, branch: Branch, twig: Twig) -> list[Item]:
        """Return a post of the customer's, after what others wrote above it in the branch."""
        branch.keep(twig.key, mark(twig.cid))
        views, broken = every([twig.raw], View, _time, "a post")
        items: list[Item] = [*cursor.first_time(broken)]
        for view in views:
            branch.at = max(branch.at, view.at)
            items += await self._threads.messages(await self._between(twig), addressed=None)
            items += await self._threads.messages([view])
        return items

    async def _between(self, twig: Twig) -> list[View]:
        found: list[View] = []
        above = twig.above
        while above is not None and above.above is not None:
            theirs = above.did not in (twig.did, self._ours.did)
            view = _view(above) if theirs and await self._unknown(above) else None
            found = [view, *found] if view else found
            above = above.above
        return found

    async def _unknown(self, twig: Twig) -> bool:
        return await self._threads.known(twig.uri, None) is None

    async def _gone(self, customer: str, branch: Branch, found: list[Twig]) -> list[Item]:
        """Ask in two ways for the posts that are not there any more before they are called gone."""
        there = {twig.key for twig in found if twig.did == customer}
        missing = {
            short_key: _address(customer, short_key) for short_key in branch.posts if short_key not in there
        }
        shown = await self._api.posts(missing.values()) if missing else {}
        items: list[Item] = []
        for key, uri in missing.items():
            if uri in shown:
                continue
            try:
                await self._api.above(uri)
            except Gone:
                del branch.posts[key]
                items.append(Deletion(uri))
        return items


def _due(cursor: Cursor, now: int) -> list[str]:
    """Return the branches that were not read for longest; those where nothing was written for days are let go."""
    cursor.watched = {top: one for top, one in cursor.watched.items() if one.at > now - DAYS * DAY}
    waiting = sorted(cursor.watched, key=lambda top: (cursor.watched[top].read, -cursor.watched[top].at))
    recent = [top for top in waiting if cursor.watched[top].at > now - RECENT]
    others = [top for top in waiting if top not in recent]
    return [*recent[:OFTEN], *others[:SELDOM]]


def _view(twig: Twig) -> View | None:
    views, _ = every([twig.raw], View, _time)
    return views[0] if views else None


def _time(view: View) -> int:
    return view.at


def _address(who: str, key: str) -> str:
    return full(f"{who}//{key}")
