"""Silence is asserted: a warning, log line, task, thread or Qt message that nobody asked for fails the test."""

import asyncio
import inspect
import logging
import os
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

# Nothing is asserted with a stop-watch: a machine that is busy is no failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

GRACE = 3.0
"""How many seconds a thread may take to end after its owner let it go."""

SHARED = Path(__file__).parents[2] / "shared"
"""The real servers' scripts and the specifications, where a machine has them."""

ROOT_ONLY = "root may write to everything"
"""The one reason that holds everywhere: permissions do not bind root."""

HARMLESS_QT = ("This plugin does not support ",)
"""What the off-screen platform says of itself, whatever a program does."""


def _private_home() -> None:
    """No test may touch the user's data, keyring, desktop or bus, unless it asks for them."""
    home = Path(tempfile.mkdtemp(prefix="responder-tests-"))
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    if os.environ["QT_QPA_PLATFORM"] == "offscreen":
        os.environ |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }


_private_home()

try:
    from PySide6 import QtCore
except ImportError:
    QtCore = None  # the part without Qt is tested without it


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Qt's messages are caught below, not by pytest-qt."""
    config.option.qt_log = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is there, a skipped test is a failed one."""
    report = yield
    must_run = os.environ.get("CI") == "true" and SHARED.is_dir() and ROOT_ONLY not in str(report.longrepr)
    if must_run and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"must run here, and was skipped: {report.longrepr}"
    return report


class _Unexpected(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_logging(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test; mark it `logs` to expect one."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if not request.node.get_closest_marker("logs"):
        assert handler.seen == []


@pytest.fixture(autouse=True)
def no_qt_message(request: pytest.FixtureRequest) -> Iterator[None]:
    """A Qt warning fails the test; mark it `logs` to expect one."""
    if QtCore is None:
        yield
        return
    serious = (QtCore.QtMsgType.QtWarningMsg, QtCore.QtMsgType.QtCriticalMsg, QtCore.QtMsgType.QtFatalMsg)
    seen: list[str] = []

    def handle(kind: object, context: object, text: str) -> None:
        if kind in serious and not text.startswith(HARMLESS_QT):
            seen.append(text)

    before = QtCore.qInstallMessageHandler(handle)
    yield
    QtCore.qInstallMessageHandler(before)
    if not request.node.get_closest_marker("logs"):
        assert seen == []


def _ours(thread: threading.Thread) -> bool:
    return not isinstance(thread, threading._DummyThread) and not thread.name.startswith("asyncio_")


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """A thread that a test started must have ended. (A loop ends its own executor's.)"""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    for thread in filter(_ours, set(threading.enumerate()) - before):
        thread.join(max(0.0, until - time.monotonic()))
    assert [t.name for t in set(threading.enumerate()) - before if _ours(t)] == []


@pytest_asyncio.fixture
async def _tasks_counted() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert sorted(task.get_coro().__qualname__ for task in left) == []


@pytest.fixture(autouse=True)
def no_task_left_behind(request: pytest.FixtureRequest, no_thread_left_behind: None) -> None:
    """A task that an asynchronous test started must have ended."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("_tasks_counted")
