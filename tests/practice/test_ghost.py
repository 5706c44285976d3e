"""The practice Ghost, opened with tokens that joserfc signs, and held to the fields that Ghost's serializer picks."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from responder.practice.ghost.server import KEY, PracticeGhost

COMMENT = {"id", "parent_id", "in_reply_to_id", "in_reply_to_snippet", "status", "html", "created_at", "edited_at", "member", "post", "count"}  # fmt: skip
MEMBER = {"id", "uuid", "name", "email", "expertise", "avatar_image", "can_comment"}


@pytest.fixture
def site() -> Iterator[PracticeGhost]:
    with PracticeGhost() as site:
        yield site


def client(site: PracticeGhost, key: str = KEY, life: int = 300, audience: str = "/admin/") -> httpx.Client:
    number, secret = key.split(":")
    now = int(time.time())
    claims = {"iat": now, "exp": now + life, "aud": audience}
    token = jwt.encode({"alg": "HS256", "kid": number}, claims, OctKey.import_key(bytes.fromhex(secret)))
    return httpx.Client(base_url=f"{site.url}/ghost/api/admin", headers={"Authorization": f"Ghost {token}"})


def test_a_token_is_looked_at_closely(site: PracticeGhost) -> None:
    with client(site) as api:
        assert api.get("/comments/").status_code == 200
    for wrong in ({"key": KEY[:-2] + "00"}, {"key": "6489a1b2c3d4e5f601234568:" + "ab" * 32}, {"life": 600}, {"life": -10}, {"audience": "/x/"}):  # fmt: skip
        with client(site, **wrong) as api:  # type: ignore[arg-type]  # one of each kind
            answer = api.get("/comments/")
        assert (answer.status_code, answer.json()["errors"][0]["type"]) == (401, "UnauthorizedError")


def test_a_comment_has_the_fields_of_the_serializer(site: PracticeGhost) -> None:
    post = site.add_post("Launch")
    first = site.comment(post, "<p>Hello</p>")
    second = site.comment(post, "<p>and</p>", under=first)
    site.comment(post, "<p>more</p>", under=second)
    with client(site) as api:
        found = api.get("/comments/").json()
    assert found["meta"]["pagination"] == {
        "page": 1,
        "limit": 15,
        "pages": 1,
        "total": 3,
        "next": None,
        "prev": None,
    }
    for comment in found["comments"]:
        assert (set(comment), set(comment["member"])) == (COMMENT, MEMBER)
    third, _, top = found["comments"]
    assert (third["parent_id"], third["in_reply_to_id"], top["count"]["replies"]) == (first, second, 2)


def test_answers_go_one_level_deep(site: PracticeGhost) -> None:
    post = site.add_post("Launch")
    first = site.comment(post, "<p>Hello</p>")
    with client(site) as api:

        def answer(**more: Any) -> httpx.Response:
            comment = {"member_id": site.marie.id, "html": "<p>Hi <script>x</script></p>", **more}
            return api.post("/comments/", json={"comments": [comment]})

        made = answer(parent_id=first)
        assert (made.status_code, made.json()["comments"][0]["html"]) == (201, "<p>Hi x</p>")
        under = made.json()["comments"][0]["id"]
        assert answer(parent_id=under).status_code == 400
        assert answer(parent_id=first, in_reply_to_id=under).json()["comments"][0]["in_reply_to_id"] == under
        assert answer(parent_id=first, html="<p> </p>").status_code == 422
        assert answer(parent_id=first, member_id="x").status_code == 404


def test_what_is_deleted_keeps_its_place(site: PracticeGhost) -> None:
    comment = site.comment(site.add_post("Launch"), "<p>Hello</p>")
    with client(site) as api:
        done = api.put(f"/comments/{comment}/", json={"comments": [{"id": comment, "status": "deleted"}]})
        assert done.json()["comments"][0]["html"] is None
        assert api.get(f"/comments/{comment}/").status_code == 404
        assert api.get("/comments/").json()["comments"][0]["status"] == "deleted"
