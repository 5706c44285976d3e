"""Goal 8, the window: memory of the whole program, 1,000 against a million messages; and forty accounts at rest.

At rest means: signed in to forty practice servers (in a process of their own), every stream open, nothing happening.
The limit is the same window with no account.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from benchmarks.desk import alone, furnish, on_screen
from benchmarks.figures import Figure
from benchmarks.network_beside import beside
from responder.app.life import Running
from responder.core.accounts import Account
from responder.core.questions import Folder, InboxQuery
from responder.ui.inbox.places import Place

ACCOUNTS = 40
REST = 40.0
PAGES = 200


def run(path: Path, small: Path, scale: float) -> list[Figure]:
    """Measure windows in processes of their own and return the figures."""
    many, few = (alone("bench_window_memory", "work", one) for one in (path, small))
    seconds = max(1.0, REST * min(1.0, scale))
    count = max(2, round(ACCOUNTS * min(1.0, scale)))
    empty, full = (_at_rest(small, some, seconds) for some in (0, count))
    more, mail = many - few, full["memory"] - empty["memory"]
    share = full["processor"]
    return [
        Figure(
            8, "memory of the window, all messages against 1,000 (MB)", f"{many:.0f}", f"{few:.0f}",
            f"+ {more:.0f} MB", "≤ + 60 MB", more <= 60,
        ),
        Figure(
            8, f"memory with {count} accounts at rest (MB)", f"{full['memory']:.0f}", f"{empty['memory']:.0f}",
            f"+ {mail:.0f} MB", "≤ + 100 MB", mail <= 100,
        ),
        Figure(
            8, f"{count} accounts at rest, part of a core", f"{share:.2%}", f"{empty['processor']:.2%}", "—",
            "≤ 1 %", share <= 0.01,
        ),
    ]  # fmt: skip


def _at_rest(small: Path, count: int, seconds: float) -> dict[str, float]:
    """Return the memory and the part of a core that so many accounts at rest take."""
    path = small.parent / f"rest-{count}" / "responder.db"
    path.parent.mkdir(exist_ok=True)
    for name in ("responder.db", "settings.json", "secrets.json"):
        (path.parent / name).unlink(missing_ok=True)
    found: dict[str, float] = alone("bench_window_memory", "rest", path, count, seconds)
    return found


async def worked(desk: Running) -> float:
    """Page through every conversation, open some, and return the resident megabytes."""
    inbox = desk.window.furniture.inbox
    for folder in Folder:
        inbox.show_place(Place(InboxQuery(folder, member=desk.console.desk.member.id)))
        await asyncio.sleep(0.1)
    inbox.show_place(Place(InboxQuery(Folder.ALL, member=desk.console.desk.member.id)))
    root = inbox.model.index(-1)
    while inbox.model.canFetchMore(root):
        inbox.model.fetchMore(root)
    bar = inbox.view.verticalScrollBar()
    for page in range(PAGES):
        bar.setValue(bar.maximum() * page // PAGES)
        await asyncio.sleep(0.01)
    for number in range(0, min(40, inbox.model.rowCount())):
        inbox.view.go(number)
        await asyncio.sleep(0.03)
    return resident()


async def rested(desk: Running, count: int, seconds: float) -> dict[str, float]:
    """Wait until every account is live, then count what a while of nothing costs."""
    async with asyncio.timeout(120):
        while sum(h.state == "live" for h in desk.console.views.health()) < count:  # noqa: ASYNC110 # nothing tells us
            await asyncio.sleep(0.2)
    await asyncio.sleep(min(10.0, seconds))
    began, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    return {
        "memory": resident(),
        "processor": (time.process_time() - used) / (time.perf_counter() - began),
    }


def resident() -> float:
    """Return the resident megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def at_rest(path: Path, count: int, seconds: float) -> dict[str, float]:
    """Open a fresh workspace with so many accounts and leave it alone."""
    with beside(count) as network:
        accounts: list[tuple[Account, str]] = network.accounts()
        furnish(path, accounts)
        return on_screen(path.parent, lambda desk: rested(desk, count, seconds))


if __name__ == "__main__":
    what, place, *more = sys.argv[1:]
    if what == "work":
        print(json.dumps(on_screen(Path(place).parent, worked)))
    else:
        print(json.dumps(at_rest(Path(place), int(more[0]), float(more[1]))))
