"""Goal 5: scrolling the window's list of every conversation while 200 messages a second arrive in the same store.

A frame is everything the window's thread does between two steps of the scroll bar: read rows, hear of commits, paint.
It begins when Qt has placed all rows (in batches, while the list can be used already).
The medians compare processor time, for which it matters less who else is using the machine.
Bare: a QListView of as many rows in C++ with a delegate that paints as much as ours (`list_limit.cpp`), compiled
where g++ and Qt's headers are; elsewhere the same in Python, and the table says so.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.crowd import Crowd
from benchmarks.desk import alone, on_screen, rested, surroundings
from benchmarks.figures import Figure, milliseconds, percentile
from responder.app.life import Running
from responder.core.events import Event
from responder.core.questions import Folder, InboxQuery
from responder.store.store import Store
from responder.ui.inbox.places import Place
from responder.ui.inbox.view import InboxView

FRAMES = 1_500
TICK = 1 / 60
Frame = tuple[float, float]
"""Seconds that passed, and seconds of the processor in the window's thread."""

STEP = 160
RATE = 200
"""Messages a second."""
SOURCE = Path(__file__).with_name("list_limit.cpp")


def run(path: Path, scale: float) -> list[Figure]:
    """Scroll ours and the limit, and return the figures."""
    frames = max(60, round(FRAMES * min(1.0, scale)))
    found = alone("bench_scroll", path.parent, frames)
    rows, height, width, tall = found["shape"]
    with tempfile.TemporaryDirectory() as folder:
        bare, kind = _limit(Path(folder), rows, frames, height, width, tall)
    (ours, used), (wall, busy) = zip(*found["frames"], strict=True), zip(*bare, strict=True)
    worst, middle, limit = percentile(ours, 0.99), percentile(used, 0.5), percentile(busy, 0.5)
    return [
        Figure(
            5, f"scrolling {rows:,} rows, {found['arrived']:.0f} messages/s arriving: a frame, p99", milliseconds(worst),
            f"{milliseconds(percentile(wall, 0.99))} ({kind})", "—", "≤ 16 ms", worst <= 0.016,
        ),
        Figure(
            5, "the same, processor time of the median frame", milliseconds(middle), f"{milliseconds(limit)} ({kind})",
            f"{middle / limit:.1f}×", "≤ 2×", middle <= 2 * limit,
        ),
    ]  # fmt: skip


def _limit(folder: Path, rows: int, *shape: int) -> tuple[list[Frame], str]:
    """Return the frames of the bare list, and in what it is written."""
    frames, height, width, tall = shape
    numbers = [str(n) for n in (rows, frames, STEP, height, width, tall)]
    program = _compiled(folder)
    command = [str(program)] if program else [sys.executable, "-m", "benchmarks.list_limit"]
    done = subprocess.run(
        [*command, *numbers], check=True, stdout=subprocess.PIPE, text=True, env=surroundings()
    )
    return rested(
        [_frame(line) for line in done.stdout.splitlines()]
    ), "C++" if program else "Python, no C++ here"


def _frame(line: str) -> Frame:
    took, used = line.split()
    return int(took) / 1e6, int(used) / 1e6


def _compiled(folder: Path) -> Path | None:
    """Return the C++ program, or None where it cannot be made."""
    if shutil.which("g++") is None or shutil.which("pkg-config") is None:
        return None
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "Qt6Widgets"], capture_output=True, text=True, check=False
    )
    program = folder / "list_limit"
    if flags.returncode:
        return None
    subprocess.run(
        ["g++", "-O2", "-fPIC", "-std=c++17", str(SOURCE), "-o", str(program), *flags.stdout.split()],
        check=True,
    )
    return program


class Arrivals(threading.Thread):
    """Appends messages one by one, as fast as they are to arrive."""

    def __init__(self, store: Store, events: list[Event]) -> None:
        super().__init__(name="arrivals")
        self._store, self._events = store, events
        self._over = threading.Event()
        self.rate = 0.0

    def run(self) -> None:
        """Append until told to stop."""
        began, count = time.perf_counter(), 0
        for count, event in enumerate(self._events, 1):
            self._store.append([event])
            if self._over.wait(max(0.0, began + count / RATE - time.perf_counter())):
                break
        self.rate = count / (time.perf_counter() - began)

    def stop(self) -> None:
        """Stop and wait."""
        self._over.set()
        self.join()


async def scrolled(desk: Running, frames: int) -> dict[str, object]:
    """Scroll down the list of all and time each frame."""
    inbox = desk.window.furniture.inbox
    inbox.show_place(Place(InboxQuery(Folder.ALL, member=desk.console.desk.member.id)))
    root = inbox.model.index(-1)
    while inbox.model.canFetchMore(root):
        inbox.model.fetchMore(root)
    await _laid_out(inbox.view)
    arrivals = Arrivals(desk.store, Crowd(seed=5).batch(RATE * max(2, frames // 50)))
    arrivals.start()
    took = await _frames(inbox.view.verticalScrollBar().setValue, frames)
    arrivals.stop()
    view = inbox.view
    shape = (inbox.model.rowCount(), view.rows.height(), view.viewport().width(), view.viewport().height())
    return {"frames": rested(took), "shape": shape, "arrived": arrivals.rate}


async def _laid_out(view: InboxView) -> None:
    """Wait until Qt has placed every row, which it does batch by batch, and the start is over."""
    whole = view.inbox.rowCount() * view.rows.height() - view.viewport().height()
    async with asyncio.timeout(300):
        while view.verticalScrollBar().maximum() < whole:  # noqa: ASYNC110 # nothing tells us
            await asyncio.sleep(0.2)
    await asyncio.sleep(3)


async def _frames(scroll: Callable[[int], None], frames: int) -> list[Frame]:
    """Step, let Qt do all it has to do, and rest until the next tick; outside any task, for Qt runs tasks inside."""
    over: asyncio.Future[list[Frame]] = asyncio.get_running_loop().create_future()

    def all_of_them() -> None:
        took = []
        for n in range(frames):
            began, busy = time.perf_counter(), time.thread_time()
            scroll(n * STEP)
            QApplication.processEvents()
            took.append((time.perf_counter() - began, time.thread_time() - busy))
            time.sleep(max(0.0, TICK - took[-1][0]))
        over.set_result(took)

    QTimer.singleShot(0, all_of_them)
    return await over


if __name__ == "__main__":
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    print(json.dumps(on_screen(folder, lambda desk: scrolled(desk, wanted))))
