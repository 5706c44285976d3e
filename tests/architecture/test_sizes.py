"""The size gate, and the proof that it can fail."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GATE = ROOT / "scripts" / "size_gate.py"

TOO_BIG = {
    "file": "x = 1\n" * 401,
    "function": "def long():\n" + "    x = 1\n" * 50,
    "class": "class Wide:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(21)),
}


def gate(*folders: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, GATE, *folders], capture_output=True, text=True)


def test_nothing_is_too_big() -> None:
    found = gate(*(ROOT / name for name in ("src", "tests", "benchmarks")))
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("kind", TOO_BIG)
def test_what_is_too_big_is_named(tmp_path: Path, kind: str) -> None:
    (tmp_path / "big.py").write_text(TOO_BIG[kind])
    found = gate(tmp_path)
    assert found.returncode == 1
    assert "big.py" in found.stdout


def test_what_just_fits_passes(tmp_path: Path) -> None:
    (tmp_path / "fits.py").write_text("def long():\n" + "    x = 1\n" * 49)
    assert gate(tmp_path).returncode == 0
