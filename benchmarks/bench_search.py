"""Goal 3: search as you type, three letters and more, first 50 with snippets.

Bare: the same MATCH on the same index, newest first, with FTS5's own snippets and nothing else.
"""

import random
from pathlib import Path

from benchmarks.crowd import Crowd
from benchmarks.figures import Figure, milliseconds, percentile, timed
from responder.core.clock import SystemClock
from responder.store import search
from responder.store.store import Store
from responder.views.views import Views

ASKED = 1_000
BARE = """SELECT rowid, snippet(search, 0, char(2), char(3), '…', 16) FROM search
    WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50"""


def run(path: Path, scale: float) -> list[Figure]:
    """Type words letter by letter and return the figures."""
    words = [word for word in Crowd().words() if len(word) > 3]
    draw = random.Random(3)
    typed = [
        word[: draw.randint(3, len(word))]
        for word in draw.choices(words, k=max(20, round(ASKED * min(1.0, scale))))
    ]
    store = Store.open(path, SystemClock())
    try:
        views, connection = Views(store, SystemClock()), store.reading()
        ours: list[float] = []
        bare: list[float] = []
        for text in typed:
            ours.append(timed(lambda text=text: views.search(text)))  # type: ignore[misc]  # bound to this turn
            match = search.expression(connection, text)
            bare.append(timed(lambda match=match: connection.execute(BARE, (match,)).fetchall()))  # type: ignore[misc]  # same
    finally:
        store.close()
    worst = percentile(ours, 0.95)
    ratio = percentile(ours, 0.5) / percentile(bare, 0.5)
    figure = Figure(
        3, "search as you type, first 50 with snippets (p50 / p95)",
        f"{milliseconds(percentile(ours, 0.5))} / {milliseconds(worst)}",
        f"{milliseconds(percentile(bare, 0.5))} / {milliseconds(percentile(bare, 0.95))}", f"{ratio:.1f}× (p50)",
        "p95 ≤ 10 ms, ≤ 2×", worst <= 0.01 and ratio <= 2,
    )  # fmt: skip
    return [figure]
