"""What a channel tells of itself: how late it is, what is left, what was missed and what could not be read."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.core.clock import DAY, HOUR, MINUTE, SECOND
from responder.core.errors import NotFound, Unreachable
from responder.core.messages import Kind, State
from responder.core.ports import Batch, Deletion, Gap, Unreadable
from responder.core.questions import BudgetLeft, ChannelHealth, Recount
from responder.ingest.receiver import Receiver
from responder.ingest.recount import Listing, compared
from responder.ingest.rereading import reread
from responder.store.store import Store
from tests.ingest.test_receiver import has, running, until
from tests.scripted import ACCOUNT, START, Asleep, Clock, Network, arrive, done, message


@pytest.fixture
def clock() -> Clock:
    """A clock that only the test moves."""
    return Asleep()


class Pace:
    next_at = START + MINUTE

    def __init__(self, *, scarce: bool = False) -> None:
        self.scarce = scarce

    def budgets(self) -> tuple[BudgetLeft, ...]:
        return (BudgetLeft("requests", 7, 10, START + HOUR),)


async def test_a_channel_says_how_late_it_is_but_not_because_of_the_past(
    store: Store, clock: Clock, network: Network
) -> None:
    receiver = Receiver(store, clock, network.connector, paces=lambda _account: Pace())
    network.batches.append(Batch((message("old", START - DAY),), "c1"))

    async def body() -> None:
        await until(has(store, "old"))
        await until(lambda: store.health(ACCOUNT.id).last_success is not None)
        assert store.health(ACCOUNT.id).lag is None
        clock.pass_(60)
        network.batches.append(Batch((message("new", clock.now() - 20 * SECOND),), "c2"))
        receiver.retry()
        await until(lambda: store.health(ACCOUNT.id).lag is not None)

    await running(receiver, body)
    said = store.health(ACCOUNT.id)
    assert said.lag == 20 * SECOND
    assert (said.next_at, said.budgets) == (START + MINUTE, Pace().budgets())


async def test_counting_again_takes_in_what_was_skipped_and_says_how_much(
    store: Store, receiver: Receiver, network: Network
) -> None:
    arrive(store, message("1", START - HOUR), message("gone", START - HOUR // 2, root="gone"))
    network.batches.append(Batch((), "c1"))

    async def body() -> None:
        await until(lambda: store.cursor(ACCOUNT.id) == "c1")
        network.whole.append(
            Batch((message("1", START - HOUR), message("2", START - 60, root="2")), "elsewhere")
        )
        found = await receiver.recount(ACCOUNT.id)
        assert (found.there, found.fetched, found.unlisted) == (2, 1, 1)
        assert store.health(ACCOUNT.id).recount == found

    await running(receiver, body)
    assert has(store, "2")()
    assert store.cursor(ACCOUNT.id) == "c1"
    assert network.cursors == [None]


async def test_a_gap_that_a_count_reads_over_is_filled_and_another_is_not(
    store: Store, clock: Clock, receiver: Receiver, network: Network
) -> None:
    gaps = (Gap(START - 9 * DAY, START - 8 * DAY, "long ago"), Gap(START - HOUR, START - MINUTE, "asleep"))
    network.batches.append(Batch(gaps, "c1"))

    async def body() -> None:
        await until(lambda: len(store.health(ACCOUNT.id).gaps) == 2)
        clock.pass_(1)
        network.whole.append(Batch((message("1", START - DAY), message("2", START - 5)), ""))
        await receiver.recount(ACCOUNT.id)

    await running(receiver, body)
    assert store.health(ACCOUNT.id).gaps == ((START - 9 * DAY, START - 8 * DAY),)


def test_a_reading_that_itself_has_a_gap_fills_none() -> None:
    listing = Listing()
    listing.note(Batch((message("1", START - DAY), Gap(START - 5, START, "why")), ""))
    assert not listing.covers((START - HOUR, START - MINUTE), START)


def test_what_waits_for_approval_says_nothing_of_the_time_since() -> None:
    listing = Listing()
    listing.note(Batch((message("old", START - DAY, state=State.HELD), message("new", START - 5)), ""))
    assert listing.since(START) == START - 5


def test_a_long_list_of_one_kind_proves_nothing_of_another() -> None:
    listing = Listing()
    private = replace(message("dm", START - 30 * DAY), kind=Kind.DIRECT)
    listing.note(Batch((private, message("1", START - HOUR)), ""))
    assert listing.since(START) == START - HOUR
    assert not listing.covers((START - 2 * HOUR, START - HOUR), START)


def test_context_and_our_own_answers_are_not_counted() -> None:
    listing = Listing()
    ours = message("a", START - 3, ours=True, addressed=False)
    listing.note(Batch((message("1", START - 5), ours, Deletion("x")), ""))
    assert compared(listing, {message("1").id}, START) == Recount(START, START - 5, 1, 0, 0)


@pytest.mark.logs
async def test_a_count_that_fails_is_told_to_whoever_asked_and_harms_nothing(
    store: Store, receiver: Receiver, network: Network
) -> None:
    network.batches.append(Batch((), "c1"))

    async def body() -> None:
        await until(lambda: store.cursor(ACCOUNT.id) == "c1")
        network.whole.append(Unreachable("no line"))
        with pytest.raises(Unreachable):
            await receiver.recount(ACCOUNT.id)
        assert store.health(ACCOUNT.id).recount is None

    await running(receiver, body)


async def test_an_account_that_is_not_listened_to_now_is_counted_all_the_same(
    receiver: Receiver, network: Network
) -> None:
    network.whole.append(Batch((message("1", START - 5),), ""))
    assert (await receiver.recount(ACCOUNT.id)).fetched == 1


async def test_counting_changes_nothing_of_what_a_channel_says_of_itself(
    store: Store, receiver: Receiver, network: Network
) -> None:
    paused = ChannelHealth(ACCOUNT.id, "paused", START, "a person wants peace")
    done(store.save_health(paused))
    network.whole.append(Batch((message("1", START - 5),), ""))
    counted = await receiver.recount(ACCOUNT.id)
    assert store.health(ACCOUNT.id) == replace(paused, recount=counted)


async def test_what_arrives_while_it_counts_is_not_taken_for_what_the_network_hides(
    store: Store, receiver: Receiver, network: Network
) -> None:
    arrive(store, message("1", START - HOUR))
    before = store.last_event()
    arrive(store, message("2", START - 60, root="2"))
    assert store.messages_of(ACCOUNT.id, START - 2 * HOUR, before) == {message("1").id}
    assert store.messages_of(ACCOUNT.id, START - 60, store.last_event()) == {message("2").id}


async def test_an_account_that_is_not_connected_is_not_counted(receiver: Receiver) -> None:
    with pytest.raises(NotFound):
        await receiver.recount(UUID(int=99))


async def test_a_day_later_it_counts_by_itself(
    store: Store, clock: Clock, receiver: Receiver, network: Network
) -> None:
    network.batches.append(Batch((), "c1"))

    async def body() -> None:
        await until(lambda: store.cursor(ACCOUNT.id) == "c1")
        clock.pass_(25 * 3600)
        network.batches.append(Batch((), "c2"))
        receiver.retry()
        await until(lambda: store.health(ACCOUNT.id).recount is not None)

    await running(receiver, body)


async def test_catching_up_once_ends_with_the_count_that_is_due(
    store: Store, clock: Clock, receiver: Receiver, network: Network
) -> None:
    counted = Recount(START - 2 * DAY, START - 3 * DAY, 1, 0, 0)
    done(store.save_health(ChannelHealth(ACCOUNT.id, "polling", recount=counted)))
    network.whole.append(Batch((), "c1"))
    network.whole.append(Batch((message("1", START - 5),), "c2"))
    network.endless = False
    network.batches.append(Batch((), "c1"))
    assert await receiver.once() == {}
    found = store.health(ACCOUNT.id).recount
    assert found is not None
    assert (found.at, found.there) == (clock.now(), 1)


async def test_what_is_paid_for_by_the_month_is_counted_only_when_a_person_asks(
    store: Store, clock: Clock, network: Network
) -> None:
    receiver = Receiver(store, clock, network.connector, paces=lambda _account: Pace(scarce=True))
    network.batches.append(Batch((), "c1"))

    async def body() -> None:
        await until(lambda: store.cursor(ACCOUNT.id) == "c1")
        clock.pass_(25 * 3600)
        network.batches.append(Batch((), "c2"))
        receiver.retry()
        await until(lambda: store.health(ACCOUNT.id).last_success == clock.now())
        assert store.health(ACCOUNT.id).recount is None
        network.whole.append(Batch((message("1", clock.now() - 5),), ""))
        await receiver.recount(ACCOUNT.id)

    await running(receiver, body)
    assert store.health(ACCOUNT.id).recount is not None


async def test_what_an_earlier_version_could_not_read_is_read_by_this_one(
    store: Store, clock: Clock, network: Network
) -> None:
    kept = [
        (ACCOUNT.id, Unreadable(b"now it works", "a new field")),
        (ACCOUNT.id, Unreadable(b"rubbish", "?")),
    ]
    done(store.append([], unreadable=kept))
    connector = network.connector(ACCOUNT)
    assert await reread(ACCOUNT, store, connector, clock, "2.0") == 1
    assert has(store, "now it works")()
    assert store.health(ACCOUNT.id).unreadable == 1
    assert await reread(ACCOUNT, store, connector, clock, "2.0") == 0
    assert len(store.untried(ACCOUNT.id, "3.0")) == 1


async def test_it_is_tried_once_a_start(store: Store, receiver: Receiver, network: Network) -> None:
    done(store.append([], unreadable=[(ACCOUNT.id, Unreadable(b"now", "?"))]))
    network.batches.append(Batch((), "c1"))

    async def body() -> None:
        await until(lambda: store.health(ACCOUNT.id).unreadable == 0)

    await running(receiver, body)
    assert has(store, "now")()


@pytest.mark.logs
async def test_a_payload_that_meets_a_fault_stops_nothing_and_is_not_met_again(
    store: Store, clock: Clock, network: Network
) -> None:
    done(store.append([], unreadable=[(ACCOUNT.id, Unreadable(one, "?")) for one in (b"fault", b"now")]))
    connector = network.connector(ACCOUNT)
    assert await reread(ACCOUNT, store, connector, clock, "2.0") == 1
    assert store.untried(ACCOUNT.id, "2.0") == []
    assert store.health(ACCOUNT.id).unreadable == 1
