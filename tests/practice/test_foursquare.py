"""The practice Foursquare answers as its documentation says: no library of its Places API of 2025 is published."""

from collections.abc import Iterator

import httpx
import pytest

from responder.practice.foursquare import PracticeFoursquare
from responder.practice.foursquare.server import KEY


@pytest.fixture
def foursquare() -> Iterator[PracticeFoursquare]:
    with PracticeFoursquare() as practice:
        yield practice


@pytest.fixture
def api(foursquare: PracticeFoursquare) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {KEY}", "X-Places-Api-Version": "2025-06-17"}
    with httpx.Client(base_url=foursquare.url, headers=headers) as client:
        yield client


def test_tips_come_newest_first_and_no_more_than_asked(
    foursquare: PracticeFoursquare, api: httpx.Client
) -> None:
    ids = [foursquare.tip(f"{i}") for i in range(5)]
    body = api.get(f"/places/{foursquare.shop.id}/tips", params={"limit": 3, "sort": "NEWEST"}).json()
    assert [tip["fsq_tip_id"] for tip in body] == ids[:1:-1]
    assert set(body[0]) == {
        "fsq_tip_id",
        "created_at",
        "text",
        "url",
        "lang",
        "agree_count",
        "disagree_count",
    }


def test_a_place_is_found_by_name(foursquare: PracticeFoursquare, api: httpx.Client) -> None:
    (found,) = api.get("/places/search", params={"query": "shop", "near": "Paris"}).json()["results"]
    assert (found["fsq_place_id"], found["name"]) == (foursquare.shop.id, "The Shop")
    assert (
        api.get(f"/places/{found['fsq_place_id']}").json()["location"]["formatted_address"].endswith("Paris")
    )


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/places/search", {"Authorization": "Bearer nobody"}, 401),
        ("/places/search", {"X-Places-Api-Version": ""}, 400),
        ("/places/none/tips", {}, 404),
    ],
)
def test_refusals_have_a_message(api: httpx.Client, path: str, headers: dict[str, str], status: int) -> None:
    answer = api.get(path, headers=headers)
    assert answer.status_code == status
    assert answer.json()["message"]
