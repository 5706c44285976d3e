"""Goal 8, the store's side: memory of a process that lists, opens and searches, 1,000 against all messages."""

import json
import subprocess
import sys
from array import array
from pathlib import Path

from benchmarks.crowd import Crowd
from benchmarks.figures import Figure
from responder.core.clock import SystemClock
from responder.core.questions import Folder, InboxQuery, Sort
from responder.store.store import Store
from responder.views.views import Views


def run(path: Path, scale: float) -> list[Figure]:
    """Measure two processes of their own and return the figure; it is what it is at any scale."""
    small = path.with_name("small.db")
    store = Store.open(small, SystemClock())
    store.append(Crowd().batch(1_000)).result()
    store.close()
    few, many = _measured(small), _measured(path)
    small.unlink()
    more = many - few
    figure = Figure(
        8, "memory of the store, all messages against 1,000 (MB)", f"{many:.0f}", f"{few:.0f}", f"+ {more:.0f} MB",
        "≤ + 60 MB", more <= 60,
    )  # fmt: skip
    return [figure]


def _measured(path: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_memory", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(json.loads(done.stdout))


def work(path: Path) -> float:
    """List, open and search as a window does for a while, and return the resident megabytes."""
    store = Store.open(path, SystemClock())
    try:
        views = Views(store, SystemClock())
        for folder in Folder:
            for sort in Sort:
                for row in views.page(InboxQuery(folder, sort, "marie")).rows[:20]:
                    views.thread(row.id)
            _scroll(views, InboxQuery(folder, member="marie"))
        for word in ("ord", "commande", "reci", "заказ"):
            views.search(word)
        store.append(Crowd(seed=9).batch(2_000)).result()
    finally:
        store.close()
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _scroll(views: Views, query: InboxQuery) -> int:
    """Go down a list to its end as the window does, 500 numbers at a time, and return how many there are."""
    held = array("q")
    after: str | None = None
    while True:
        numbers, after = views.ids(query, after)
        held.extend(numbers)
        if after is None:
            return len(held)


if __name__ == "__main__":
    print(json.dumps(work(Path(sys.argv[1]))))
