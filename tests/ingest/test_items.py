"""What a batch becomes in the log."""

from msgspec.structs import replace

from responder.core.events import GapSeen, MessageDeleted
from responder.core.messages import Message, State
from responder.core.ports import Batch, Deletion, Gap, Item, Unreadable
from responder.ingest.items import written
from responder.store.store import Store
from tests.scripted import ACCOUNT, CONVERSATION, START, connect, done, message


def take(store: Store, *items: Item, now: int = START, cursor: str = "c") -> None:
    batch = Batch(items, cursor)
    done(store.transact(lambda rows: written(batch, ACCOUNT, rows, store.device, now), durable=False))


def current(store: Store, remote_id: str = "1") -> Message:
    found = store.rows().message(message(remote_id).id)
    assert found is not None
    return found


def test_messages_and_cursor_are_kept_together(store: Store) -> None:
    take(store, message("1"), message("2", root="2"))
    assert store.cursor(ACCOUNT.id) == "c"
    assert len(list(store.rows().events(CONVERSATION))) == 1


def test_what_comes_twice_is_kept_once(store: Store) -> None:
    take(store, message("1"), message("1"))
    take(store, message("1"), now=START + 5)
    assert len(store.rows().events(CONVERSATION)) == 1


def test_an_edit_is_a_further_version(store: Store) -> None:
    take(store, message("1"))
    take(store, message("1", text="Hello!", edited_at=START + 9))
    assert current(store).text == "Hello!"


def test_versions_in_one_batch_keep_the_networks_order(store: Store) -> None:
    for n in range(10):
        texts = [f"{n}-{i}" for i in range(5)]
        take(store, *(message(f"m{n}", text=text) for text in texts))
        assert current(store, f"m{n}").text == texts[-1]


def test_a_version_that_returns_is_a_new_fact(store: Store) -> None:
    held, shown = message("1", state=State.HELD), message("1")
    for n, version in enumerate([held, shown, held, shown, held], 1):
        take(store, version, now=START + n)
        take(store, version, now=START + n)
        assert current(store).state is version.state
    assert len(store.rows().events(CONVERSATION)) == 5


def test_what_was_context_is_news_once_it_speaks_to_us(store: Store) -> None:
    take(store, message("1", addressed=False))
    take(store, message("1"), now=START + 5)
    take(store, message("1", addressed=False), now=START + 9)
    row = store.rows().conversation(CONVERSATION)
    assert row is not None
    assert row.waiting_since is not None
    assert current(store).addressed
    assert len(store.rows().events(CONVERSATION)) == 2


def test_a_deletion_of_what_we_have_is_noted_once(store: Store) -> None:
    take(store, message("1"))
    take(store, Deletion("1"), Deletion("1"))
    bodies = [event.body for event in store.rows().events(CONVERSATION)]
    assert bodies[1:] == [MessageDeleted(message("1").id)]


def test_a_message_may_come_and_go_in_one_batch(store: Store) -> None:
    take(store, message("1"), Deletion("1"))
    assert store.rows().messages_since(CONVERSATION, None) == []


def test_a_deletion_of_what_we_never_had_is_no_news(store: Store) -> None:
    take(store, Deletion("404"))
    assert store.cursor(ACCOUNT.id) == "c"


def test_gaps_are_shown_and_unreadable_payloads_kept(store: Store) -> None:
    take(store, Gap(1, 2, "asleep"), Gap(1, 2, "asleep"), Unreadable(b"{", "not JSON"), message("1"))
    health = store.health(ACCOUNT.id)
    assert (health.gaps, health.unreadable) == (((1, 2),), 1)
    assert [event.body for event in store.rows().events(ACCOUNT.id)[1:]] == [GapSeen(1, 2, "asleep")]
    assert current(store).text == "Hello?"


def test_two_devices_derive_the_same_events(store: Store) -> None:
    connect(store)
    batch = Batch((message("1"), replace(message("2"), text="x"), Gap(1, 2, "x")), "c")
    here, there = (written(batch, ACCOUNT, store.rows(), device, START) for device in ("here", "there"))
    assert [event.id for event in here.events] == [event.id for event in there.events]
