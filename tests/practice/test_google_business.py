"""The practice Business Profile is faithful: Google's own library drives it.

Version 1 is described by Google's discovery documents. Of version 4, which has the reviews, none is published: the
description here is ours, written from the reference.
"""

import json
from collections.abc import Iterator
from typing import Any

import google_auth_httplib2
import httplib2
import pytest
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from responder.practice.google_business.server import PracticeBusiness
from tests.conftest import SHARED

DOCUMENTS = SHARED / "specs/google-business"
pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the discovery documents are not on this machine"
)

TEXT = {"type": "string", "location": "query"}
NAME = {"type": "string", "location": "path", "required": True}
PAGES = {"pageSize": {"type": "integer", "location": "query"}, "pageToken": TEXT, "orderBy": TEXT}


def method(verb: str, path: str, *order: str, body: bool = False, **more: Any) -> dict[str, Any]:
    parameters = {**dict.fromkeys(order, NAME), **more}
    described = {
        "id": path,
        "httpMethod": verb,
        "path": path,
        "parameters": parameters,
        "parameterOrder": list(order),
    }
    described["response"] = {"$ref": "Any"}
    return {**described, "request": {"$ref": "Any"}} if body else described


REVIEWS = {
    "list": method("GET", "v4/{+parent}/reviews", "parent", **PAGES),
    "get": method("GET", "v4/{+name}", "name"),
    "updateReply": method("PUT", "v4/{+name}/reply", "name", body=True),
    "deleteReply": method("DELETE", "v4/{+name}/reply", "name"),
}
VERSION_4 = {
    "kind": "discovery#restDescription", "name": "mybusiness", "version": "v4", "rootUrl": "https://mybusiness.googleapis.com/",
    "servicePath": "", "schemas": {"Any": {"id": "Any", "type": "object"}}, "resources": {"reviews": {"methods": REVIEWS}},
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[PracticeBusiness]:
    with PracticeBusiness() as practice:
        yield practice


class Google:
    """Google's clients of the three services."""

    def __init__(self, server: PracticeBusiness) -> None:
        self.http = httplib2.Http()
        known = Credentials(server.grant()[0])  # type: ignore[no-untyped-call] # it has no types
        authorized = google_auth_httplib2.AuthorizedHttp(known, http=self.http)

        def built(document: Any) -> Any:
            return build_from_document(document, http=authorized, client_options={"api_endpoint": server.url})

        def described(name: str) -> Any:
            return json.loads((DOCUMENTS / f"{name}.v1.json").read_text("utf-8"))

        self.accounts = built(described("mybusinessaccountmanagement")).accounts()
        self.locations = built(described("mybusinessbusinessinformation")).accounts().locations()
        self.reviews = built(VERSION_4).reviews()


@pytest.fixture
def api(server: PracticeBusiness) -> Iterator[Google]:
    google = Google(server)
    yield google
    google.http.close()


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return int(caught.value.status_code), str(json.loads(caught.value.content)["error"]["status"])


def test_the_library_finds_accounts_and_their_places(api: Google, server: PracticeBusiness) -> None:
    group = server.world.add_account("Bakeries", "LOCATION_GROUP")
    server.world.add_place("Second shop", group.name, where=None)
    accounts = api.accounts.list().execute()["accounts"]
    assert [one["type"] for one in accounts] == ["PERSONAL", "LOCATION_GROUP"]
    mask = "name,title,storefrontAddress,latlng,metadata"
    (place,) = api.locations.list(parent=accounts[0]["name"], readMask=mask).execute()["locations"]
    assert place["latlng"] == {"latitude": 47.21, "longitude": -1.55}
    assert place["metadata"]["hasVoiceOfMerchant"]
    (other,) = api.locations.list(parent=group.name, readMask=mask).execute()["locations"]
    assert "latlng" not in other
    assert len(api.locations.list(parent="accounts/-", readMask="name").execute()["locations"]) == 2


def test_a_mask_is_needed(api: Google, server: PracticeBusiness) -> None:
    assert refused(api.locations.list(parent=server.account, readMask="")) == (400, "INVALID_ARGUMENT")


def test_reviews_come_latest_first_and_page_by_page(api: Google, server: PracticeBusiness) -> None:
    names = [server.review(f"{number}", 1 + number % 5) for number in range(5)]
    parent, seen, token = f"{server.account}/{server.place}", [], None
    while token != "":
        page = api.reviews.list(
            parent=parent, orderBy="updateTime desc", pageSize=2, pageToken=token
        ).execute()
        seen += [review["name"] for review in page["reviews"]]
        token = page.get("nextPageToken", "")
    assert seen == names[::-1]
    assert (page["totalReviewCount"], page["averageRating"]) == (5, 3.0)


def test_an_answer_is_put_replaced_and_taken_back(api: Google, server: PracticeBusiness) -> None:
    name = server.review("Cold food", 2)
    for text in ("Sorry", "Sorry", "We are sorry"):
        assert api.reviews.updateReply(name=name, body={"comment": text}).execute()["comment"] == text
    review = api.reviews.get(name=name).execute()
    assert (review["starRating"], review["reviewReply"]["comment"]) == ("TWO", "We are sorry")
    api.reviews.deleteReply(name=name).execute()
    assert "reviewReply" not in api.reviews.get(name=name).execute()


def test_answers_may_wait_for_google(api: Google, server: PracticeBusiness) -> None:
    server.world.moderated = True
    name = server.review("Cold food", 2)
    assert (
        api.reviews.updateReply(name=name, body={"comment": "x"}).execute()["reviewReplyState"] == "PENDING"
    )


def test_a_review_without_words_has_only_its_stars(api: Google, server: PracticeBusiness) -> None:
    name = server.review("", 5)
    assert "comment" not in api.reviews.get(name=name).execute()


@pytest.mark.logs
def test_refusals_carry_their_status(api: Google, server: PracticeBusiness) -> None:
    name = server.review("hm")
    assert refused(api.reviews.updateReply(name=name, body={"comment": ""})) == (400, "INVALID_ARGUMENT")
    assert refused(api.reviews.get(name=name + "x")) == (404, "NOT_FOUND")
    assert refused(api.reviews.list(parent=f"accounts/5/{server.place}")) == (404, "NOT_FOUND")
    server.world.places[server.place].verified = False
    assert refused(api.reviews.list(parent=f"{server.account}/{server.place}")) == (
        400,
        "FAILED_PRECONDITION",
    )
    server.world.approved = False
    assert refused(api.accounts.list()) == (429, "RESOURCE_EXHAUSTED")
    server.accounts.revoke()
    with pytest.raises(RefreshError):  # the library understands that the token has ended
        api.accounts.list().execute()
