"""Looking for what is not addressed to us: words, hashtags, what an account posts."""

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.cursor import mark, short
from responder.connectors.bluesky.entities import Ours, View
from responder.connectors.bluesky.homes import named
from responder.connectors.bluesky.threads import Place, Threads
from responder.core.errors import Gone, Refused
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Gap, Item, Unreadable
from responder.net import cursors
from responder.net.client import Params

PAGES = 5
REMEMBERED = 150
PAGE = 100


class Heard(cursors.Bookmark, Struct, frozen=True, omit_defaults=True):
    """What was found already: marks of posts by address, and the time of the latest (µs)."""

    seen: dict[str, str] = {}
    at: int = 0
    begun: bool = False


class Search:
    """Finds posts for the terms of monitors."""

    def __init__(self, api: Api, ours: Ours, threads: Threads) -> None:
        self._api = api
        self._ours = ours
        self._threads = threads

    async def batch(self, term: Term, cursor: str | None) -> Batch:
        """Return what is new for a term, oldest first; the first time its newest page."""
        before = _decode(cursor)
        found, broken, joined = await self._pages(term, before)
        new = [view for view in found.values() if before.seen.get(short(view.uri)) != mark(view.cid)]
        new = sorted((view for view in new if not self._ours.wrote(view.uri)), key=_time)
        items: list[Item] = [await self._hit(view) for view in new]
        if not joined and new:
            items.insert(
                0, Gap(before.at, _time(new[0]), "More was written than can be looked through at once")
            )
        bad = before.new_unreadable(broken)
        return Batch((*items, *bad), self._after(before, found).having_kept(bad).write())

    async def _pages(self, term: Term, before: Heard) -> tuple[dict[str, View], list[Unreadable], bool]:
        found, broken, place = dict[str, View](), list[Unreadable](), None
        for _ in range(PAGES):
            views, bad, place = await self._page(term, place)
            good = [view for view in views if _timed(view)]
            broken += bad
            found.update((view.uri, view) for view in good)
            joined = any(short(view.uri) in before.seen or _time(view) < before.at for view in good)
            if joined or place is None or not before.begun:
                return found, broken, True
        return found, broken, False

    async def _page(self, term: Term, place: str | None) -> tuple[list[View], list[Unreadable], str | None]:
        text = term.text.strip()
        match term.kind:
            case TermKind.KEYWORD:
                return await self._api.search({"q": text, "sort": "latest", "limit": PAGE, "cursor": place})
            case TermKind.HASHTAG:
                tag = text.lstrip("#＃")
                asked: Params = {
                    "q": f"#{tag}",
                    "tag": [tag],
                    "sort": "latest",
                    "limit": PAGE,
                    "cursor": place,
                }
                return await self._api.search(asked)
            case TermKind.ACCOUNT:
                return await self._api.feed(named(text), place)
        raise Refused("Bluesky can look for words, hashtags and accounts, not for this.")

    async def _hit(self, view: View) -> Item:
        """Return a post as a message; where it stands in a thread with us, as part of that."""
        known = await self._threads.known(view.uri, view.parent)
        root = view.root or view.uri
        if known is None and self._ours.wrote(root):
            try:
                known = await self._threads.place(view)
            except Gone:
                known = None
        return self._threads.message(view, known or Place(root), addressed=False)

    def _after(self, before: Heard, found: dict[str, View]) -> Heard:
        seen = before.seen | {short(view.uri): mark(view.cid) for view in found.values()}
        times = {short(view.uri): _time(view) for view in found.values()}
        kept = sorted(seen, key=lambda key: times.get(key, 0))[-REMEMBERED:]
        at = max([before.at, *times.values()])
        return replace(before, seen={key: seen[key] for key in kept}, at=at, begun=True)


def _decode(cursor: str | None) -> Heard:
    return cursors.read(cursor, Heard) or Heard()


def _timed(view: View) -> bool:
    try:
        return view.at >= 0
    except ValueError:
        return False


def _time(view: View) -> int:
    return view.at
