"""Goal 7: from a key to changed pixels in the real window on a million messages: done, tag, assign, open.

Bare: the arrow key in a QListView of plain strings in the same process, to its repaint.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from benchmarks.desk import Painted, alone, on_screen, rested
from benchmarks.figures import Figure, milliseconds, percentile
from responder.app.life import Running

TURNS = 60
SEEN_BY = 2.0
"""Seconds after which a key has changed nothing: the conversation was so already."""
ENTER = "\r"
KEYS = (
    ("open the next", "j", "middle"),
    ("tag: its picker opens", "l", "window"),
    ("tag: named and chosen", f"#{ENTER}", "list"),
    ("assign to me", "i", "list"),
    ("done", "e", "list"),
)


def run(path: Path, scale: float) -> list[Figure]:
    """Press every key many times and return the figures."""
    turns = max(4, round(TURNS * min(1.0, scale)))
    found: dict[str, list[float]] = alone("bench_keys", path.parent, turns)
    bare = percentile(found.pop("bare"), 0.5)
    every = [took for times in found.values() for took in times]
    lines = [*found.items(), ("all of these", every)]
    return [_figure(name, times, bare) for name, times in lines]


def _figure(name: str, times: list[float], bare: float) -> Figure:
    middle, worst = percentile(times, 0.5), percentile(times, 0.99)
    return Figure(
        7, f"key to changed pixels: {name} (p50 / p99)", f"{milliseconds(middle)} / {milliseconds(worst)}",
        milliseconds(bare), f"{middle / bare:.1f}× (p50)", "p99 ≤ 50 ms", worst <= 0.05,
    )  # fmt: skip


async def pressed(target: QWidget, keys: str, watched: QWidget, painted: Painted) -> float | None:
    """Type, and return the seconds until the pixels of a widget have changed; None when nothing was to be done."""
    before = watched.grab().toImage()
    looking = 0.0
    began = time.perf_counter()
    for letter in keys.removesuffix(ENTER):
        QTest.keyClick(target, Qt.Key(ord(letter.upper())))
    if keys.endswith(ENTER):
        QTest.keyClick(target, Qt.Key.Key_Return)
    try:
        while True:
            await painted.again(SEEN_BY)
            now = time.perf_counter()
            if watched.grab().toImage() != before:
                return now - began - looking
            looking += time.perf_counter() - now
    except TimeoutError:
        return None


async def typed(desk: Running, turns: int) -> dict[str, list[float]]:
    """Work through the list by keys."""
    furniture = desk.window.furniture
    view = furniture.inbox.view
    view.setFocus()
    await asyncio.sleep(2)
    places = {"list": view.viewport(), "middle": furniture.middle, "window": desk.window}
    painted = Painted(desk.window)
    found: dict[str, list[float]] = {name: [] for name, _keys, _where in KEYS}
    for turn in range(turns):
        for name, keys, where in KEYS:
            target = QApplication.focusWidget() or view
            took = await pressed(target, keys.replace("#", f"t{turn}"), places[where], painted)
            found[name].extend([] if took is None else [took])
            await asyncio.sleep(0.05)
    return {name: rested(times) for name, times in found.items()} | {"bare": await bare(turns)}


async def bare(turns: int) -> list[float]:
    """Press the arrow in a plain list."""
    view, model = QListView(), QStringListModel([f"Customer {n}" for n in range(1000)])
    view.setModel(model)
    view.resize(334, 544)
    view.show()
    view.setCurrentIndex(model.index(0))
    await asyncio.sleep(0.2)
    painted = Painted(view.viewport())
    took = []
    for _ in range(turns):
        before = view.currentIndex()
        began = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_Down)
        await painted.again()
        took.append(time.perf_counter() - began)
        assert view.currentIndex() != before
    view.close()
    return rested(took)


if __name__ == "__main__":
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    print(json.dumps(on_screen(folder, lambda desk: typed(desk, wanted))))
