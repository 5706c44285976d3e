"""What a measurement says, and the table of all of them."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `goal` is the number in PERFORMANCE.md's list, `met` whether the target is kept."""

    goal: int
    work: str
    ours: str
    limit: str
    ratio: str
    target: str
    met: bool


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds of the processor a call takes, so that other programs are not in it."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value below which a part (0.0 to 1.0) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def milliseconds(seconds: float) -> str:
    """Write a time for people."""
    return f"{seconds * 1000:.2f} ms"


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table."""
    heads = ("goal", "work", "ours", "bare, same run", "ratio", "target", "met")
    lines = [
        [str(f.goal), f.work, f.ours, f.limit, f.ratio, f.target, "yes" if f.met else "**NO**"]
        for f in figures
    ]
    widths = [max(len(row[i]) for row in (list(heads), *lines)) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(heads), rule, *map(line, lines)])
