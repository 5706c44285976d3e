"""Which conversation a post belongs to, and the posts around it that make it understood."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from responder.connectors.mastodon import parse
from responder.connectors.mastodon.api import Api
from responder.connectors.mastodon.parse import Ours, Status
from responder.core.errors import Malformed, Refused, SignInNeeded, Unreachable
from responder.core.messages import Post
from responder.core.ports import Known

V = TypeVar("V")

REMEMBERED = 5000
TALLEST = 40
"""How many parents are asked for one by one where a server cannot give a thread."""


@dataclass(frozen=True)
class Place:
    """A post's conversation: the root's id, the post of ours above it, and other posts of the thread."""

    root: str
    post: Post | None = None
    around: tuple[Status, ...] = ()


class Threads:
    """Finds the root of a post's conversation, asking the network only for threads that are new."""

    def __init__(self, api: Api, ours: Ours, known: Known) -> None:
        self._api = api
        self._ours = ours
        self._known = known
        self._places: OrderedDict[str, Place] = OrderedDict()
        self._posts: OrderedDict[str, Post] = OrderedDict()

    async def place(self, status: Status) -> Place | None:
        """Return where a post belongs; None for our own posts that answer no conversation we have."""
        known = await self.known(status)
        if known is not None:
            return self._keep(status.key, known)
        mine = self._ours.wrote(status.account)
        if status.parent is None:
            return None if mine else self._keep(status.key, Place(status.key))
        above, below = await self._around(status)
        joined = await self._joined(above)
        if mine:
            return None if joined is None else self._keep(status.key, joined)
        return self._new(status, above, below, joined)

    def _new(self, status: Status, above: list[Status], below: list[Status], joined: Place | None) -> Place:
        place = joined or self._rooted([*above, status])
        chain = [one.key for one in above]
        start = chain.index(place.root) if place.root in chain else len(above)
        if joined is not None and place.root not in chain:
            start = 0
        around = (*above[start:], *_under(status, below))
        for one in (status, *around):
            self._keep(one.key, place)
        return Place(place.root, place.post, around)

    async def known(self, status: Status) -> Place | None:
        """Return the place of a post whose parent, or which itself, we have had; else None."""
        for key in (status.key, status.parent):
            if key is None:
                continue
            if key in self._places:
                return self._places[key]
            root = await self._known.root_of(key)
            if root is not None:
                return Place(root)
        about = self._posts.get(status.parent or "")
        if about is None or self._ours.wrote(status.account):
            return None
        return Place(status.key, about)

    def _rooted(self, chain: list[Status]) -> Place:
        """Return a thread's place. Posts of ours that it begins with are its subject, not a part of it."""
        leading = next((i for i, one in enumerate(chain) if not self._ours.wrote(one.account)), len(chain))
        if leading == 0:
            return Place(chain[0].key)
        about = parse.post(chain[leading - 1])
        _remember(self._posts, about.remote_id, about)
        return Place(chain[leading].key, about)

    async def _joined(self, above: list[Status]) -> Place | None:
        """Return the conversation we have that a thread runs through, if there is one."""
        for one in reversed(above):
            found = await self.known(one)
            if found is not None:
                return found
        return None

    async def _around(self, status: Status) -> tuple[list[Status], list[Status]]:
        """Ask for a post's thread. One that the server fails to give must not hold up everything behind it."""
        try:
            above, below = await self._api.context(status.key)
        except SignInNeeded:
            raise
        except (Refused, Malformed, Unreachable):
            return await self._one_by_one(status), []
        return _chain(above, status), below

    async def _one_by_one(self, status: Status) -> list[Status]:
        above: list[Status] = []
        parent = status.parent
        while parent is not None and len(above) < TALLEST:
            found = await self._one(parent)
            if found is None:
                break
            above.insert(0, found)
            parent = found.parent
        return above

    async def _one(self, key: str) -> Status | None:
        """Return a post; None where the server is there and cannot give it. Raises Unreachable where it is not."""
        try:
            return await self._api.status(key)
        except SignInNeeded:
            raise
        except (Refused, Malformed):
            return None
        except Unreachable:
            await self._api.me()
        try:
            return await self._api.status(key)
        except SignInNeeded:
            raise
        except (Refused, Malformed, Unreachable):
            return None

    def _keep(self, key: str, place: Place) -> Place:
        _remember(self._places, key, Place(place.root, place.post))
        return place


def _chain(above: list[Status], status: Status) -> list[Status]:
    """Return the ancestors in order, oldest first, without those that do not lead to the post."""
    by_key = {one.key: one for one in above}
    chain: list[Status] = []
    parent = status.parent
    while parent in by_key:
        chain.insert(0, by_key.pop(parent))
        parent = chain[0].parent
    return chain


def _under(status: Status, below: list[Status]) -> list[Status]:
    """Return those of the descendants that hang from the post, whatever else the server lists."""
    inside = {status.key}
    found = []
    for one in below:
        if one.parent in inside:
            inside.add(one.key)
            found.append(one)
    return found


def _remember(store: OrderedDict[str, V], key: str, value: V) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > REMEMBERED:
        store.popitem(last=False)
