"""The practice X is faithful: its makers' library and the most used one drive it, and its answers fit the description."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jsonschema
import pytest
import requests
import tweepy
import xdk
from requests.adapters import HTTPAdapter

from responder.practice.x import PracticeX
from responder.practice.x.server import CALLBACK
from responder.practice.x.text import weight
from tests.conftest import SHARED

SPEC = SHARED / "specs/x/x-api-openapi-2.167.json"
PICTURE = base64.b64encode(b"\x89PNG practice").decode()


@pytest.fixture
def x() -> Iterator[PracticeX]:
    with PracticeX() as practice:
        yield practice


@pytest.fixture
def api(x: PracticeX) -> Iterator[xdk.Client]:
    client = xdk.Client(base_url=x.url, access_token=x.token)
    yield client
    client.session.close()


class Rerouted(HTTPAdapter):
    """Leads what the library sends to the one address it knows to the practice network."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        request.url = request.url.replace("https://api.twitter.com", self._url)
        return super().send(request, *args, **more)


@pytest.fixture
def old(x: PracticeX) -> Iterator[tweepy.Client]:
    client = tweepy.Client(x.token)
    client.session.mount("https://api.twitter.com", Rerouted(x.url))
    yield client
    client.session.close()


def us(x: PracticeX) -> str:
    return x.world.us.id


def test_the_library_pages_through_mentions(api: xdk.Client, x: PracticeX) -> None:
    ids = [x.post("ana", f"@shop number {i}").id for i in range(7)]
    pages = list(api.users.get_mentions(us(x), max_results=5, expansions=["author_id"]))
    assert [post.id for page in pages for post in page.data] == ids[::-1]
    assert pages[0].includes.users[0].username == "ana"
    (newer,) = api.users.get_mentions(us(x), since_id=ids[5])
    assert [post.id for post in newer.data] == ids[6:]


def test_only_what_was_asked_for_is_told(api: xdk.Client, x: PracticeX) -> None:
    x.post("ana", "@shop where & when?")
    bare = next(iter(api.users.get_mentions(us(x)))).data[0]
    assert (bare.author_id, bare.created_at, bare.text) == (None, None, "@shop where &amp; when?")
    told = next(
        iter(api.users.get_mentions(us(x), expansions=["author_id"], post_fields=["created_at"]))
    ).data[0]
    assert told.author_id
    assert told.created_at


def test_a_summoned_reply_is_taken_once(api: xdk.Client, x: PracticeX) -> None:
    question = x.post("ana", "@shop hello").id
    body = {"text": "Hello Ana", "reply": {"in_reply_to_tweet_id": question}}
    answer = api.posts.create(body).data
    assert [post.id for post in x.answers(question)] == [answer.id]
    with pytest.raises(requests.HTTPError, match="403") as caught:
        api.posts.create(body)
    assert "duplicate" in caught.value.response.json()["detail"]


@pytest.mark.parametrize(
    ("text", "quotes", "status"), [("nobody asked", False, 403), ("look at this", True, 201)]
)
def test_only_who_summons_us_is_answered(x: PracticeX, text: str, quotes: bool, status: int) -> None:
    ours = x.post("shop", "We open at nine").id
    question = x.post("ana", text, quoted=ours if quotes else None).id
    body = {"text": "Hello", "reply": {"in_reply_to_tweet_id": question}}
    headers = {"Authorization": f"Bearer {x.token}"}
    assert httpx.post(f"{x.url}/2/tweets", json=body, headers=headers).status_code == status


@pytest.mark.parametrize(("tier", "status"), [("self-serve", 403), ("enterprise", 200)])
def test_likes_need_a_contract(x: PracticeX, tier: str, status: int) -> None:
    x.world.tier = tier
    body = {"tweet_id": x.post("ana", "@shop hello").id}
    headers = {"Authorization": f"Bearer {x.token}"}
    assert httpx.post(f"{x.url}/2/users/{us(x)}/likes", json=body, headers=headers).status_code == status


def test_an_edit_is_a_new_id_with_a_history(api: xdk.Client, x: PracticeX) -> None:
    first = x.post("ana", "@shop helo").id
    second = x.edit(first, "@shop hello").id
    looked = api.posts.get_by_ids([first, second]).data
    assert [post.edit_history_post_ids for post in looked] == [[first, second]] * 2
    (page,) = api.users.get_mentions(us(x))
    assert [post.id for post in page.data] == [second]


def test_what_cannot_be_shown_is_told_apart(api: xdk.Client, x: PracticeX) -> None:
    gone, hidden, here = (x.post(who, "@shop hi").id for who in ("ana", "bob", "cleo"))
    x.delete(gone)
    x.protect("bob")
    found = api.posts.get_by_ids([gone, hidden, here])
    assert [post.id for post in found.data] == [here]
    kinds = {
        problem["resource_id"]: problem["type"].rpartition("/")[2] for problem in found.model_dump()["errors"]
    }
    assert kinds == {gone: "resource-not-found", hidden: "not-authorized-for-resource"}


def test_private_messages_are_listed_and_answered(api: xdk.Client, x: PracticeX) -> None:
    x.whisper("ana", "between us")
    (page,) = api.direct_messages.get_events(expansions=["sender_id"])
    (event,) = page.data
    sent = api.direct_messages.create_by_conversation_id(event.dm_conversation_id, {"text": "of course"}).data
    (page,) = api.direct_messages.get_events_by_conversation_id(event.dm_conversation_id)
    assert [one.id for one in page.data] == [sent.dm_event_id, event.id]


def test_a_picture_is_uploaded_and_described(api: xdk.Client, x: PracticeX) -> None:
    question = x.post("ana", "@shop show me").id
    media = api.media.upload({"media": PICTURE, "media_category": "tweet_image"}).data
    api.media.create_metadata({"id": media.id, "metadata": {"alt_text": {"text": "The new box"}}})
    body = {"text": "Here", "reply": {"in_reply_to_tweet_id": question}, "media": {"media_ids": [media.id]}}
    answer = api.posts.create(body).data.id
    found = api.posts.get_by_ids([answer], expansions=["attachments.media_keys"], media_fields=["alt_text"])
    assert found.includes.media[0].alt_text == "The new box"


def test_private_messages_may_be_asked_for_fifteen_times(api: xdk.Client, x: PracticeX) -> None:
    for _ in range(15):
        list(api.direct_messages.get_events())
    with pytest.raises(requests.HTTPError) as caught:
        list(api.direct_messages.get_events())
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["x-rate-limit-reset"]) > 1_700_000_000


def test_the_library_signs_in_with_pkce(x: PracticeX, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the library asks for https even on loopback
    client = xdk.Client(
        base_url=x.url, authorization_base_url=f"{x.url}/i", client_id="practice-app", redirect_uri=CALLBACK,
        scope=["tweet.read", "users.read", "offline.access"],
    )  # fmt: skip
    back = httpx.get(client.get_authorization_url("s")).headers["location"]
    token = client.exchange_code(parse_qs(urlsplit(back).query)["code"][0])
    assert token["scope"] == "offline.access tweet.read users.read"
    assert client.users.get_me().data.username == "shop"
    client.session.close()


def test_a_refresh_token_is_good_for_one_use(x: PracticeX) -> None:
    x.oauth.refreshes["r1"] = frozenset({"tweet.read", "offline.access"})
    form = {"grant_type": "refresh_token", "refresh_token": "r1", "client_id": "practice-app"}
    assert httpx.post(f"{x.url}/2/oauth2/token", data=form).json()["refresh_token"] != "r1"
    assert httpx.post(f"{x.url}/2/oauth2/token", data=form).status_code == 400


def test_the_older_library_sees_the_older_names(old: tweepy.Client, x: PracticeX) -> None:
    question = x.post("ana", "@shop hello").id
    answer = old.create_tweet(text="Hi", in_reply_to_tweet_id=question, user_auth=False).data["id"]
    found = old.get_users_tweets(
        us(x), tweet_fields=["referenced_tweets"], expansions=["referenced_tweets.id"]
    )
    assert found.data[0].referenced_tweets[0].id == int(question)
    assert found.includes["tweets"][0].id == int(question)
    assert old.delete_tweet(answer, user_auth=False).data == {"deleted": True}


def test_the_older_library_searches(old: tweepy.Client, x: PracticeX) -> None:
    for text in ("The Shop is shut", "#shopping all day", "shopkeeper"):
        x.post("ana", text)
    found = old.search_recent_tweets('("the shop" OR #shopping) -from:bob -is:retweet', tweet_fields=["lang"])
    assert [post.text for post in found.data] == ["#shopping all day", "The Shop is shut"]


@pytest.mark.parametrize(
    ("text", "length"),
    [("x" * 280, 280), ("注文" * 3, 12), ("👩‍👩‍👧‍👦", 2), ("see https://shop.example/" + "y" * 90, 27)],
)
def test_it_weighs_as_x_does(text: str, length: int) -> None:
    assert weight(text) == length


@cache
def described(name: str) -> dict[str, Any]:
    if not SPEC.exists():
        pytest.skip("the description of X's API is in the shared folder, which is not here")
    components = json.loads(SPEC.read_text("utf-8"))["components"]
    return {"$ref": f"#/components/schemas/{name}", "components": components}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/2/users/me", "GetUsersMeResponse"),
        ("/2/users/{me}/mentions", "GetUsersMentionsResponse"),
        ("/2/users/{me}/tweets", "GetUsersPostsResponse"),
        ("/2/tweets?ids={one},{gone}", "GetPostsByIdsResponse"),
        ("/2/tweets/search/recent?query=shop", "SearchPostsRecentResponse"),
        ("/2/dm_events", "GetDirectMessagesEventsResponse"),
    ],
)
def test_every_answer_fits_the_published_description(x: PracticeX, path: str, name: str) -> None:
    one = x.post("ana", "@shop look https://shop.example/a #new " + "long " * 70).id
    x.post("shop", "@ana yes", reply_to=one)
    gone = x.post("bob", "@shop oh").id
    x.delete(gone)
    x.whisper("ana", "between us")
    fields = {
        "post.fields": "created_at,conversation_id,entities,lang,note_post,edit_controls,attachments",
        "expansions": "author_id,referenced_posts,in_reply_to_user_id,sender_id",
        "user.fields": "public_metrics,profile_image_url,verified,subscription_type",
    }
    url = httpx.URL(x.url + path.format(me=us(x), one=one, gone=gone)).copy_merge_params(fields)
    body = httpx.get(url, headers={"Authorization": f"Bearer {x.token}"}).json()
    assert body["data"]
    jsonschema.Draft202012Validator(described(name)).validate(body)


@pytest.mark.parametrize("body", [{"text": "plain"}, {"text": "n", "reply": {"in_reply_to_tweet_id": "1"}}])
def test_what_is_sent_fits_the_published_description(body: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(described("CreatePostsRequest")).validate(body)
