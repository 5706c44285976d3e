"""Whatever Reddit writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from responder.connectors.reddit import parse
from responder.connectors.reddit.parse import Ours
from tests.connectors.hostile import listed, spoiled, whole

COMMENT: dict[str, Any] = {
    "kind": "t1",
    "data": {
        "name": "t1_abc", "created_utc": 1772446529.0, "author": "ana", "body": "hi *there*", "edited": 1772446530.0,
        "parent_id": "t3_x1", "link_id": "t3_x1", "link_title": "T", "permalink": "/r/b/comments/x1/t/abc/",
        "context": "/r/b/comments/x1/t/abc/?context=3", "type": "post_reply", "subject": "s", "locked": False,
        "first_message_name": None, "removed": False, "spam": False, "archived": True, "replies": "",
    },
}  # fmt: skip
OURS = Ours("shop", "reddit.com", UUID(int=7))
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@MANY
@given(spoiled(COMMENT))
def test_a_hostile_comment_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    other = {**COMMENT, "data": {**COMMENT["data"], "name": "t1_other"}}
    page = parse.listing(b'{"kind":"Listing","data":{"after":null,"children":' + listed(other, item) + b"}}")
    assert len(page.things) + len(page.broken) == 2
    for one in page.things:
        whole(parse.message(one, OURS, "root", addressed=True))
        assert one.mark
