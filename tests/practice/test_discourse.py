"""The practice forum is faithful: the client library drives it, and what it says fits the published API."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydiscourse import DiscourseClient
from pydiscourse.exceptions import DiscourseClientError

from responder.practice.discourse.server import ADMIN_KEY, PracticeForum
from responder.practice.discourse.world import Trouble
from tests.conftest import SHARED


@pytest.fixture
def forum() -> Iterator[PracticeForum]:
    with PracticeForum() as forum:
        yield forum


@pytest.fixture
def api(forum: PracticeForum) -> DiscourseClient:
    return DiscourseClient(forum.url, "shop", ADMIN_KEY)


def test_the_library_reads_the_latest_posts_page_by_page(forum: PracticeForum, api: DiscourseClient) -> None:
    ids = [forum.write(f"post {i}") for i in range(60)]
    first = [one["id"] for one in api.latest_posts()["latest_posts"]]
    assert first == ids[:9:-1]
    second = [one["id"] for one in api.latest_posts(before=first[-1] - 1)["latest_posts"]]
    assert second
    assert set(second) <= set(ids[:10])


def test_the_library_answers_in_a_topic_edits_and_reads_back(
    forum: PracticeForum, api: DiscourseClient
) -> None:
    question = forum.write("where is my parcel, please?")
    answer = api.create_post("It left today.", topic_id=forum.question, reply_to_post_number=1)
    assert forum.answers(question) == ["It left today."]
    api.update_post(answer["id"], "It left yesterday.")
    assert api.post_by_id(answer["id"])["raw"] == "It left yesterday."
    topic = api.topic("x", forum.question)
    assert topic["post_stream"]["stream"] == [question, answer["id"]]
    assert [one["id"] for one in api.posts(forum.question, [answer["id"]])["post_stream"]["posts"]] == [
        answer["id"]
    ]


def test_the_same_words_again_are_refused(forum: PracticeForum, api: DiscourseClient) -> None:
    api.create_post("It left today.", topic_id=forum.question)
    with pytest.raises(DiscourseClientError, match="too similar"):
        api.create_post("It left today.", topic_id=forum.question)
    forum.world.shortest = 20
    with pytest.raises(DiscourseClientError, match="too short"):
        api.create_post("Yes", topic_id=forum.question)


def test_private_messages_are_for_those_named(forum: PracticeForum, api: DiscourseClient) -> None:
    forum.whisper("between us")
    (topic,) = api.private_messages("shop")["topic_list"]["topics"]
    assert topic["title"] == "Between us"
    assert api.latest_posts()["latest_posts"] == []
    stranger = DiscourseClient(forum.url, "ana", ADMIN_KEY)
    with pytest.raises(DiscourseClientError):
        stranger.private_messages("shop")


def test_the_library_finds_words(forum: PracticeForum, api: DiscourseClient) -> None:
    forum.begin("Praise", "I love these biscuits")
    found = api.search("biscuits order:latest")
    assert [one["blurb"] for one in found["posts"]] == ["I love these biscuits"]


def test_a_wrong_key_may_see_nothing(forum: PracticeForum) -> None:
    with pytest.raises(DiscourseClientError, match="not permitted"):
        DiscourseClient(forum.url, "shop", "wrong").latest_posts()


def test_mentions_and_replies_notify(forum: PracticeForum) -> None:
    forum.write("hello @shop")
    said = get(forum, "notifications.json")
    (one,) = said["notifications"]
    assert (one["notification_type"], one["data"]["original_post_id"]) == (1, max(forum.world.posts))


def test_a_deleted_post_is_gone_for_others(forum: PracticeForum) -> None:
    post = forum.world.posts[forum.write("x")]
    forum.world.delete(forum.us, post)
    with pytest.raises(Trouble, match="could not be found"):
        forum.world.one(forum.world.user("ana"), post.id)


def get(forum: PracticeForum, path: str) -> Any:
    headers = {"Api-Key": ADMIN_KEY, "Api-Username": "shop"}
    return httpx.get(f"{forum.url}/{path}", headers=headers).json()


@pytest.mark.parametrize(
    ("path", "asked", "inside"),
    [
        ("/posts/{id}.json", "posts/{post}.json", ()),
        ("/t/{id}.json", "t/{topic}.json", ()),
        ("/notifications.json", "notifications.json", ("notifications",)),
        ("/posts.json", "posts.json", ("latest_posts",)),
        (
            "/topics/private-messages/{username}.json",
            "topics/private-messages/shop.json",
            ("topic_list", "topics"),
        ),
        ("/site/basic-info.json", "site/basic-info.json", ()),
    ],
)
def test_fields_have_the_names_and_types_of_the_published_api(
    forum: PracticeForum, path: str, asked: str, inside: tuple[str, ...]
) -> None:
    where = SHARED / "specs/discourse/openapi.json"
    if not where.is_file():
        pytest.skip("needs the specifications beside the repository")
    operation = json.loads(where.read_text())["paths"][path]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    post = forum.write("hello @shop")
    forum.whisper("hi")
    said = get(forum, asked.format(post=post, topic=forum.question))
    for name in inside:
        said, schema = said[name], schema["properties"][name]
    told, schema = (said[0], schema["items"]) if isinstance(said, list) else (said, schema)
    unknown = set(told) - set(schema["properties"]) - {"high_priority", "topic_title", "category_id"}
    assert unknown == set()
    for key, part in told.items():
        kinds = schema["properties"].get(key, {}).get("type")
        if kinds == "integer":
            assert isinstance(part, int)
