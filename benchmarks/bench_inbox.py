"""Goal 2: a page of 50 conversations, any folder, filter, order and depth.

Bare: the newest 50 after a key of all conversations, by an index, with every column of the row.
"""

import random
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from benchmarks.crowd import ACCOUNTS, MEMBERS, TAGS
from benchmarks.figures import Figure, milliseconds, percentile, timed
from responder.core.clock import SystemClock
from responder.core.events import Mood
from responder.core.messages import Kind
from responder.core.questions import Folder, InboxQuery, Sort
from responder.store.store import Store
from responder.views.views import Views

PAGES = 1_500
BARE = """SELECT * FROM inbox INDEXED BY inbox_account JOIN conversations USING (number)
    WHERE inbox.account = ? AND inbox.priority = 1 AND inbox.newest < ? ORDER BY inbox.newest DESC LIMIT 50"""


def run(path: Path, scale: float) -> list[Figure]:
    """Ask for pages at random and return the figures."""
    pages = max(20, round(PAGES * min(1.0, scale)))
    store = Store.open(path, SystemClock())
    try:
        views = Views(store, SystemClock())
        draw = random.Random(2)
        plain = [_page(views, _plain(draw), draw.randint(0, 30)) for _ in range(pages)]
        filtered = [_page(views, query, draw.randint(0, 30)) for query in _filtered(draw, pages)]
        bare = [_bare(store, draw) for _ in range(pages)]
    finally:
        store.close()
    return [
        _figure("any folder and order, any depth", plain, bare),
        _figure("and any filter, any depth", filtered, bare),
    ]


def _figure(work: str, ours: list[float], bare: list[float]) -> Figure:
    worst, limit = percentile(ours, 0.99), percentile(bare, 0.99)
    ratio = percentile(ours, 0.5) / percentile(bare, 0.5)
    return Figure(
        2, f"inbox page, {work} (p50 / p99)", f"{milliseconds(percentile(ours, 0.5))} / {milliseconds(worst)}",
        f"{milliseconds(percentile(bare, 0.5))} / {milliseconds(limit)}", f"{ratio:.1f}× (p50)",
        "p99 ≤ 4 ms, ≤ 4×", worst <= 0.004 and ratio <= 4,
    )  # fmt: skip


def _plain(draw: random.Random) -> InboxQuery:
    return InboxQuery(draw.choice(list(Folder)), draw.choice(list(Sort)), draw.choice(MEMBERS))


def _filtered(draw: random.Random, pages: int) -> list[InboxQuery]:
    found = []
    for _ in range(pages):
        query = _plain(draw)
        for add in draw.sample(_FILTERS, draw.choice([1, 1, 2])):
            query = add(query, draw)
        found.append(query)
    return found


_FILTERS: list[Callable[[InboxQuery, random.Random], InboxQuery]] = [
    lambda query, draw: replace(query, account=draw.choice(ACCOUNTS)),
    lambda query, draw: replace(query, network="wordpress"),
    lambda query, draw: replace(query, tag=draw.choice(TAGS)),
    lambda query, draw: replace(query, assignee=draw.choice(MEMBERS)),
    lambda query, draw: replace(query, priority=draw.choice([0, 2, 3])),
    lambda query, draw: replace(query, kind=draw.choice(list(Kind))),
    lambda query, draw: replace(query, mood=draw.choice(list(Mood))),
    lambda query, draw: replace(query, language=draw.choice(["en", "ru"])),
]


def _page(views: Views, query: InboxQuery, depth: int) -> float:
    """Return how long one page takes, `depth` jumps of 400 rows down the list."""
    after: str | None = None
    for _ in range(depth):
        _, following = views.ids(query, after, 400)
        if following is None:
            break
        after = following
    return timed(lambda: views.page(query, after, 50))


def _bare(store: Store, draw: random.Random) -> float:
    connection = store.reading()
    top = connection.execute("SELECT min(newest), max(newest) FROM inbox").fetchone()
    key = (draw.choice(ACCOUNTS).bytes, draw.randint(*top))
    return timed(lambda: connection.execute(BARE, key).fetchall())
