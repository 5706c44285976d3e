"""`python -m benchmarks.run`: measures everything and prints one table.

`--scale 0.02` does the same with 20,000 messages, to see that it runs; only 1.0 says something of the goals.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import (
    bench_arrival,
    bench_inbox,
    bench_ingest,
    bench_keys,
    bench_memory,
    bench_reading,
    bench_scroll,
    bench_search,
    bench_start,
    bench_window_memory,
)
from benchmarks.desk import crowd_accounts, fill, furnish
from benchmarks.figures import Figure, table

MESSAGES = 1_000_000


def measure(scale: float, folder: Path) -> list[Figure]:
    """Fill a workspace and measure it; returns the lines of the table."""
    path, small = folder / "many" / "responder.db", folder / "few" / "responder.db"
    for place in (path, small):
        place.parent.mkdir()
    figures = bench_ingest.run(path, round(MESSAGES * scale))
    for bench in (bench_inbox, bench_search, bench_memory):
        figures.extend(bench.run(path, scale))
    fill(small, 1_000)
    for place in (path, small):
        furnish(place, crowd_accounts())
    figures.extend(bench_start.run(path, small, scale))
    for seen in (bench_scroll, bench_keys, bench_arrival):
        figures.extend(seen.run(path, scale))
    figures.extend(bench_window_memory.run(path, small, scale))
    figures.extend(bench_reading.run(scale))
    return sorted(figures, key=lambda figure: figure.goal)


def report(figures: Sequence[Figure], scale: float) -> str:
    """Return the page for docs/benchmarks.md."""
    missed = [f"- goal {figure.goal}: {figure.work}" for figure in figures if not figure.met]
    return "\n".join(
        [
            "# Benchmarks", "",
            f"{round(MESSAGES * scale):,} events by `benchmarks/crowd.py`: messages of about 180 characters in five"
            " languages, four to a conversation, and what a team did to some of them.",
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors."
            " Every figure stands beside its bare limit from the same run; only ratios travel between machines."
            " What \"bare\" is, each file in `benchmarks/` says at its top. Pages and search (goals 2, 3) are by the"
            " processor's time, everything else by the clock on the wall.",
            f"Load average at the end: {', '.join(f'{load:.1f}' for load in os.getloadavg())}.",
            "", table(figures), "", *(["Misses:", "", *missed] if missed else ["Nothing misses."]), "",
        ]
    )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is a million messages")
    parser.add_argument("--write", type=Path, help="where to keep the table, docs/benchmarks.md")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="responder-bench-"))
    try:
        page = report(measure(options.scale, folder), options.scale)
    finally:
        shutil.rmtree(folder)
    print(page)
    if options.write:
        options.write.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
