"""The practice Instagram is faithful: Meta's own library drives it, and its objects have the published fields."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from responder.practice.graph.fields import Field
from responder.practice.graph.tokens import DAY
from responder.practice.graph.trouble import Trouble
from responder.practice.instagram import PracticeInstagram
from responder.practice.instagram.server import APP, SECRET
from responder.practice.instagram.world import HANDLE, US
from tests.conftest import SHARED


@pytest.fixture
def server() -> Iterator[PracticeInstagram]:
    with PracticeInstagram() as practice:
        yield practice


@pytest.fixture
def api(server: PracticeInstagram, monkeypatch: pytest.MonkeyPatch) -> Iterator[FacebookAdsApi]:
    monkeypatch.setattr(FacebookSession, "GRAPH", server.url)
    session = FacebookSession(APP, SECRET, server.token)
    yield FacebookAdsApi(session, api_version="v26.0")
    session.requests.close()


def test_the_library_reads_media_and_their_comments(api: FacebookAdsApi, server: PracticeInstagram) -> None:
    media = server.publish("New tins!")
    server.publish("with @grandlievre", "ana", tagged=True)
    ids = [server.comment(media, f"{n}", ago=100 - n) for n in range(60)]
    reply = server.answer_as_us(ids[0], "thanks")
    user = IGUser(US, api=api)
    assert user.api_get(["username"])["username"] == HANDLE
    assert [one["caption"] for one in user.get_media(["caption", "comments_count"])] == ["New tins!"]
    assert [one["username"] for one in user.get_tags(["username"])] == ["ana"]
    found = list(IGMedia(media, api=api).get_comments(["id", "text", "username", "from", "timestamp"]))
    assert [one["id"] for one in found] == ids[::-1]
    (below,) = IGComment(ids[0], api=api).get_replies(["id", "parent_id"])
    assert (below["id"], below["parent_id"]) == (reply, ids[0])


def test_the_library_answers_hides_and_deletes(api: FacebookAdsApi, server: PracticeInstagram) -> None:
    media = server.publish("New tins!")
    comment = server.comment(media, "how much?")
    IGComment(comment, api=api).create_reply(params={"message": "nine"})
    made = IGMedia(media, api=api).create_comment(params={"message": "all of you: nine"})
    IGComment(comment, api=api).api_update(params={"hide": True})
    assert IGComment(comment, api=api).api_get(["hidden"])["hidden"] is True
    IGComment(made["id"], api=api).api_delete()
    assert [one.text for one in server.under(comment)] == ["nine"]
    with pytest.raises(FacebookRequestError) as caught:
        IGComment(made["id"], api=api).api_get(["text"])
    assert caught.value.api_error_code() == 100


def test_a_mention_is_answered(api: FacebookAdsApi, server: PracticeInstagram) -> None:
    media = server.publish("with @grandlievre", "ana", tagged=True)
    IGUser(US, api=api).create_mention(params={"media_id": media, "message": "thank you"})
    assert [one.text for one in server.under(media)] == ["thank you"]


def test_conversations_and_private_answers(api: FacebookAdsApi, server: PracticeInstagram) -> None:
    server.message("open?", "ana")
    assert len(IGUser(US, api=api).get_conversations()) == 1
    asked = {"platform": "instagram", "fields": "id,updated_time,participants,messages{message}"}
    (thread,) = api.call("GET", (US, "conversations"), params=asked).json()["data"]
    assert thread["messages"]["data"][0]["message"] == "open?"
    customer = thread["participants"]["data"][0]["id"]
    assert _send(api, {"id": customer})["recipient_id"] == customer
    comment = server.comment(server.publish("New"), "my address …")
    assert server.private(_send(api, {"comment_id": comment})["message_id"])
    with pytest.raises(FacebookRequestError):
        _send(api, {"comment_id": comment})


def _send(api: FacebookAdsApi, to: dict[str, str]) -> Any:
    said = {"recipient": json.dumps(to), "message": json.dumps({"text": "hello"})}
    return api.call("POST", (US, "messages"), params=said).json()


def test_a_code_becomes_a_token_of_sixty_days_that_is_renewed(server: PracticeInstagram) -> None:
    back = "http://localhost:1/"
    asked = {"client_id": APP, "redirect_uri": back, "state": "s", "scope": "instagram_business_basic"}
    found = parse_qs(
        urlsplit(httpx.get(f"{server.url}/oauth/authorize", params=asked).headers["location"]).query
    )
    form = {"client_id": APP, "client_secret": SECRET, "grant_type": "authorization_code", "redirect_uri": back, "code": found["code"][0]}  # fmt: skip
    (short,) = httpx.post(f"{server.url}/oauth/access_token", data=form).json()["data"]
    exchange = {
        "grant_type": "ig_exchange_token",
        "client_secret": SECRET,
        "access_token": short["access_token"],
    }
    long = httpx.get(f"{server.url}/access_token", params=exchange).json()
    assert long["expires_in"] == 60 * DAY
    renew = {"grant_type": "ig_refresh_token", "access_token": long["access_token"]}
    assert httpx.get(f"{server.url}/refresh_access_token", params=renew).status_code == 400
    server.drift = 2 * DAY * 1_000_000
    assert (
        httpx.get(f"{server.url}/refresh_access_token", params=renew).json()["access_token"]
        != long["access_token"]
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published specifications are not on this machine")
def test_objects_have_the_fields_that_meta_publishes(server: PracticeInstagram) -> None:
    comment = server.comment(server.publish("Hello"), "x")
    world, show = server.world, server.entities
    shown = {
        "IGComment": lambda f: show.comment(world.comments[comment], f),
        "IGMedia": lambda f: show.media(next(iter(world.media.values())), f),
        "IGUser": show.user,
    }
    for name, pick in shown.items():
        spec = json.loads((SHARED / "specs/instagram" / f"{name}.json").read_text())
        known = {field["name"] for field in spec["fields"]} | {one.get("endpoint") for one in spec["apis"]}
        for word in ["text", "caption", "username", "from", "hidden", "parent_id", "media", "user", "replies", "comments", "name", "permalink"]:  # fmt: skip
            try:
                pick([Field(word)])
            except Trouble:
                continue
            assert word in known, f"{name}.{word}"
