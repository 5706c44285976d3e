"""The benchmarks run; how fast is no test's business."""

from pathlib import Path

from benchmarks.crowd import Crowd
from benchmarks.figures import Figure, percentile, table
from benchmarks.run import main


def test_every_goal_is_measured(tmp_path: Path) -> None:
    assert main(["--scale", "0.002", "--write", str(tmp_path / "page.md")]) == 0
    page = (tmp_path / "page.md").read_text("utf-8")
    assert all(f"\n| {goal} " in page for goal in (1, 2, 3, 4, 5, 6, 7, 8, 11, 13))


def test_the_same_seed_gives_the_same_crowd() -> None:
    assert Crowd(4).batch(50) == Crowd(4).batch(50)


def test_a_miss_is_said_plainly() -> None:
    page = table([Figure(1, "work", "1", "2", "50 %", "≥ 60 %", met=False)])
    assert "**NO**" in page


def test_percentiles_are_values_that_occurred() -> None:
    assert [percentile([3, 1, 2], part) for part in (0.0, 0.5, 1.0)] == [1, 2, 3]
