"""Goal 4: from the start of the process to an inbox that can be used, a million messages against a thousand.

The five accounts wait for a sign-in. Bare: a PySide6 window with one label. All three
take turns; medians.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.desk import surroundings
from benchmarks.figures import Figure, milliseconds

ROUNDS = 11


def run(path: Path, small: Path, scale: float) -> list[Figure]:
    """Start everything in turn and return the figures."""
    rounds = max(1, round(ROUNDS * min(1.0, scale)))
    kinds = {
        "many": ("start_marked", str(path.parent)),
        "few": ("start_marked", str(small.parent)),
        "bare": ("start_bare",),
    }
    for kind in kinds.values():
        _started(kind)
    times = [{name: _started(kind) for name, kind in kinds.items()} for _ in range(rounds)]
    many, few, bare = (statistics.median(one[name] for one in times) for name in kinds)
    return [
        Figure(
            4, "start to a usable inbox, against 1,000 messages", milliseconds(many), milliseconds(few),
            f"{many / few:.2f}×", "≤ 1.2×", many <= 1.2 * few,
        ),
        Figure(
            4, "start to a usable inbox, against a bare label", milliseconds(many), milliseconds(bare),
            f"{many / bare:.2f}×", "≤ 2.5×", many <= 2.5 * bare,
        ),
    ]  # fmt: skip


def _started(kind: tuple[str, ...]) -> float:
    """Return the seconds until a process says that it is there."""
    module, *arguments = kind
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        stdout=subprocess.PIPE, text=True, env=surroundings(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = process.stdout.readline()
        took = time.perf_counter() - began
    if said != "usable\n":
        raise RuntimeError(f"{module} did not start: it said {said!r}")
    return took
