"""Which conversation a post belongs to, and the posts above it that make it understood."""

from collections import OrderedDict
from dataclasses import dataclass

from responder.connectors.bluesky import parse
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.entities import Ours, View
from responder.core.errors import Malformed, Refused, SignInNeeded, Unreachable
from responder.core.messages import Message, Post
from responder.core.ports import Known

REMEMBERED = 5000


@dataclass(frozen=True)
class Place:
    """A post's conversation: the root's address, the post of ours above it, other posts that lead to it."""

    root: str
    post: Post | None = None
    above: tuple[View, ...] = ()


class Threads:
    """Finds the root of a post's conversation, asking the network only for threads that are new.

    Posts of ours that a thread begins with are its subject: each answer to them is a conversation of its own.
    """

    def __init__(self, api: Api, ours: Ours, known: Known) -> None:
        self._api = api
        self._ours = ours
        self._known = known
        self._places: OrderedDict[str, Place] = OrderedDict()
        self._posts: OrderedDict[str, Post | None] = OrderedDict()

    async def known(self, uri: str, parent: str | None) -> Place | None:
        """Return the place of a post which, or whose parent, we have had; else None."""
        for key in (uri, parent):
            if key is None:
                continue
            if key in self._places:
                return self._places[key]
            root = await self._known.root_of(key)
            if root is not None:
                return Place(root)
        return None

    async def place(self, view: View) -> Place:
        """Return where somebody else's post belongs."""
        known = await self.known(view.uri, view.parent)
        if known is not None:
            return self._keep(view.uri, await self._subject(view, known))
        if (
            view.parent is None
            or view.root is None
            or (view.parent == view.root and self._ours.wrote(view.root))
        ):
            return self._keep(view.uri, await self._subject(view, Place(view.uri)))
        return await self._found(view, view.root)

    async def _subject(self, view: View, place: Place) -> Place:
        """Return a place with the post of ours that its thread hangs from, or that it quotes."""
        about = view.root if view.root and self._ours.wrote(view.root) else None
        if view.root is None:
            about = self._ours.quoted(view)
        return place if place.post or about is None else Place(place.root, await self._post(about))

    async def messages(self, views: list[View], *, addressed: bool | None = True) -> list[Message]:
        """Return posts that we were told of as messages, with what is above them where that was not known.

        `addressed` None leaves to each whether it speaks to us.
        """
        found: dict[str, Message] = {}
        named = {view.uri for view in views}
        for view in views:
            place = await self.place(view)
            for one in place.above:
                if one.uri not in named and one.uri not in found:
                    found[one.uri] = self.message(one, place)
            found[view.uri] = self.message(view, place, addressed=addressed)
        return list(found.values())

    def message(self, view: View, place: Place, *, addressed: bool | None = None) -> Message:
        """Return a post as a message of a conversation."""
        speaks = self._ours.addressed(view) if addressed is None else addressed
        return parse.message(view, self._ours, place.root, place.post, addressed=speaks)

    async def _found(self, view: View, root: str) -> Place:
        """Ask for what is above a post. Where that is gone, the address that the thread hangs from is enough."""
        chain = await self._above(view.uri)
        for number, one in reversed(list(enumerate(chain))):
            place = await self.known(one.uri, None)
            if place is not None:
                return self._join(view, chain[number + 1 :], place)
        leading = next((i for i, one in enumerate(chain) if not self._ours.wrote(one.uri)), len(chain))
        subject = parse.post(chain[leading - 1]) if leading else None
        first = chain[leading].uri if leading < len(chain) else view.uri
        if not chain and not self._ours.wrote(root):
            first = root
        return self._join(view, chain[leading:], Place(first, subject))

    async def _above(self, uri: str) -> list[View]:
        """Ask for what is above a post. One that the server fails to give must not hold up everything behind it."""
        try:
            return await self._api.above(uri)
        except SignInNeeded:
            raise
        except Unreachable:
            await self._api.status()
            return []
        except (Refused, Malformed):
            return []

    def _join(self, view: View, above: list[View], place: Place) -> Place:
        for one in (*above, view):
            self._keep(one.uri, Place(place.root, place.post))
        return Place(place.root, place.post, tuple(above))

    async def _post(self, uri: str) -> Post | None:
        """Return a post of ours, as that which others write under."""
        if uri not in self._posts:
            found = (await self._api.posts([uri])).get(uri)
            self._posts[uri] = parse.post(found) if found else None
            if len(self._posts) > REMEMBERED:
                self._posts.popitem(last=False)
        return self._posts[uri]

    def _keep(self, uri: str, place: Place) -> Place:
        self._places[uri] = Place(place.root, place.post)
        self._places.move_to_end(uri)
        while len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        return place
