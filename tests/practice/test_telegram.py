"""The practice Telegram is faithful: the most used client library drives it, and what it says fits the specification."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken

from responder.practice.telegram.server import GROUP, TOKEN, PracticeTelegram
from tests.conftest import SHARED

ANA = 5_000_000_001


@pytest.fixture
def server() -> Iterator[PracticeTelegram]:
    with PracticeTelegram() as practice:
        yield practice


@pytest_asyncio.fixture
async def bot(server: PracticeTelegram) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        TOKEN, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot"
    ) as bot:
        yield bot


async def polled(server: PracticeTelegram) -> None:
    while not server.polls:  # noqa: ASYNC110 # it is counted in the server's thread
        await asyncio.sleep(0.01)


async def test_the_library_says_who_the_bot_is(bot: telegram.Bot) -> None:
    assert (bot.username, bot.id) == ("grandlievre_bot", 7_000_000_001)


async def test_an_update_comes_until_an_offset_confirms_it(
    server: PracticeTelegram, bot: telegram.Bot
) -> None:
    number = server.write("where is it?")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert (update.message.text, update.message.message_id) == ("where is it?", number)
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_a_long_poll_ends_with_the_first_update(server: PracticeTelegram, bot: telegram.Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=10))
    await polled(server)
    server.write("now", chat=ANA)
    (update,) = await waiting
    assert update.message is not None
    assert update.message.chat.type == "private"


async def test_two_that_poll_are_in_conflict(server: PracticeTelegram, bot: telegram.Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await polled(server)
    async with telegram.Bot(TOKEN, base_url=f"{server.url}/bot") as other:
        assert await other.get_updates() == ()
    with pytest.raises(Conflict, match="only one bot instance"):
        await first


async def test_a_webhook_excludes_polling(server: PracticeTelegram, bot: telegram.Bot) -> None:
    server.world.webhook = "https://elsewhere.example/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url


async def test_an_answer_is_a_reply_and_may_be_edited_and_deleted(
    server: PracticeTelegram, bot: telegram.Bot
) -> None:
    question = server.write("where is it?")
    sent = await bot.send_message(GROUP, "coming", reply_parameters=telegram.ReplyParameters(question))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.message_id == question
    assert server.answers(GROUP, question) == ["coming"]
    await bot.edit_message_text("here", GROUP, sent.message_id)
    assert server.answers(GROUP, question) == ["here"]
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("here", GROUP, sent.message_id)
    await bot.delete_message(GROUP, sent.message_id)
    with pytest.raises(BadRequest, match="not found"):
        await bot.delete_message(GROUP, sent.message_id)


async def test_reactions_and_pictures_are_taken(server: PracticeTelegram, bot: telegram.Bot) -> None:
    question = server.write("look")
    await bot.set_message_reaction(GROUP, question, "👍")
    assert server.world.reactions[GROUP, question] == [{"type": "emoji", "emoji": "👍"}]
    sent = await bot.send_photo(GROUP, b"\xff\xd8 picture", caption="here")
    assert (sent.caption, len(sent.photo)) == ("here", 1)


async def test_refusals_are_those_of_the_real_one(server: PracticeTelegram, bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(GROUP, "🙂" * 2049)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(99, "x")
    server.write("x", chat=ANA)
    server.world.blocked.add(ANA)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ANA, "x")
    server.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_a_group_that_moved_says_where(server: PracticeTelegram, bot: telegram.Bot) -> None:
    server.world.migrated[-5] = GROUP
    with pytest.raises(telegram.error.ChatMigrated) as caught:
        await bot.send_message(-5, "x")
    assert caught.value.new_chat_id == GROUP


def test_updates_have_what_the_specification_requires(server: PracticeTelegram) -> None:
    where = SHARED / "specs/telegram/bot-api-10.1.json"
    if not where.is_file():
        pytest.skip("needs the specifications beside the repository")
    types = json.loads(where.read_text())["types"]
    server.write("hi", chat=ANA, entities=[{"type": "bold", "offset": 0, "length": 2}])
    (update,) = httpx.get(f"{server.url}/bot{TOKEN}/getUpdates").json()["result"]
    fits("Update", update, types)


def fits(name: str, value: Any, types: dict[str, Any]) -> None:
    """Check an object, and those in it, against the published fields of its type."""
    fields = {field["name"]: field for field in types[name]["fields"]}
    assert set(value) <= set(fields)
    assert {n for n, field in fields.items() if field["required"]} <= set(value)
    for key, part in value.items():
        kind = fields[key]["types"][0].removeprefix("Array of ")
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, dict):
                fits(kind, one, types)


async def test_the_library_fetches_a_file(server: PracticeTelegram, bot: telegram.Bot) -> None:
    known = server.upload(b"words", "documents/file_1.txt", file_name="a.txt")
    server.write("", document=known)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"words"
    with pytest.raises(BadRequest, match="file_id"):
        await bot.get_file("nothing")
    large = server.upload(bytes(20_000_001), "documents/file_2.bin")
    with pytest.raises(BadRequest, match="too big"):
        await bot.get_file(large["file_id"])
