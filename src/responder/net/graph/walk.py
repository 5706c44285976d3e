"""Going back through a list to where it was left: what is new, what changed, what may be gone."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Generic, TypeVar

from msgspec import Raw, Struct

from responder.core.clock import MINUTE
from responder.core.ports import Unreadable
from responder.net.graph.client import Page, Pages

T = TypeVar("T")

OVERLAP = 10 * MINUTE
"""How far behind the newest one seen (µs) reading goes on: times have whole seconds, and some appear late."""


class Mark(Struct, frozen=True):
    """`newest` and `oldest` are times (µs) of what `seen` holds, id to version; `own` is the post's own version."""

    newest: int = 0
    oldest: int = 0
    seen: dict[str, str] = {}
    own: str = ""


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One entry of a list: its id, its time (µs), a hash of what can change in it.

    `below` says that it came along with another one, so that its place says nothing of the list's order.
    """

    key: str
    at: int
    version: str
    item: T
    below: bool = False


@dataclass
class Walked(Generic[T]):
    """`news` are oldest first; `missing` are known ids that were not met; `gap` is since when (µs) something may lack."""

    news: list[Entry[T]]
    mark: Mark
    missing: list[str]
    broken: list[Unreadable] = field(default_factory=list)
    gap: tuple[int, int] | None = None


Stretch = tuple[list[Entry[T]], list[Unreadable], bool]
"""A page: what can be read, what cannot, and whether it is the last."""


Reader = Callable[[list[Raw]], tuple[list[Entry[T]], list[Unreadable]]]
"""Makes entries of what a page holds, and keeps apart what it cannot read."""


@dataclass
class Back(Generic[T]):
    """The stretches of a list, beginning with a page that is there already."""

    read: Reader[T]
    pages: Pages
    first: Page | None = None

    def __aiter__(self) -> "Back[T]":
        return self

    async def __anext__(self) -> Stretch[T]:
        page, self.first = self.first, None
        if page is None:
            page = await anext(self.pages)
        elif page.after is None:
            self.pages.most = 0
        entries, broken = self.read(page.data)
        return entries, broken, page.after is None


async def walk(pages: AsyncIterator[Stretch[T]], mark: Mark | None, begun: int, keep: int) -> Walked[T]:
    """Read back to what is known. `begun` is the time before which nothing is told, `keep` how many are remembered."""
    known = mark or Mark()
    read: dict[str, Entry[T]] = {}
    broken: list[Unreadable] = []
    last = reached = False
    async for entries, bad, last in pages:
        broken += bad
        read |= {one.key: one for one in entries if one.key not in read}
        reached = _reached(entries, known, begun)
        if reached or last:
            break
    newest_first = sorted(read.values(), key=lambda one: -one.at)
    news = [one for one in reversed(newest_first) if _news(one, known, begun)]
    whole = last and len(read) <= keep
    missing = [] if broken else _missing(list(known.seen), read, whole_list=last)
    gap = None if reached or last or not read else (max(known.newest, begun), newest_first[-1].at)
    kept = newest_first[:keep]
    kept += [
        one for one in newest_first[keep:] if one.at == kept[-1].at
    ]  # of one second all, or none are known
    return Walked(news, _marked(kept, known, whole), missing, broken, gap)


def _reached(entries: list[Entry[T]], known: Mark, begun: int) -> bool:
    if _ascending([one.at for one in entries if not one.below]):
        return False  # oldest first: what is new stands at the end
    if any(one.key in known.seen for one in entries):
        return True
    oldest = min((one.at for one in entries), default=None)
    return oldest is not None and oldest < max(known.newest - OVERLAP, begun)


def _ascending(times: list[int]) -> bool:
    return len(times) > 1 and times[0] < times[-1] and times == sorted(times)


def _news(one: Entry[T], known: Mark, begun: int) -> bool:
    if one.key in known.seen:
        return known.seen[one.key] != one.version
    return one.at >= known.oldest and one.at >= begun


def _missing(seen: list[str], read: dict[str, Entry[T]], *, whole_list: bool) -> list[str]:
    """Return known ids that should have been met: all in a list read to its end, else those newer than one met."""
    met = [place for place, key in enumerate(seen) if key in read]
    end = len(seen) if whole_list or not met else met[-1]
    return [key for key in seen[:end] if key not in read]


def _marked(kept: list[Entry[T]], known: Mark, whole: bool) -> Mark:
    if not kept:
        return known
    newest = max(known.newest, kept[0].at)
    return Mark(newest, 0 if whole else kept[-1].at, {one.key: one.version for one in kept}, known.own)


def short(key: str) -> str:
    """Return a short stand-in for an id that is long and never asked for again."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
