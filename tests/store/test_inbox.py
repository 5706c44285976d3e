"""Lists, counters and `matches` say the same, in every folder, under every filter, in every order."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from responder.core import events as e
from responder.core.clock import SystemClock
from responder.core.conversations import Conversation
from responder.core.messages import Author, Kind, Message, Place, Visibility
from responder.core.questions import Folder, InboxQuery, Sort, matches
from responder.core.sla import due_at
from responder.store import plan
from responder.store.store import Store
from responder.views.views import Views

ACCOUNTS = [UUID(int=1), UUID(int=2), UUID(int=3)]
MEMBERS = ["marie", "karim"]
TAGS = ["late", "cake", "refund"]
MONITORS = [UUID(int=500), UUID(int=501)]
PLACES = [Place("locations/1", "First shop"), Place("locations/2", "Second shop")]
STANDS = [f"{network}:{place.remote_id}" for network in ("mastodon", "wordpress") for place in PLACES]
LATE = 1 << 60


def crowd(seed: int, size: int) -> Iterator[e.Event]:
    """Yield the events of some conversations that are as different as can be."""
    draw = random.Random(seed)
    for n in range(size):
        author = draw.choice([Author("a", "ana", "Ana"), Author("b", "bob", "Bob")])
        network = draw.choice(["mastodon", "wordpress"])
        message = Message(
            network, "p.example", draw.choice(ACCOUNTS), str(n), str(n), draw.choice(list(Kind)), author,
            draw.choice(["Where is my cake?", "Merci à vous", "refund me"]), draw.randint(1, 9),
            language=draw.choice([None, "en", "fr"]), addressed=draw.random() < 0.7,
            monitors=draw.choice([(), (MONITORS[0],), tuple(MONITORS)]),
            place=draw.choice([None, *PLACES]),
        )  # fmt: skip
        stream = message.conversation
        yield e.received(message, "d", message.created_at, "collector:x")
        bodies: list[e.Body] = [
            e.Assigned(draw.choice(MEMBERS)), e.PrioritySet(draw.randint(0, 3)), e.Tagged(draw.choice(TAGS)),
            e.Tagged(draw.choice(TAGS)), e.MoodSet(draw.choice(list(e.Mood))), e.Escalated(2, "press"),
            e.Snoozed(50), e.Resolved(), e.Resolved(), e.Pended(), e.SpamSet(True), e.Untagged("late"),
            e.ReplySubmitted(uuid5(stream, "r"), message.account, "Hi", "1", Visibility.PUBLIC, 9, needs_approval=True),
            e.ReplySubmitted(uuid5(stream, "s"), message.account, "Hi", "1", Visibility.PUBLIC, 9),
        ]  # fmt: skip
        for at, body in enumerate(draw.sample(bodies, draw.randint(0, 6)), 20):
            yield e.Event(uuid5(stream, str(at)), stream, "marie", "d", at, body)
        if draw.random() < 0.3:
            answer = replace(
                message, remote_id=f"{n}a", author=Author("us", "us", "Us", ours=True), created_at=10
            )
            yield e.received(answer, "d", 10, "collector:x")


@contextmanager
def crowded(seed: int, size: int) -> Iterator[tuple[Views, list[Conversation]]]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "w.db", SystemClock())
        try:
            events = list(crowd(seed, size))
            for start in range(0, len(events), 17):
                store.append(events[start : start + 17])
            store.append([]).result()
            views = Views(store, SystemClock())
            everything = {event.stream for event in events}
            yield views, [row for stream in everything if (row := views.conversation(stream))]
        finally:
            store.close()


def key(sort: Sort, row: Conversation) -> tuple[int, ...]:
    """Return the order as PRODUCT.md has it: who waits first, then the newest."""
    waiting = row.waiting_since
    due = due_at(waiting, row.priority)
    match sort:
        case Sort.NEWEST:
            return (-row.last_at,)
        case Sort.WAITING:
            return (LATE, -row.last_at) if waiting is None else (waiting, 0)
        case Sort.DUE:
            return (LATE, -row.last_at) if due is None else (due, 0)
        case Sort.PRIORITY:
            return (-row.priority, LATE, -row.last_at) if waiting is None else (-row.priority, waiting, 0)


def admitted(row: Conversation, query: InboxQuery) -> bool:
    """Say whether a row is in a list, by `matches` and by reading the filters as they are written."""
    wanted = [
        (query.account, row.account), (query.network, row.network), (query.assignee, row.assignee),
        (query.priority, row.priority), (query.kind, row.kind), (query.mood, row.mood),
        (query.language, row.language),
    ]  # fmt: skip
    if not matches(row, query.folder, query.member) or (query.text and query.text not in row.snippet.lower()):
        return False
    labelled = query.tag in (None, *row.tags) and query.monitor in (None, *row.monitors)
    return (
        all(want is None or want == has for want, has in wanted)
        and labelled
        and query.place in (None, row.place)
    )


def walked(views: Views, query: InboxQuery, limit: int) -> list[int]:
    found: list[int] = []
    after: str | None = None
    while True:
        part, after = views.ids(query, after, limit)
        assert len(part) <= limit
        found.extend(part)
        if after is None:
            return found


queries = st.builds(
    InboxQuery,
    folder=st.sampled_from(list(Folder)),
    sort=st.sampled_from(list(Sort)),
    member=st.sampled_from(MEMBERS),
    account=st.none() | st.sampled_from(ACCOUNTS),
    network=st.none() | st.sampled_from(["mastodon", "wordpress", "none"]),
    tag=st.none() | st.sampled_from([*TAGS, "none"]),
    monitor=st.none() | st.sampled_from([*MONITORS, UUID(int=502)]),
    place=st.none() | st.sampled_from([*STANDS, "none"]),
    assignee=st.none() | st.sampled_from(MEMBERS),
    priority=st.none() | st.integers(0, 3),
    kind=st.none() | st.sampled_from(list(Kind)),
    mood=st.none() | st.sampled_from(list(e.Mood)),
    language=st.none() | st.sampled_from(["en", "fr"]),
    text=st.just("") | st.sampled_from(["merci", "refund"]),
)


@pytest.mark.parametrize("few", [0, 5, 10_000])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6), asked=st.lists(queries, min_size=12, max_size=40), limit=st.integers(1, 9))
def test_a_list_is_what_matches_in_the_order_asked_for_each_row_once(
    few: int, seed: int, asked: list[InboxQuery], limit: int
) -> None:
    with crowded(seed, 40) as (views, rows):
        for sort in Sort:
            asked.extend(InboxQuery(folder, sort, "marie") for folder in Folder)
        for query in asked:
            numbers = walk(views, query, limit, few)
            found = views.rows(numbers)
            assert len(set(numbers)) == len(numbers) == len(found)
            assert {row.id for row in found} == {row.id for row in rows if admitted(row, query)}
            keys = [key(query.sort, row) for row in found]
            assert keys == sorted(keys)


def walk(views: Views, query: InboxQuery, limit: int, few: int) -> list[int]:
    found: list[int] = []
    after: str | None = None
    while True:
        part, after = plan.numbers(views._store.reading(), query, after, limit, few)
        assert len(part) <= limit
        found.extend(part)
        if after is None:
            return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_counters_agree_with_the_lists(seed: int) -> None:
    with crowded(seed, 30) as (views, rows):
        for member in MEMBERS:
            counters = views.counters(member)
            for folder in Folder:
                listed = walked(views, InboxQuery(folder, member=member), 7)
                assert counters.folders[folder] == len(listed)
                assert counters.folders[folder] == sum(matches(row, folder, member) for row in rows)
            for account in ACCOUNTS:
                assert counters.accounts.get(account, 0) == len(walked(views, InboxQuery(account=account), 7))
            for network in ("mastodon", "wordpress"):
                assert counters.networks.get(network, 0) == len(walked(views, InboxQuery(network=network), 7))
            for tag in TAGS:
                assert counters.tags.get(tag, 0) == len(walked(views, InboxQuery(tag=tag), 7))
            for place in STANDS:
                assert counters.places.get(place, 0) == len(walked(views, InboxQuery(place=place), 7))
            for monitor in MONITORS:
                heard = walked(views, InboxQuery(Folder.LISTENING, monitor=monitor), 7)
                assert counters.monitors.get(monitor, 0) == len(heard)
        assert dict(views.tags()) == {t: n for t in TAGS if (n := sum(t in row.tags for row in rows))}
        assert counters.outbox == sum(row.in_flight + row.awaiting + row.stuck for row in rows)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), queries)
def test_all_that_match_are_those_of_the_list(seed: int, query: InboxQuery) -> None:
    with crowded(seed, 30) as (views, rows):
        found = set(views._store.rows().conversations(query))
        assert found == {row.id for row in rows if admitted(row, query)}
