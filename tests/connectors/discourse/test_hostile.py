"""Whatever a forum writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from responder.connectors.discourse import parse
from responder.connectors.discourse.parse import Ours, Person, Topic
from tests.connectors.hostile import listed, spoiled, whole

POST: dict[str, Any] = {
    "id": 9, "topic_id": 3, "post_number": 2, "created_at": "2026-03-02T10:15:29.123Z", "user_id": 5, "name": "Ana",
    "cooked": "<p>Hi <b>there</b></p>", "username": "ana", "avatar_template": "/a/{size}.png", "post_type": 1,
    "version": 2, "reply_to_post_number": "1", "topic_title": "T", "topic_slug": "t", "category_id": 4,
    "staff": False, "hidden": True, "user_deleted": False, "deleted_at": None,
}  # fmt: skip
OURS = Ours(Person(1, "shop"), "https://f.example", "f.example", UUID(int=7))
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@MANY
@given(spoiled(POST))
def test_a_hostile_post_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    other = {**POST, "id": 8}
    page = parse.latest(b'{"latest_posts":' + listed(other, item) + b"}")
    assert len(page) == 2 or item["id"] == 8
    for post in page.posts.values():
        whole(parse.message(post, Topic(3, "T", "t"), OURS, addressed=True, above={1: "7"}))
