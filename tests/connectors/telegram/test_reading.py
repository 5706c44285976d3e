"""What is Telegram's own about receiving."""

from typing import Any

import pytest

from responder.connectors.telegram import parse, words
from responder.connectors.telegram.cursor import Cursor, read
from responder.connectors.telegram.shapes import Entity
from responder.core.clock import DAY
from responder.core.errors import NetworkError, Refused, Throttled
from responder.core.messages import Kind, Message, Visibility
from responder.core.ports import Deletion, Gap, Unreadable
from responder.practice.telegram.server import GROUP, TOKEN
from tests.connectors.contract import Memory, catch_up, listening, opened
from tests.connectors.telegram.people import ANA, BOT, Practice, in_group


async def only(net: Practice) -> Message:
    (message,) = [one for one in await catch_up(net, Memory()) if isinstance(one, Message)]
    return message


def page(*numbers: int) -> parse.Page:
    return parse.Page(numbers=set(numbers))


async def test_a_private_chat_is_one_conversation_that_only_two_can_read(net: Practice) -> None:
    net.write("one", private=True)
    net.write("two", private=True)
    memory = Memory()
    await catch_up(net, memory)
    one, two = memory.of(Message)
    assert (one.kind, one.visibility) == (Kind.DIRECT, Visibility.DIRECT)
    assert one.conversation == two.conversation


async def test_two_bots_of_one_team_do_not_mix_up_a_customers_chats(net: Practice) -> None:
    net.write("hi", private=True)
    message = await only(net)
    assert message.remote_id.startswith(f"{BOT}/{ANA}/")


async def test_an_update_is_confirmed_only_by_the_question_after_it_was_stored(net: Practice) -> None:
    net.write("hi")
    connector = net.connector(Memory(), once=False)
    batches = connector.listen(None)
    await anext(batches)
    assert len(net.server.world.pending) == 1
    await batches.aclose()  # type: ignore[attr-defined] # it is a generator
    await connector.aclose()
    memory = Memory()
    await catch_up(net, memory)
    await catch_up(net, memory)
    assert net.server.world.pending == []
    assert memory.texts == ["hi"]


async def test_an_edit_reaches_an_open_line(net: Practice) -> None:
    memory = Memory()
    item = net.write("befor")
    async with listening(net, memory) as until:
        net.edit(item, "before")
        await until(lambda: memory.messages[item].text == "before")
    assert memory.messages[item].edited_at


async def test_a_deletion_leaves_the_message_and_is_no_gap(net: Practice) -> None:
    memory = Memory()
    item = net.write("only")
    await catch_up(net, memory)
    net.delete(item)
    net.write("next")
    await catch_up(net, memory)
    assert memory.texts == ["only", "next"]
    assert memory.of(Gap) == []


@pytest.mark.parametrize(
    ("text", "entity", "kind"),
    [
        ("🙂 @GrandLievre_bot hi", {"type": "mention", "offset": 3, "length": 16}, Kind.MENTION),
        ("/help@grandlievre_bot", {"type": "bot_command", "offset": 0, "length": 21}, Kind.MENTION),
        ("🙂 @somebody hi", {"type": "mention", "offset": 3, "length": 9}, Kind.COMMENT),
        (
            "Grand Lièvre?",
            {"type": "text_mention", "offset": 0, "length": 12, "user": {"id": int(BOT)}},
            Kind.MENTION,
        ),
    ],
)
async def test_who_names_the_bot_in_a_group_mentions_us(
    net: Practice, text: str, entity: dict[str, Any], kind: Kind
) -> None:
    net.server.write(text, entities=[entity])
    assert (await only(net)).kind is kind


async def test_an_answer_to_the_bot_is_a_mention_and_brings_what_it_answers(net: Practice) -> None:
    question = net.write("where?")
    memory = Memory()
    await catch_up(net, memory)
    answer = net.answer_elsewhere(question, "there")
    net.write("thanks", parent=answer)
    await catch_up(net, memory)
    assert memory.messages[answer].author.ours
    assert not memory.messages[answer].addressed
    last = memory.of(Message)[-1]
    assert (last.kind, last.parent, last.root) == (Kind.MENTION, answer, question)


async def test_a_link_behind_a_label_is_written_out_at_its_place_in_utf_16(net: Practice) -> None:
    link = {"type": "text_link", "offset": 3, "length": 4, "url": "https://evil.example/"}
    net.server.write("🙂 shop 👩‍👩‍👧 fin", entities=[link])
    assert (await only(net)).text == "🙂 shop (https://evil.example/) 👩‍👩‍👧 fin"


@pytest.mark.parametrize(("offset", "length"), [(-3, 2), (1, 1), (0, 10**9), (10**12, 1), (2, 0)])
def test_an_entity_at_an_impossible_place_harms_nothing(offset: int, length: int) -> None:
    entity = Entity("text_link", offset, length, url="https://a.example")
    assert "hi" in parse.shown("🙂 hi", [entity])
    parse.covered("🙂 hi", entity)


async def test_a_comment_under_a_channels_post_shows_the_post(net: Practice) -> None:
    channel = {"id": -1001, "type": "channel", "title": "News"}
    forward: dict[str, Any] = {"is_automatic_forward": True, "sender_chat": channel, "told": False}
    post = net.server.write("New biscuits", **forward)
    item = in_group(net.server.write("yum", reply_to=post))
    message = await only(net)
    assert message.post is not None
    assert (message.post.title, message.parent, message.root) == ("New biscuits", None, item)


async def test_pictures_and_other_things_are_named(net: Practice) -> None:
    photo = [{"file_id": "a", "file_unique_id": "s", "width": 1, "height": 1}]
    net.server.write("", photo=photo, caption="broken!")
    net.server.write("", chat=ANA, voice={"file_id": "v", "file_unique_id": "q", "duration": 1})
    net.server.write("", location={"latitude": 48.5, "longitude": 2.25})
    net.server.write("", new_chat_title="Biscuits!")
    memory = Memory()
    await catch_up(net, memory)
    picture, sound, place = memory.of(Message)
    assert (picture.text, picture.attachments[0].kind) == ("broken!", "image")
    assert picture.url == f"https://t.me/biscuits/{picture.remote_id.split('/')[2]}"
    assert picture.attachments[0].url == "telegram:a"
    assert (sound.attachments[0].kind, sound.attachments[0].url) == ("audio", "telegram:v")
    assert place.text == "48.5, 2.25"


async def test_a_business_chat_brings_customer_owner_and_deletions(net: Practice) -> None:
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    given = {"business_connection_id": "Zx/9", "chat": chat, "date": 1_772_446_529}
    person, owner = (
        {"id": ANA, "is_bot": False, "first_name": "Ana"},
        {"id": 8, "is_bot": False, "first_name": "Max"},
    )
    net.server.tell("business_message", {**given, "message_id": 3, "from": person, "text": "hi"})
    net.server.tell("business_message", {**given, "message_id": 4, "from": owner, "text": "hello"})
    net.server.tell("deleted_business_messages", {**given, "message_ids": [3]})
    memory = Memory()
    await catch_up(net, memory)
    first, second = memory.of(Message)
    assert (first.addressed, second.addressed, second.author.ours) == (True, False, True)
    assert first.conversation == second.conversation
    assert first.reply_until == first.created_at + DAY
    assert second.reply_until is None
    assert Deletion(first.remote_id) in memory.items
    assert parse.parted(first.remote_id) == ("bZx/9", ANA, 3)


async def test_another_poller_and_a_webhook_are_explained(net: Practice) -> None:
    conflict = (
        b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}'
    )
    net.fault(path="getUpdates", status=409, body=conflict)
    with pytest.raises(Refused, match="Another program reads"):
        await catch_up(net, Memory())
    net.server.world.webhook = "https://elsewhere.example"
    with pytest.raises(Refused, match="webhook"):
        await catch_up(net, Memory())


async def test_how_long_to_wait_is_in_the_body(net: Practice) -> None:
    body = b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}'
    net.refuse_reading(429, body=body)
    with pytest.raises(Throttled) as caught:
        await catch_up(net, Memory())
    assert caught.value.seconds == 5


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 418, 429, 500, 503])
async def test_no_failure_holds_the_token(net: Practice, status: int) -> None:
    net.refuse_reading(status, headers={"Location": f"{net.server.url}/bot{TOKEN}/getMe"}, count=9)
    with pytest.raises(NetworkError) as caught:
        await catch_up(net, Memory())
    assert TOKEN.partition(":")[2] not in str(caught.value)


async def test_an_update_without_a_number_is_kept_once_and_stops_nothing(net: Practice) -> None:
    memory = Memory()
    net.write("hi")
    net.rewrite(lambda entries: [{"what": 5}, *entries], count=5)
    await catch_up(net, memory)
    net.write("ho")
    await catch_up(net, memory)
    assert memory.texts == ["hi", "ho"]
    assert len(memory.of(Unreadable)) == 1


async def test_what_was_kept_is_read_again(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        payload = (
            b'{"update_id":1,"message":{"message_id":2,"chat":{"id":5,"type":"private"},"date":3,"text":"x"}}'
        )
        (message,) = await connector.reread(payload)
    assert isinstance(message, Message)
    assert message.text == "x"


def test_numbers_that_follow_prove_that_nothing_was_missed_however_long_it_took() -> None:
    stood = Cursor(offset=10, at=1, heard=1)
    assert stood.gap(page(10, 11), 3 * DAY) is None
    assert stood.gap(page(11), 3600) is not None
    assert stood.gap(page(10, 12), 3600) is not None


def test_after_more_than_a_day_silence_proves_nothing() -> None:
    stood = Cursor(offset=10, at=1, heard=1)
    assert stood.gap(page(), DAY) is None
    gap = stood.gap(page(), DAY + 2)
    assert gap is not None
    assert gap.why == words.LATE


def test_after_a_quiet_week_numbers_begin_anew_and_no_old_one_is_confirmed() -> None:
    stood, now = Cursor(offset=900, at=7 * DAY, heard=1), 7 * DAY + 9
    assert stood.asked_from(now) == 0
    assert stood.gap(page(4), now) is None
    after = stood.after(page(4), now)
    assert (after.offset, after.asked_from(now)) == (5, 5)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "{nonsense", '{"offset":"x"}', "[" * 5000])
def test_any_stored_text_is_a_cursor(text: str | None) -> None:
    assert read(text) == Cursor()


async def test_what_a_group_is_called_is_shown(net: Practice) -> None:
    net.write("hi")
    message = await only(net)
    assert message.post is not None
    assert (message.post.title, message.visibility) == ("Biscuit lovers", Visibility.PUBLIC)
    assert message.remote_id.startswith(f"/{GROUP}/")
