"""Whatever arrives, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from responder.connectors.telegram import parse
from tests.connectors.hostile import listed, spoiled, whole

UPDATE: dict[str, Any] = {
    "update_id": 870,
    "message": {
        "message_id": 5, "from": {"id": 5_000_000_001, "is_bot": False, "first_name": "Ana", "username": "ana"},
        "chat": {"id": -1_002, "type": "supergroup", "title": "T", "username": "t"}, "date": 1_772_446_529,
        "text": "hi", "entities": [{"type": "text_link", "offset": 0, "length": 2, "url": "https://a.example"}],
        "photo": [{"file_unique_id": "x"}], "edit_date": 3, "location": {"latitude": 1.5, "longitude": 2},
        "reply_to_message": {"message_id": 4, "date": 1, "chat": {"id": -1_002, "type": "supergroup"}, "text": "q"},
    },
}  # fmt: skip
OURS = parse.Ours("7", "shop_bot", "api.telegram.org", UUID(int=7))
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@MANY
@given(spoiled(UPDATE))
def test_a_hostile_update_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    other = {**UPDATE, "update_id": 1}
    page = parse.page(b'{"ok":true,"result":' + listed(other, item) + b"}")
    assert len(page.updates) + len(page.broken) == 2 or item.get("update_id") == 1
    for update in page.updates:
        if update.written is not None and parse.speaks(update.written):
            whole(parse.message(update.written, OURS, "root"))
