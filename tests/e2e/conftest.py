"""One screen for all; skipped with a reason where the scripts are not there."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.practice.mastodon import PracticeServer
from tests.e2e.screen import Screen
from tests.real.servers import scripts

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.display)


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A screen of this session's own."""
    if not (scripts() / "xvfb.sh").is_file():
        pytest.skip(f"no scripts for a display at {scripts()} (name their folder in RESPONDER_REALSERVERS)")
    given = os.environ.get("RESPONDER_E2E_STATE")
    with tempfile.TemporaryDirectory(prefix="e2e-", dir="/tmp") as folder:
        made = Screen(Path(given or folder))
        yield made
        if given is None:
            made.stop()


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A practice network with nobody on it but us."""
    with PracticeServer("empty", speed=0) as made:
        yield made
