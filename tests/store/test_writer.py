"""The writer: groups, announcements, other processes."""

import threading
from pathlib import Path

import pytest

from responder.core.changes import Changes, Touched
from responder.core.clock import SystemClock
from responder.core.questions import ChannelHealth, Draft, InboxQuery
from responder.store.rows import Rows
from responder.store.store import Store, Write
from responder.views.views import Views
from tests.core.people import ACCOUNT
from tests.store.test_store import talk


def test_what_waits_together_is_committed_together(path: Path) -> None:
    commits: list[str] = []
    store = Store.open(path, SystemClock(), commits.append)
    gate = threading.Event()

    def hold(rows: Rows) -> Write:
        gate.wait(5)
        return Write()

    futures = [store.transact(hold), *[store.append([talk(str(n), n)]) for n in range(1, 50)]]
    gate.set()
    assert [len(future.result().events) for future in futures] == [0] + [1] * 49
    store.close()
    assert commits.count("store.committed") <= 2


def test_another_process_is_noticed(store: Store, path: Path) -> None:
    heard: list[Changes] = []
    told = threading.Event()

    def listen(changes: Changes) -> None:
        heard.append(changes)
        told.set()

    store.subscribe(listen)
    other = Store.open(path, SystemClock())
    other.append([talk("1", 10)]).result()
    other.close()
    assert told.wait(5)
    assert heard == [Changes(Touched.ALL)]


def test_closing_writes_what_was_queued(path: Path) -> None:
    store = Store.open(path, SystemClock())
    for n in range(1, 20):
        store.append([talk(str(n), n)])
    store.close()
    store = Store.open(path, SystemClock())
    row = store.rows().conversation(talk("1", 1).stream)
    store.close()
    assert row is not None
    assert row.messages == 19


def test_the_device_keeps_its_name(store: Store, path: Path) -> None:
    other = Store.open(path, SystemClock())
    assert other.device == store.device
    other.close()


def test_drafts_and_health_are_kept(store: Store, views: Views) -> None:
    stream = talk("1", 10).stream
    store.save_draft(Draft(stream, "Dear An", 7)).result()
    store.save_health(ChannelHealth(ACCOUNT, "live", 5)).result()
    assert views.draft(stream) == Draft(stream, "Dear An", 7)
    assert (views.drafts(), views.counters("").drafts) == ([Draft(stream, "Dear An", 7)], 1)
    assert store.health(ACCOUNT) == ChannelHealth(ACCOUNT, "live", 5)
    store.discard_draft(stream).result()
    assert views.drafts() == []


def test_every_thread_reads_what_is_committed(store: Store, views: Views) -> None:
    store.append([talk("1", 10)]).result()
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(views.ids(InboxQuery())[0])))
    thread.start()
    thread.join()
    assert found == [1]


@pytest.mark.logs
def test_a_listener_that_fails_holds_nobody_up(store: Store) -> None:
    def fail(changes: Changes) -> None:
        raise RuntimeError("painted too early")

    store.subscribe(fail)
    assert len(store.append([talk("1", 10)]).result(5).events) == 1
    assert len(store.append([talk("2", 20)]).result(5).events) == 1


def test_a_step_that_fails_is_heard_of_and_writes_nothing(path: Path) -> None:
    bad = ["store.commit"]

    def step(name: str) -> None:
        if name in bad:
            bad.clear()
            raise RuntimeError("no further")

    store = Store.open(path, SystemClock(), step)
    assert isinstance(store.append([talk("1", 10)]).exception(5), RuntimeError)
    assert len(store.append([talk("1", 10)]).result(5).events) == 1
    store.close()
