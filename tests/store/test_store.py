"""The store: append, decide, ask, hear."""

import pytest

from responder.core import events as e
from responder.core.changes import Changes
from responder.core.questions import Folder, InboxQuery
from responder.store.rows import Rows
from responder.store.store import Store, Write
from responder.views.views import Views
from tests.core.people import ACCOUNT, arrived, event, message


def talk(remote_id: str, at: int, **more: object) -> e.Event:
    one = message(remote_id, at, **more)  # type: ignore[arg-type]  # only flags are passed
    return e.received(one, "d", at, "collector:practice")


def test_what_arrives_is_in_the_inbox(store: Store, views: Views) -> None:
    store.append([talk("1", 10), talk("2", 20)], cursor=(ACCOUNT, "20")).result()
    page = views.page(InboxQuery())
    assert [(row.messages, row.waiting_since) for row in page.rows] == [(2, 10)]
    assert store.cursor(ACCOUNT) == "20"


def test_the_same_event_twice_is_one_event(store: Store) -> None:
    assert len(store.append([talk("1", 10), talk("1", 10)]).result().events) == 1
    assert store.append([talk("1", 10)]).result().events == ()


def test_a_thread_shows_the_messages_and_the_decisions(store: Store, views: Views) -> None:
    stream = message("1", 10).conversation
    note = e.Event(event(e.Pended(), 1).id, stream, "marie", "d", 30, e.NoteAdded(ACCOUNT, "call her"))
    store.append([talk("1", 10), talk("2", 20, ours=True), note]).result()
    thread = views.thread(stream)
    assert thread is not None
    assert [one.message.remote_id for one in thread.messages] == ["1", "2"]
    assert [one.kind for one in thread.events] == ["NoteAdded"]


def test_a_decision_sees_what_was_written_just_before(store: Store) -> None:
    stream = message("1", 10).conversation
    store.append([talk("1", 10)])

    def decide(rows: Rows) -> Write:
        row = rows.conversation(stream)
        assert row is not None
        return Write((e.Event(arrived("x", 1).id, stream, "marie", "d", 50, e.Assigned("marie")),))

    done = store.transact(decide).result()
    assert [one.kind for one in done.events] == ["Assigned"]


def test_listeners_hear_after_the_commit(store: Store, views: Views) -> None:
    heard: list[tuple[Changes, int]] = []
    stop = store.subscribe(lambda changes: heard.append((changes, len(views.ids(InboxQuery())[0]))))
    store.append([talk("1", 10)]).result()
    stop()
    store.append([talk("2", 20)]).result()
    assert [(changes.arrived, shown) for changes, shown in heard] == [({message("1", 10).conversation}, 1)]


def test_counters_and_search(store: Store, views: Views) -> None:
    store.append([talk("1", 10, text="Où est ma commande ?"), talk("2", 20, text="still waiting")]).result()
    assert views.counters("marie").folders[Folder.NEEDS_REPLY] == 1
    assert [hit.snippet for hit in views.search("commande")] == ["Où est ma \x02commande\x03 ?"]
    assert len(views.ids(InboxQuery(text="ou est"))[0]) == 1


def test_a_decision_that_fails_fails_alone(store: Store) -> None:
    def refuse(rows: Rows) -> Write:
        raise ValueError("no")

    failed, fine = store.transact(refuse), store.append([talk("1", 10)])
    with pytest.raises(ValueError, match="no"):
        failed.result()
    assert len(fine.result().events) == 1


def test_half_a_character_holds_nothing_up(store: Store, views: Views) -> None:
    store.append([talk("1", 10, text="broken \ud83d emoji"), talk("2", 20, text="nul\0byte")]).result()
    thread = views.thread(message("1", 10).conversation)
    assert thread is not None
    assert [one.message.text for one in thread.messages] == ["broken \ufffd emoji", "nul\0byte"]
    assert len(views.search("emoji")) == 1
