"""The practice WordPress.com, held to what the endpoints of WordPress.com and Jetpack document of themselves."""

from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest

from responder.practice.wordpress_com.server import PracticeWordPressCom

COMMENT = {
    "ID": int, "post": dict, "author": dict, "date": str, "URL": str, "short_URL": str, "content": str, "raw_content": str,
    "status": str, "parent": (dict, bool), "type": str, "like_count": int, "i_like": bool, "meta": dict,
    "can_moderate": bool, "i_replied": bool,
}  # fmt: skip
"""`WPCOM_JSON_API_Comment_Endpoint::$comment_object_format`."""


@pytest.fixture
def site() -> Iterator[PracticeWordPressCom]:
    with PracticeWordPressCom() as site:
        site.add_post("Launch")
        yield site


def client(site: PracticeWordPressCom, login: str = "owner") -> httpx.Client:
    return httpx.Client(
        base_url=f"{site.url}/rest/v1.1", headers={"Authorization": f"Bearer token-of-{login}"}
    )


def test_a_comment_has_the_documented_fields(site: PracticeWordPressCom) -> None:
    first = site.comment(1, "Hello & welcome")
    site.comment(1, "under it", parent=first)
    with client(site) as api:
        page = api.get("/sites/practice.example/comments/").json()
    assert (page["found"], page["site_ID"]) == (2, 4711)
    for comment in page["comments"]:
        assert {name: isinstance(comment[name], kind) for name, kind in COMMENT.items()} == dict.fromkeys(
            COMMENT, True
        )
        assert datetime.fromisoformat(comment["date"]).tzinfo
    assert [comment["parent"] and comment["parent"]["ID"] for comment in page["comments"]] == [first, False]


def test_lists_are_as_documented(site: PracticeWordPressCom) -> None:
    for number in range(130):
        site.comment(1, f"n{number}", ago=1000 - number)
    held = site.comment(1, "held", status="unapproved")
    with client(site) as api:
        asked = {"number": 100, "order": "ASC", "status": "all"}
        pages = [
            api.get("/sites/4711/comments", params={**asked, "page": page}).json()["comments"]
            for page in (1, 2, 3)
        ]
        assert [len(page) for page in pages] == [100, 31, 0]
        assert pages[1][-1]["ID"] == held
        after = api.get("/sites/4711/comments", params={"after": pages[1][0]["date"], "status": "all"}).json()
        assert (after["found"], len(after["comments"])) == (-1, 20)
        assert api.get("/sites/4711/comments", params={"number": 101}).json()["error"] == "invalid_number"
    with client(site, "customer") as api:
        assert api.get("/sites/4711/comments", params={"status": "all"}).status_code == 403


def test_answering_approves_what_was_held(site: PracticeWordPressCom) -> None:
    held = site.comment(1, "held", status="unapproved")
    with client(site) as api:
        url = f"/sites/4711/comments/{held}/replies/new/"
        answer = api.post(url, data={"content": "Hi"})
        assert (answer.json()["status"], answer.json()["parent"]["ID"]) == ("approved", held)
        assert api.post(url, data={"content": "Hi"}).status_code == 409
        assert api.get(f"/sites/4711/comments/{held}").json()["status"] == "approved"


def test_deleting_twice_is_for_good(site: PracticeWordPressCom) -> None:
    comment = site.comment(1, "x")
    with client(site) as api:
        statuses = [api.post(f"/sites/4711/comments/{comment}/delete").json()["status"] for _ in range(2)]
        assert statuses == ["trash", "deleted"]
        gone = api.post(f"/sites/4711/comments/{comment}/delete")
        assert (gone.status_code, gone.json()["error"]) == (404, "unknown_comment")


def test_a_wrong_token_is_told(site: PracticeWordPressCom) -> None:
    with httpx.Client(headers={"Authorization": "Bearer x"}) as api:
        assert api.get(f"{site.url}/rest/v1.1/me").json()["error"] == "invalid_token"
