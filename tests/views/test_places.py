"""What customers say of each place, and how they are answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.core import events as e
from responder.core.clock import DAY, HOUR
from responder.core.messages import Author, Kind, Message, Place, State
from responder.core.questions import Folder, InboxQuery
from responder.store.store import Store
from responder.views.views import Views
from tests.scripted import START, Clock, arrive, message

FIRST = Place("locations/1", "First shop", "1 rue X", 47.0, -1.5)
SECOND = Place("locations/2", "Second shop")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "w.db", Clock())
    yield opened
    opened.close()


@pytest.fixture
def views(store: Store) -> Views:
    return Views(store, Clock())


def review(n: int, place: Place, stars: float | None, ago: int = HOUR, **more: Any) -> Message:
    written = message(f"r{n}", START - ago, root=f"r{n}")
    return replace(written, kind=Kind.REVIEW, rating=stars, place=place, **more)


def answer(n: int, place: Place, ago: int) -> Message:
    said = message(f"r{n}/reply", START - ago, root=f"r{n}", addressed=False)
    return replace(said, kind=Kind.REVIEW, place=place, author=Author("us", "us", "Us", ours=True))


def test_a_place_has_its_reviews_their_stars_and_their_answers(store: Store, views: Views) -> None:
    arrive(
        store,
        review(1, FIRST, 5.0, 10 * HOUR), answer(1, FIRST, 9 * HOUR),
        review(2, FIRST, 2.0, 8 * HOUR), answer(2, FIRST, 5 * HOUR),
        review(3, FIRST, None, 8 * HOUR), review(4, SECOND, 4.0),
    )  # fmt: skip
    one, other = views.places.reports()
    assert (one.place, one.reviews, one.rated, one.rating) == (FIRST, 3, 2, 3.5)
    assert (one.answered, one.share, one.first_answer) == (2, 2 / 3, 2 * HOUR)
    assert (other.place, other.share, other.first_answer) == (SECOND, 0.0, None)


def test_only_the_last_days_count_where_that_is_asked(store: Store, views: Views) -> None:
    arrive(store, review(1, FIRST, 1.0, 40 * DAY), review(2, FIRST, 5.0))
    assert [(one.reviews, one.rating) for one in views.places.reports(30)] == [(1, 5.0)]
    assert [(one.reviews, one.rating) for one in views.places.reports()] == [(2, 3.0)]


def test_what_is_deleted_spam_or_refused_there_does_not_count(store: Store, views: Views) -> None:
    refused = replace(answer(2, FIRST, 0), state=State.TRASH)
    gone = review(1, FIRST, 1.0)
    arrive(store, gone, review(2, FIRST, 4.0), refused, review(3, FIRST, 1.0, state=State.SPAM))
    store.append([e.deleted(gone.id, gone.conversation, "d", START, "collector:x")]).result()
    (one,) = views.places.reports()
    assert (one.reviews, one.rating, one.answered) == (1, 4.0, 0)


def test_what_a_person_put_aside_as_spam_does_not_count(store: Store, views: Views) -> None:
    spam = review(1, FIRST, 1.0)
    arrive(store, spam, review(2, FIRST, 4.0))
    store.append([e.Event(UUID(int=9), spam.conversation, "marie", "d", START, e.SpamSet(True))]).result()
    assert [(one.reviews, one.rating) for one in views.places.reports()] == [(1, 4.0)]


def test_the_first_review_and_the_first_answer_count_in_whatever_order_they_come(
    store: Store, views: Views
) -> None:
    later = replace(answer(1, FIRST, HOUR), remote_id="r1/again")
    second = replace(review(1, FIRST, 1.0, 2 * HOUR), remote_id="r1/second")
    for one in (later, second, answer(1, FIRST, 5 * HOUR), review(1, FIRST, 4.5, 9 * HOUR)):
        arrive(store, one)
    (found,) = views.places.reports()
    assert (found.reviews, found.rating, found.first_answer) == (1, 4.5, 4 * HOUR)


def test_a_review_changed_by_its_author_counts_as_it_is_now(store: Store, views: Views) -> None:
    before = review(1, FIRST, 1.0, 2 * HOUR)
    arrive(store, before)
    arrive(store, replace(before, rating=5.0, edited_at=START))
    assert views.places.reports()[0].rating == 5.0


def test_a_place_is_called_what_the_newest_review_calls_it(store: Store, views: Views) -> None:
    arrive(store, review(1, FIRST, 5.0, 9 * HOUR), review(2, replace(FIRST, name="New name"), 5.0))
    assert [place.name for place in views.places.known().values()] == ["New name"]


def test_lists_are_narrowed_by_place_and_counted_by_it(store: Store, views: Views) -> None:
    arrive(store, review(1, FIRST, 5.0), review(2, SECOND, 1.0), message("m", START, root="m"))
    (key, other) = views.places.known()
    page = views.page(InboxQuery(Folder.ALL, place=key))
    assert [(row.place, row.title) for row in page.rows] == [(key, "First shop")]
    assert views.counters("marie").places == {key: 1, other: 1}


def test_a_review_without_words_is_listed_with_its_stars(store: Store, views: Views) -> None:
    silent = replace(review(1, FIRST, 2.0), text="")
    arrive(store, silent)
    (row,) = views.page(InboxQuery(Folder.ALL)).rows
    assert row.snippet == "★★☆☆☆"
    arrive(store, replace(silent, rating=4.0, edited_at=START))
    (row,) = views.page(InboxQuery(Folder.ALL)).rows
    assert row.snippet == "★★★★☆"


def test_without_places_there_is_nothing_to_report(views: Views) -> None:
    assert views.places.reports() == []
