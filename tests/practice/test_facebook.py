"""The practice Facebook is faithful: Meta's own library drives it, and its objects have the published fields."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.unifiedthread import UnifiedThread
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from responder.practice.facebook import PracticeFacebook
from responder.practice.facebook.server import APP, SECRET
from responder.practice.facebook.world import PAGE
from responder.practice.graph.fields import Field
from responder.practice.graph.trouble import Trouble
from tests.conftest import SHARED

FIELDS = [
    "id",
    "from",
    "message",
    "created_time",
    "parent",
    "is_hidden",
    "can_reply_privately",
    "permalink_url",
]

WORDS = ["id", "from", "message", "message_tags", "created_time", "updated_time", "parent", "object", "permalink_url", "is_hidden", "can_hide", "can_remove", "can_comment", "can_like", "can_reply_privately", "comment_count", "like_count", "user_likes", "attachment", "is_private", "comments", "story", "private_reply_conversation", "admin_creator", "link", "snippet", "message_count", "unread_count", "can_reply", "participants", "senders", "messages"]  # fmt: skip


@pytest.fixture
def server() -> Iterator[PracticeFacebook]:
    with PracticeFacebook() as practice:
        yield practice


@pytest.fixture
def api(server: PracticeFacebook, monkeypatch: pytest.MonkeyPatch) -> Iterator[FacebookAdsApi]:
    monkeypatch.setattr(FacebookSession, "GRAPH", server.url)
    session = FacebookSession(APP, SECRET, server.token)
    yield FacebookAdsApi(session, api_version="v26.0")
    session.requests.close()


def code(caught: pytest.ExceptionInfo[FacebookRequestError]) -> tuple[int, int | None]:
    return caught.value.api_error_code(), caught.value.api_error_subcode()


def test_the_library_pages_through_comments(api: FacebookAdsApi, server: PracticeFacebook) -> None:
    post = server.publish("New tins!")
    ids = [server.comment(post, f"question {n}", ago=100 - n) for n in range(30)]
    answer = server.answer_as_page(ids[0], "answer")
    found = list(Comment(post, api=api).get_comments(FIELDS, {"filter": "stream", "limit": 7}))
    assert [one["id"] for one in found] == [*ids, answer]
    assert found[-1]["parent"]["id"] == ids[0]
    newest = Comment(post, api=api).get_comments(FIELDS, {"order": "reverse_chronological", "limit": 5})
    assert newest.get_one()["id"] == ids[-1]
    assert [one["id"] for one in Comment(ids[0], api=api).get_comments()] == [answer]


def test_the_library_comments_edits_hides_likes_and_deletes(
    api: FacebookAdsApi, server: PracticeFacebook
) -> None:
    question = server.comment(server.publish("Hello"), "a question")
    made = Comment(question, api=api).create_comment(params={"message": "an answr"})
    Comment(made["id"], api=api).api_update(params={"message": "an answer"})
    assert [one.message for one in server.under(question)] == ["an answer"]
    Comment(question, api=api).api_update(params={"is_hidden": True})
    Comment(question, api=api).create_like()
    seen = Comment(question, api=api).api_get(["is_hidden", "user_likes"])
    assert (seen["is_hidden"], seen["user_likes"]) == (True, True)
    Comment(made["id"], api=api).api_delete()
    with pytest.raises(FacebookRequestError) as caught:
        Comment(made["id"], api=api).api_get(["message"])
    assert code(caught) == (100, 33)


def test_the_feed_brings_its_comments_along(api: FacebookAdsApi, server: PracticeFacebook) -> None:
    post = server.publish("New tins!")
    server.publish("where is my parcel?", who="Ana")
    server.publish("I love @Biscuiterie", who="Ben", tagged=True)
    newest = [server.comment(post, f"{n}") for n in range(4)][-1]
    nested = "comments.filter(stream).order(reverse_chronological).limit(2).summary(true){id,from{id,name}}"
    page = Page(PAGE, api=api)
    feed = api.call("GET", (PAGE, "feed"), params={"fields": f"id,message,from,{nested}"}).json()["data"]
    assert [one["message"] for one in feed] == ["where is my parcel?", "New tins!"]
    assert feed[1]["comments"]["data"][0]["id"] == newest
    assert feed[1]["comments"]["summary"]["total_count"] == 4
    assert "next" in feed[1]["comments"]["paging"]
    assert [one["from"]["name"] for one in page.get_tagged(["from"])] == ["Ben"]


def test_the_library_answers_in_messenger_within_the_window(
    api: FacebookAdsApi, server: PracticeFacebook
) -> None:
    server.message("are you open?", who="Ana")
    (thread,) = Page(PAGE, api=api).get_conversations(["id", "updated_time", "participants", "can_reply"])
    assert len(UnifiedThread(thread["id"], api=api).get_messages()) == 1
    customer = thread["participants"]["data"][0]["id"]
    assert _send(api, {"id": customer}, "until seven")["recipient_id"] == customer
    old = server.message("hello?", who="Ben", ago=90_000)
    with pytest.raises(FacebookRequestError) as caught:
        _send(api, {"id": server.thread_of(old)[0].author}, "too late")
    assert code(caught) == (10, 2018278)


def test_a_comment_is_answered_privately_once(api: FacebookAdsApi, server: PracticeFacebook) -> None:
    comment = server.comment(server.publish("Hello"), "my address is …")
    sent = _send(api, {"comment_id": comment}, "we write to you here")
    assert server.private(sent["message_id"])
    with pytest.raises(FacebookRequestError):
        _send(api, {"comment_id": comment}, "again")
    assert Comment(comment, api=api).api_get(["can_reply_privately"])["can_reply_privately"] is False


def _send(api: FacebookAdsApi, to: dict[str, str], text: str) -> Any:
    said = {"recipient": json.dumps(to), "message": json.dumps({"text": text}), "messaging_type": "RESPONSE"}
    return api.call("POST", (PAGE, "messages"), params=said).json()


def test_recommendations_have_a_story(api: FacebookAdsApi, server: PracticeFacebook) -> None:
    story = server.recommend("cold soup", kind="negative")
    fields = ["recommendation_type", "review_text", "reviewer", "open_graph_story", "created_time"]
    (rating,) = Page(PAGE, api=api).get_ratings(fields)
    assert rating["recommendation_type"] == "negative"
    assert rating["open_graph_story"]["id"] == story
    Comment(story, api=api).create_comment(params={"message": "we are sorry"})
    assert [one.message for one in server.under(story)] == ["we are sorry"]


def test_a_wrong_token_a_wrong_proof_and_a_missing_permission_are_refused(server: PracticeFacebook) -> None:
    for token, proof, expected in (("bad", "", 190), (server.token, "00", 100)):
        said = httpx.get(f"{server.url}/v26.0/me", params={"access_token": token, "appsecret_proof": proof})
        assert said.json()["error"]["code"] == expected
    poor = server.tokens.issue(PAGE, "PAGE", (), 0).text
    said = httpx.get(f"{server.url}/v26.0/{PAGE}/feed", headers={"Authorization": f"Bearer {poor}"})
    assert (said.status_code, said.json()["error"]["code"]) == (403, 200)


def test_a_code_becomes_a_long_lived_token_and_a_page_token(server: PracticeFacebook) -> None:
    base = f"{server.url}/v26.0"
    back = "http://localhost:1/"
    asked = {"client_id": APP, "redirect_uri": back, "state": "s", "scope": "pages_show_list,pages_messaging"}
    sent = httpx.get(f"{base}/dialog/oauth", params=asked).headers["location"]
    app = {"client_id": APP, "client_secret": SECRET}
    found = parse_qs(urlsplit(sent).query)
    redeemed = {**app, "redirect_uri": back, "code": found["code"][0]}
    short = httpx.get(f"{base}/oauth/access_token", params=redeemed).json()["access_token"]
    assert httpx.get(f"{base}/oauth/access_token", params=redeemed).status_code == 400
    long = httpx.get(f"{base}/oauth/access_token", params={**app, "grant_type": "fb_exchange_token", "fb_exchange_token": short}).json()  # fmt: skip
    assert long["expires_in"] > 5_000_000
    (page,) = httpx.get(f"{base}/me/accounts", params={"access_token": long["access_token"]}).json()["data"]
    told = httpx.get(f"{base}/debug_token", params={"input_token": page["access_token"], "access_token": f"{APP}|{SECRET}"}).json()  # fmt: skip
    assert told["data"]["scopes"] == ["pages_show_list", "pages_messaging"]
    assert told["data"]["expires_at"] == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published specifications are not on this machine")
def test_objects_have_the_fields_that_meta_publishes(server: PracticeFacebook) -> None:
    comment = server.comment(server.publish("Hello"), "x")
    server.message("hi")
    world, show = server.world, server.entities
    shown = {
        "Comment": lambda f: show.comment(world.comments[comment], f),
        "PagePost": lambda f: show.post(next(iter(world.posts.values())), f),
        "UnifiedThread": lambda f: show.thread(next(iter(world.threads.values())), f),
    }
    for name, pick in shown.items():
        spec = json.loads((SHARED / "specs/facebook" / f"{name}.json").read_text())
        published = {field["name"] for field in spec["fields"]}
        edges = {api.get("endpoint") for api in spec["apis"]}
        for field in _fields_of(pick):
            assert field in published | edges, f"{name}.{field}"


def _fields_of(pick: Any) -> list[str]:
    """Return the fields that an object of the practice network has."""
    known: list[str] = []
    for word in WORDS:
        try:
            pick([Field(word)])
        except Trouble:
            continue
        known.append(word)
    return known
