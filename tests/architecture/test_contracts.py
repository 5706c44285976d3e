"""Every import contract must hold, and must be able to break.

A contract that names the wrong package passes for ever. So each one is also run against a copy of the
source with one forbidden import added.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

BREAKERS = [
    ("layers", "core/messages.py", "from responder.store import store"),
    ("layers", "store/store.py", "from responder.views import views"),
    ("layers", "net/client.py", "from responder.store import store"),
    ("layers", "views/views.py", "from responder.practice import host"),
    ("layers", "actions/desk.py", "from responder.ingest import receiver"),
    ("layers", "ingest/receiver.py", "from responder.outbox import worker"),
    ("layers", "alerts/rules.py", "from responder.outbox import worker"),
    ("layers", "views/views.py", "from responder.ui import commands"),
    ("layers", "ui/commands.py", "from responder.app import cli"),
    ("layers", "analytics/__init__.py", ""),  # exhaustive: a package that was not placed
    ("connectors-apart", "connectors/mastodon/connector.py", "from responder.connectors import wordpress"),
    ("connectors-edge", "connectors/mastodon/connector.py", "from responder.store import store"),
    ("connectors-edge", "connectors/wordpress/connector.py", "import sqlite3"),
    ("practice-apart", "practice/host.py", "from responder.connectors import mastodon"),
    ("practice-apart", "practice/host.py", "from responder.net import client"),
    ("circle", "outbox/worker.py", "from responder.connectors import mastodon"),
    ("circle", "ui/commands.py", "from responder.connectors import mastodon"),
    ("circle", "net/client.py", "from responder.net import keychain"),
    ("sql", "views/views.py", "import sqlite3"),
    ("sql", "app/cli.py", "import sqlite_utils"),
    ("qt", "views/views.py", "from PySide6.QtCore import QObject"),
    ("qt", "core/changes.py", "def f():\n    import PySide6"),
    ("qt", "actions/desk.py", "import qasync"),
    ("ui-hands", "ui/commands.py", "import sqlite3"),
    ("ui-hands", "ui/window.py", "from responder.store import store"),
    ("ui-hands", "ui/window.py", "import httpx"),
    ("pure", "core/events.py", "import socket"),
    ("pure", "outbox/policy.py", "import httpx"),
    ("pure", "net/limits.py", "import httpx"),
    ("pure", "views/length.py", "import sqlite3"),
    ("pure", "actions/decision.py", "from responder.store import store"),
    ("pure", "alerts/rules.py", "import keyring"),
    ("acyclic", "core/messages.py", "from responder.core import events"),
]


def lint(src: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run lint-imports on one source tree."""
    only = [flag for name in contracts for flag in ("--contract", name)]
    return subprocess.run(
        [LINT, "--config", ROOT / "pyproject.toml", "--no-cache", *only],
        env=os.environ | {"PYTHONPATH": str(src)},
        cwd=src,
        capture_output=True,
        text=True,
    )


def test_contracts_hold() -> None:
    result = lint(ROOT / "src")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREAKERS)
def test_a_contract_can_break(tmp_path: Path, contract: str, file: str, line: str) -> None:
    src = tmp_path / "src"
    shutil.copytree(ROOT / "src", src, ignore=shutil.ignore_patterns("__pycache__", "*.svg", "*.png"))
    target = src / "responder" / file
    assert target.exists() or file.startswith("analytics/")
    target.parent.mkdir(exist_ok=True)
    target.write_text((target.read_text() if target.exists() else "") + f"\n{line}\n")
    result = lint(src, contract)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout or "exhaustive" in result.stdout.lower(), result.stdout


def test_no_contract_goes_unbroken() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, *_ in BREAKERS}
