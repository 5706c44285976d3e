"""What is Discord's own about receiving."""

import msgspec
import pytest

from responder.connectors.discord import parse
from responder.connectors.discord.api import made_at, snowflake, trusted
from responder.connectors.discord.cursor import REMEMBERED, Cursor, read
from responder.core.errors import Malformed, SignInNeeded, Throttled
from responder.core.messages import Kind, Message, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Deletion, Listener, Unreadable
from tests.connectors.contract import Memory, catch_up, listening, opened, reply
from tests.connectors.discord.people import Practice


async def test_a_private_question_comes_over_the_line_and_is_answered_in_private(net: Practice) -> None:
    memory = Memory()
    async with listening(net, memory) as until:
        item = net.write("between us", private=True)
        await until(lambda: item in memory.messages)
        assert memory.messages[item].visibility is Visibility.DIRECT
        async with opened(net, memory) as connector:
            receipt = await connector.send(reply(item, "only to you"))
        await until(lambda: receipt.remote_id in memory.messages)
    assert net.private(receipt.remote_id)
    again = memory.messages[receipt.remote_id]
    assert (again.conversation, again.author.ours) == (memory.messages[item].conversation, True)


async def test_somebody_new_in_private_brings_what_they_wrote_before(net: Practice) -> None:
    memory = Memory()
    net.write("while nobody ran", private=True)
    async with listening(net, memory) as until:
        net.write("hello?", private=True)
        await until(lambda: len(memory.texts) == 2)
    assert memory.texts == ["while nobody ran", "hello?"]
    net.write("and after that", private=True)
    await catch_up(net, memory)
    assert memory.texts[-1] == "and after that"


async def test_elsewhere_only_what_names_or_answers_us_is_for_us(net: Practice) -> None:
    memory = Memory()
    lounge, bot = net.server.lounge, net.server.world.bot["id"]
    net.server.write("lovely weather", channel=lounge)
    named = net.server.write(f"<@{bot}> are you open?", channel=lounge)
    await catch_up(net, memory)
    (message,) = memory.of(Message)
    assert (message.remote_id, message.kind) == (f"{lounge}/{named}", Kind.MENTION)
    assert message.text == "@Grand Lièvre are you open?"
    net.server.write("I wonder too", channel=lounge, reply_to=named)
    net.server.write("not me", channel=lounge)
    await catch_up(net, memory)
    assert memory.texts[1:] == ["I wonder too"]
    assert len({one.conversation for one in memory.of(Message)}) == 1


async def test_an_answer_to_us_brings_what_it_answers(net: Practice) -> None:
    memory = Memory()
    lounge = net.server.lounge
    said = net.server.answer(lounge, "New biscuits!")
    net.server.write("yum", channel=lounge, reply_to=said)
    await catch_up(net, memory)
    ours, theirs = memory.of(Message)
    assert (ours.author.ours, ours.addressed, theirs.kind) == (True, False, Kind.MENTION)
    assert theirs.conversation == ours.conversation


async def test_a_thread_hangs_from_the_message_that_it_began_at(net: Practice) -> None:
    memory = Memory()
    item = net.write("my parcel")
    thread = net.server.thread(item.partition("/")[2])
    net.server.write("it is wet", channel=thread)
    net.server.answer(thread, "oh no")
    await catch_up(net, memory)
    assert [one.text for one in memory.of(Message)] == ["my parcel", "it is wet", "oh no"]
    assert {one.root for one in memory.of(Message)} == {item}
    assert memory.of(Message)[1].post is not None


async def test_a_cut_line_is_taken_up_again_without_a_new_session(net: Practice) -> None:
    memory = Memory()
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        net.drop_streams()
        net.write("while cut")
        await until(lambda: len(memory.texts) == 1 and net.listeners() == 1)
    assert (net.server.gateway.identified, net.server.gateway.resumed) == (1, 1)


async def test_a_session_that_is_forgotten_is_made_anew_and_channels_are_read(net: Practice) -> None:
    memory = Memory()
    item = net.write("gone soon")
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1 and len(memory.texts) == 1)
        net.server.host.call(net.server.gateway.forget_sessions)
        net.drop_streams()
        net.delete(item)
        net.write("while cut")
        await until(lambda: "while cut" in memory.texts and Deletion(item) in memory.items)
    assert memory.of(Unreadable) == []


async def test_a_request_to_connect_again_is_followed(net: Practice) -> None:
    memory = Memory()
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        net.server.host.call(net.server.gateway.ask_to_reconnect)
        await until(lambda: net.server.gateway.resumed == 1)
        net.write("still here")
        await until(lambda: memory.texts == ["still here"])


async def test_without_the_intent_it_listens_to_what_names_us(net: Practice) -> None:
    net.server.world.sees_content = False
    memory = Memory()
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        net.write("nobody may read this")
        net.server.write(f"<@{net.server.world.bot['id']}> but this")
        await until(lambda: len(memory.texts) == 1)
        async with opened(net, memory) as connector:
            assert "Message Content Intent" in (await connector.check()).missing[0]
    assert "but this" in memory.texts[0]


async def test_a_token_that_is_reset_while_listening_needs_a_sign_in(net: Practice) -> None:
    async def listen() -> None:
        async with listening(net, Memory()) as until:
            await until(lambda: net.listeners() == 1)
            net.revoke()
            net.drop_streams()
            await until(lambda: False)

    with pytest.raises(SignInNeeded):
        await listen()


async def test_a_channel_that_we_may_not_see_stops_no_other(net: Practice) -> None:
    memory = Memory()
    net.server.world.hidden.add(net.server.lounge)
    net.write("hi")
    await catch_up(net, memory)
    assert memory.texts == ["hi"]


async def test_a_server_that_sent_the_bot_away_stops_nothing_else(net: Practice) -> None:
    memory = Memory()
    item = net.write("between us", private=True)
    async with listening(net, memory) as until:
        net.write("hello?", private=True)
        await until(lambda: item in memory.messages)
    net.fault(path="^/api/v10/guilds/", status=403, body=b'{"message":"Missing Access","code":50001}')
    net.write("still there?", private=True)
    await catch_up(net, memory)
    assert memory.texts[-1] == "still there?"


async def test_a_bucket_that_is_full_for_a_moment_is_waited_for(net: Practice) -> None:
    memory = Memory()
    net.write("hi")
    net.refuse_reading(
        429, body=b'{"message":"You are being rate limited.","retry_after":0.15,"global":false}'
    )
    await catch_up(net, memory)
    assert memory.texts == ["hi"]
    net.refuse_reading(
        429, body=b'{"message":"You are being rate limited.","retry_after":64.57,"global":true}'
    )
    with pytest.raises(Throttled) as caught:
        await catch_up(net, Memory())
    assert caught.value.seconds == 64.57


async def test_a_system_message_is_nobodys_word(net: Practice) -> None:
    net.server.write("", type=7)
    net.server.write("pinned", type=6)
    assert await catch_up(net, Memory()) == []


async def test_what_was_kept_is_read_again(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        item = net.write("x")
        message = net.server.world.messages[net.server.support][item.partition("/")[2]]
        (again,) = await connector.reread(msgspec.json.encode(message))
        with pytest.raises(Malformed):
            await connector.reread(b"{}")
    assert isinstance(again, Message)
    assert again.text == "x"


async def test_words_are_looked_for_on_the_whole_server(net: Practice) -> None:
    lounge = net.server.lounge
    net.server.write("I love BISCUITS", channel=lounge)
    net.server.write("me too", channel=lounge)
    async with opened(net, Memory()) as connector:
        listener: Listener = connector  # type: ignore[assignment] # its manifest says that it listens
        term = Term(TermKind.KEYWORD, "biscuits")
        first = await listener.search(term, None)
        net.server.write("more biscuits", channel=lounge)
        second = await listener.search(term, first.cursor)
    assert [one.text for one in first.items if isinstance(one, Message)] == ["I love BISCUITS"]
    assert [(one.text, one.addressed) for one in second.items if isinstance(one, Message)] == [
        ("more biscuits", False)
    ]


def test_numbers_in_a_text_become_names() -> None:
    raw = b'{"id":"9","channel_id":"7","author":{"id":"1"},"timestamp":"2026-03-02T10:15:29.123000+00:00","content":"<@1> <@!2> <@&3> <#7> <#8> <:hi:4> <a:ho:5> <b>","mentions":[{"id":"1","username":"ana"}]}'
    written = parse.single(raw)
    assert isinstance(written, parse.Written)
    assert parse.text_of(written, {"7": "support"}) == "@ana @? @? #support #? :hi: :ho: <b>"


def test_a_snowflake_tells_when_it_was_made() -> None:
    assert made_at("175928847299117063") == 1_462_015_105_796_000
    assert snowflake(1_462_015_105_796_000) == "175928847298985984"


@pytest.mark.parametrize(
    "url",
    [
        "wss://evil.example",
        "ws://gateway.discord.gg",
        "wss://discord.gg.evil.example",
        "wss://127.0.0.1",
        "",
        "x",
    ],
)
def test_a_token_goes_to_no_other_gateway(url: str) -> None:
    with pytest.raises(Malformed):
        trusted(url, "https://discord.com/api/v10")


def test_discords_own_gateways_are_trusted() -> None:
    url = trusted("wss://gateway-us-east1-b.discord.gg", "https://discord.com/api/v10")
    assert url == "wss://gateway-us-east1-b.discord.gg/?v=10&encoding=json"


@pytest.mark.parametrize(
    "text",
    [None, "", "{}", "[]", '{"last":{"x":"1"}}', '{"last":{"1":"x"}}', '{"recent":{"x":"y"}}', "[" * 5000],
)
def test_any_stored_text_is_a_cursor(text: str | None) -> None:
    assert read(text) == Cursor()


def test_only_the_latest_messages_are_remembered() -> None:
    cursor = Cursor()
    for number in range(REMEMBERED + 5):
        raw = b'{"id":"%d","channel_id":"7","author":{"id":"1"},"timestamp":"2026-03-02T10:15:29Z"}' % (
            number + 1
        )
        written = parse.single(raw)
        assert isinstance(written, parse.Written)
        cursor.given(written)
    assert len(cursor.recent) == REMEMBERED
    assert "7/5" not in cursor.recent
    assert read(cursor.write()) == cursor
