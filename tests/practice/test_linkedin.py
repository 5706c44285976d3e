"""The practice LinkedIn answers as its documentation says.

Its makers' library may not be used here (its licence ties it to an agreement), so that addresses are written by an
encoder of Rest.li's own rules, apart from the connector's, and answers are held against the documented examples.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from responder.practice.linkedin import PracticeLinkedIn
from responder.practice.linkedin.oauth import App
from responder.practice.linkedin.server import CALLBACK
from responder.practice.linkedin.world import ADMIN, ORGANIZATION

DOCUMENTED = {
    "id": "6636062862760562688", "commentUrn": "urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)",
    "actor": "urn:li:person:abc", "object": "urn:li:activity:6631349431612559360", "message": {"text": "Congrats", "attributes": []},
    "created": {"actor": "urn:li:person:abc", "time": 1772446529000}, "lastModified": {"actor": "urn:li:person:abc", "time": 1772446529000},
    "content": [], "likesSummary": {"totalLikes": 1, "aggregatedTotalLikes": 1, "likedByCurrentUser": False},
    "commentsSummary": {"totalFirstLevelComments": 0},
}  # fmt: skip
ANA = "urn:li:person:ana"


@pytest.fixture
def linkedin() -> Iterator[PracticeLinkedIn]:
    with PracticeLinkedIn() as practice:
        yield practice


@pytest.fixture
def api(linkedin: PracticeLinkedIn) -> Iterator[httpx.Client]:
    headers = {
        "Authorization": f"Bearer {linkedin.token}", "Linkedin-Version": "202610", "X-Restli-Protocol-Version": "2.0.0",
    }  # fmt: skip
    with httpx.Client(base_url=linkedin.url, headers=headers) as client:
        yield client


def comments(urn: str) -> str:
    return f"/rest/socialActions/{quote(urn, safe='')}/comments"


def fits(value: Any, example: Any) -> bool:
    if isinstance(example, dict):
        return isinstance(value, dict) and all(
            name in value and fits(value[name], one) for name, one in example.items()
        )
    return type(value) is type(example)


def test_a_comment_looks_as_documented(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:
    post = linkedin.post("We are hiring")
    linkedin.comment(post.share, ANA, "Congrats")
    for urn in (post.share, post.activity):
        body = api.get(comments(urn)).json()
        assert fits(body["elements"][0], DOCUMENTED)
        assert body["paging"] == {"start": 0, "count": 10, "links": []}


def test_pages_are_asked_for_by_start_and_count(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:
    post = linkedin.post("We are hiring")
    for i in range(25):
        linkedin.comment(post.share, ANA, f"{i}")
    pages = [api.get(comments(post.share), params={"start": start, "count": 10}).json()["elements"] for start in (0, 10, 20, 30)]  # fmt: skip
    assert [len(page) for page in pages] == [10, 10, 5, 0]


def test_an_answer_hangs_from_a_top_level_comment_only(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:
    post = linkedin.post("We are hiring")
    top = linkedin.comment(post.share, ANA, "Where?").urn
    body = {
        "actor": ORGANIZATION,
        "object": post.activity,
        "message": {"text": "In Lyon"},
        "parentComment": top,
    }
    made = api.post(comments(top), json=body)
    assert (made.status_code, made.headers["x-restli-id"]) == (201, linkedin.under(top)[0].number)
    deeper = {**body, "parentComment": linkedin.under(top)[0].urn}
    assert api.post(comments(top), json=deeper).status_code == 400


def test_an_edit_is_a_partial_update_and_a_delete_names_its_actor(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:  # fmt: skip
    post = linkedin.post("We are hiring")
    number = linkedin.comment(post.share, ORGANIZATION, "Helo").number
    path = f"{comments(post.share)}/{number}?actor={quote(ORGANIZATION, safe='')}"
    patch = {"patch": {"message": {"$set": {"text": "Hello"}}}}
    assert api.post(path, json=patch).status_code == 400
    assert api.post(path, json=patch, headers={"X-RestLi-Method": "PARTIAL_UPDATE"}).status_code == 204
    assert linkedin.under(post.share)[0].text == "Hello"
    assert api.delete(path).status_code == 204
    assert api.get(f"{comments(post.share)}/{number}").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Linkedin-Version": "202501"}, 426, "NONEXISTENT_VERSION"),
        ({"Linkedin-Version": ""}, 400, "VERSION_MISSING"),
        ({"Authorization": "Bearer nobody"}, 401, "INVALID_ACCESS_TOKEN"),
    ],
)
def test_refusals_look_as_documented(
    api: httpx.Client, headers: dict[str, str], status: int, code: str
) -> None:
    answer = api.get("/rest/organizationAcls?q=roleAssignee", headers=headers)
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)


def test_an_address_that_is_not_encoded_is_refused(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:
    post = linkedin.post("We are hiring")
    assert api.get(f"/rest/socialActions/{post.share}/comments").json()["code"] == "ILLEGAL_ARGUMENT"


def test_notices_are_pulled_by_time(linkedin: PracticeLinkedIn, api: httpx.Client) -> None:
    post = linkedin.post("We are hiring")
    comment = linkedin.comment(post.share, ANA, "Where?")
    linkedin.post("Thanks to The Shop", author=ANA)
    end = linkedin.world.now() + 1000
    asked = (
        f"q=criteria&actions=List(COMMENT,SHARE_MENTION)&organizationalEntity={quote(ORGANIZATION, safe='')}"
    )
    body = api.get(f"/rest/organizationalEntityNotifications?{asked}&timeRange=(start:0,end:{end})").json()
    assert [one["action"] for one in body["elements"]] == ["SHARE_MENTION", "COMMENT"]
    assert body["elements"][1]["generatedActivity"] == comment.urn


def test_pages_with_a_role_are_listed(api: httpx.Client) -> None:
    (found,) = api.get("/rest/organizationAcls?q=roleAssignee").json()["elements"]
    assert (found["organization"], found["roleAssignee"]) == (ORGANIZATION, ADMIN)


@pytest.mark.parametrize(("partner", "renewable"), [(False, False), (True, True)])
def test_only_partners_get_a_refresh_token(
    linkedin: PracticeLinkedIn, partner: bool, renewable: bool
) -> None:
    linkedin.oauth.apps["mine"] = App("s", CALLBACK, partner=partner)
    asked = {"client_id": "mine", "redirect_uri": CALLBACK, "scope": "r_organization_social", "state": "1"}
    back = httpx.get(f"{linkedin.url}/oauth/v2/authorization", params=asked).headers["location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "client_id": "mine", "client_secret": "s"}  # fmt: skip
    said = httpx.post(f"{linkedin.url}/oauth/v2/accessToken", data=form).json()
    assert said["expires_in"] == 60 * 86_400
    assert ("refresh_token" in said) == renewable
