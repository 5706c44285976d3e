"""What Google answers, read: also when it is broken or hostile."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.connectors.google_business import cursor, parse, places
from responder.connectors.google_business.parse import Ours, Shop
from responder.core.errors import Malformed
from responder.core.messages import Kind, Place, State
from responder.core.ports import Unreadable
from tests.connectors.hostile import listed, spoiled

OURS = Ours("1", UUID(int=1), "business.google.com")
SHOP = Shop("accounts/1", Place("locations/2", "Shop"), "https://maps.example/2")
REVIEW: dict[str, Any] = {
    "name": "accounts/1/locations/2/reviews/AbF", "reviewId": "AbF",
    "reviewer": {"displayName": "Ana", "profilePhotoUrl": "https://lh3.example/a"}, "starRating": "TWO",
    "comment": "Cold food", "createTime": "2026-03-01T09:00:00.000Z", "updateTime": "2026-03-02T10:15:29.000Z",
    "reviewReply": {"comment": "Sorry", "updateTime": "2026-03-02T12:00:00.000Z", "reviewReplyState": "APPROVED"},
    "reviewMediaItems": [{"thumbnailUrl": "https://lh3.example/p"}],
}  # fmt: skip
LOCATION = {
    "name": "locations/2", "title": "Shop", "latlng": {"latitude": 47.2, "longitude": -1.5},
    "storefrontAddress": {"addressLines": ["4 rue X"], "postalCode": "44000", "locality": "Nantes", "regionCode": "FR"},
    "metadata": {"hasVoiceOfMerchant": True, "mapsUri": "https://maps.example/2"},
}  # fmt: skip


def page(*items: Any) -> bytes:
    return b'{"reviews":' + listed(*items) + b',"totalReviewCount":9}'


def review(**changed: Any) -> parse.Review:
    return parse.review(json.dumps({**REVIEW, **changed}).encode())


def test_a_review_and_its_answer_are_one_conversation() -> None:
    asked, answer = parse.messages(review(), OURS, SHOP)
    assert (asked.kind, asked.remote_id, asked.rating) == (Kind.REVIEW, "locations/2/reviews/AbF", 2.0)
    assert (asked.created_at, asked.edited_at) == (1_772_355_600_000_000, 1_772_446_529_000_000)
    assert (answer.remote_id, answer.root, answer.parent) == (
        f"{asked.remote_id}/reply",
        asked.root,
        asked.remote_id,
    )
    assert answer.author.ours
    assert answer.place == asked.place == SHOP.place


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("(Translated by Google) Cold\n\n(Original)\nKalt", "Kalt"), ("Kalt\n\n(Translated by Google)\nCold", "Kalt"),
        ("(Translated by Google) Cold", "(Translated by Google) Cold"), ("(Original)", "(Original)"), (None, ""),
        ("<b>1 < 2</b>", "<b>1 < 2</b>"),
    ],
)  # fmt: skip
def test_what_the_customer_wrote_is_kept_as_written(said: str | None, text: str) -> None:
    assert parse.message(review(comment=said), OURS, SHOP).text == text


@pytest.mark.parametrize(
    ("state", "shown"),
    [("PENDING", State.HELD), ("REJECTED", State.TRASH), ("APPROVED", State.PUBLISHED), ("NEW_ONE", State.PUBLISHED), (None, State.PUBLISHED)],
)  # fmt: skip
def test_what_google_makes_of_an_answer_is_its_state(state: str | None, shown: State) -> None:
    found = review(reviewReply={"comment": "x", "reviewReplyState": state, "policyViolation": {"odd": 1}})
    assert parse.messages(found, OURS, SHOP)[1].state is shown


@pytest.mark.parametrize("stars", ["STAR_RATING_UNSPECIFIED", "SIX", None])
def test_stars_that_are_none_are_no_rating(stars: str | None) -> None:
    assert parse.message(review(starRating=stars), OURS, SHOP).rating is None


@settings(max_examples=300, deadline=None)
@given(st.lists(spoiled(REVIEW), max_size=4))
def test_nothing_that_a_page_may_hold_is_lost_or_breaks_us(items: list[Any]) -> None:
    found = parse.page(page(*items, REVIEW))
    assert len(found.reviews) + len(found.unreadable) == len(items) + 1
    assert all(isinstance(one, Unreadable) and one.why for one in found.unreadable)
    for one in found.reviews:
        assert all(message.fingerprint() for message in parse.messages(one, OURS, SHOP))
        assert cursor.Memory().after(one.key, cursor.NEW.now(one, 1)).same(one)


@settings(max_examples=200, deadline=None)
@given(spoiled({"locations": [LOCATION], "accounts": [{"name": "accounts/1", "accountName": "A"}]}))
def test_places_and_accounts_survive_anything(body: Any) -> None:
    raw = listed(body)[1:-1]
    with suppress(Malformed):
        places.owners(raw)
    with suppress(Malformed):
        places.shops(raw, "accounts/1")


def test_a_place_has_its_address_in_one_line() -> None:
    ((shop,), token) = places.shops(b'{"locations":' + listed(LOCATION) + b"}", "accounts/1")
    assert shop.place.address == "4 rue X, 44000 Nantes, FR"
    assert (shop.account, shop.url, shop.verified, token) == (
        "accounts/1",
        "https://maps.example/2",
        True,
        "",
    )


@pytest.mark.parametrize("point", [{"latitude": 95, "longitude": 0}, {"latitude": 5}, {}, None])
def test_a_point_that_is_not_on_earth_is_none(point: Any) -> None:
    ((shop,), _) = places.shops(b'{"locations":' + listed({**LOCATION, "latlng": point}) + b"}", "accounts/1")
    assert shop.place.latitude is None


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"places":{"a":[1]}}', '{"at":5}'])
def test_a_cursor_that_makes_no_sense_begins_anew(text: str | None) -> None:
    assert cursor.read(text) == cursor.Cursor()


def test_a_cursor_stays_small_however_many_places() -> None:
    long = cursor.Cursor()
    for number in range(300):
        marks = {f"locations/{number}/reviews/{one}": cursor.Mark(one, "0123456789") for one in range(60)}
        long = long.after(f"locations/{number}", cursor.Memory(marks), (), 300)
    assert len(long.write()) < 200_000
    assert cursor.read(long.write()) == long
