"""Whatever arrives, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from responder.connectors.discord import parse
from responder.connectors.discord.parse import Channel, Ours
from tests.connectors.hostile import listed, spoiled, whole

ANA: dict[str, Any] = {"id": "80351110224678912", "username": "ana", "global_name": "Ana", "avatar": "a1b2"}
MESSAGE: dict[str, Any] = {
    "id": "1346000000000000001", "channel_id": "1345", "author": ANA, "content": "hello <@1200> <#3>", "type": 19,
    "timestamp": "2026-03-02T10:15:29.123000+00:00", "edited_timestamp": "2026-03-02T10:16:29+00:00",
    "mentions": [{"id": "1200", "username": "shop"}], "sticker_items": [{"id": "1", "name": "wave"}],
    "attachments": [{"id": "4", "filename": "a.png", "content_type": "image/png", "description": "x"}],
    "message_reference": {"type": 0, "channel_id": "1345", "message_id": "7"},
    "referenced_message": {"id": "7", "channel_id": "1345", "author": ANA, "content": "q", "timestamp": "2026-03-02T10:15:29Z"},
}  # fmt: skip
OURS = Ours("1200", "discord.com", UUID(int=7))
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@MANY
@given(spoiled(MESSAGE))
def test_a_hostile_message_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    other = {**MESSAGE, "id": "5"}
    page = parse.page(listed(other, item))
    assert len(page) == 2 or item["id"] == "5"
    for written in page.messages:
        whole(parse.message(written, Channel("1345", name="support"), OURS, "root", {}, addressed=True))
