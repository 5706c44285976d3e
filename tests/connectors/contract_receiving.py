"""The contract of receiving: nothing missed, nothing twice, every failure known."""

from email.utils import formatdate
from typing import Any

import pytest

from responder.core.clock import HOUR, to_iso
from responder.core.errors import Malformed, NetworkError, SignInNeeded, Throttled, Unreachable
from responder.core.messages import Message
from responder.core.ports import Deletion, Gap, Unreadable
from tests.connectors.contract import Contract, Memory, Simulated, catch_up, now

WORLD = "👩‍👩‍👧‍👦 🇫🇷 中文 日本語 שלום مرحبا Z͑a e\u0301 ½ “quoted” fin"


class ReceivingContract(Contract):
    async def test_a_first_sync_brings_what_is_there_in_order(self, net: Simulated) -> None:
        memory = Memory()
        ids = [net.write(f"question {i}") for i in range(3)]
        await catch_up(net, memory)
        assert [m.remote_id for m in memory.of(Message)] == ids
        assert all(not m.author.ours and m.author.name for m in memory.of(Message))

    async def test_an_empty_account_still_says_that_it_was_asked(self, net: Simulated) -> None:
        memory = Memory()
        assert await catch_up(net, memory) == []
        assert memory.cursor is not None

    async def test_what_came_to_an_empty_account_later_is_not_missed(self, net: Simulated) -> None:
        memory = Memory()
        await catch_up(net, memory)
        net.write("the very first")
        await catch_up(net, memory)
        assert len(memory.texts) == 1

    async def test_resuming_brings_only_what_is_new(self, net: Simulated) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        new = net.write("new")
        assert [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)] == [new]

    async def test_nothing_new_is_nothing(self, net: Simulated) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        assert await catch_up(net, memory) == []

    @pytest.mark.parametrize("more", [-1, 0, 1])
    async def test_no_page_boundary_loses_anything(self, net: Simulated, more: int) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        ids = [net.write(f"while away {i}") for i in range(net.page + more)]
        await catch_up(net, memory)
        assert set(ids) <= set(memory.messages)

    async def test_several_pages_written_while_away_all_come(self, net: Simulated) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        ids = [net.write(f"while away {i}") for i in range(net.page * 3 + 5)]
        await catch_up(net, memory)
        assert set(ids) <= set(memory.messages)
        assert memory.of(Gap) == []

    async def test_a_first_sync_reads_beyond_one_page(self, net: Simulated) -> None:
        memory = Memory()
        ids = [net.write(f"before {i}") for i in range(net.page + 3)]
        await catch_up(net, memory)
        assert set(ids) <= set(memory.messages)

    async def test_a_listing_that_repeats_itself_gives_each_once(self, net: Simulated) -> None:
        memory = Memory()
        net.write("once")
        net.write("only")
        net.rewrite(lambda entries: [*entries, *entries])
        await catch_up(net, memory)
        assert len(memory.texts) == 2

    async def test_a_listing_out_of_order_loses_nothing(self, net: Simulated) -> None:
        memory = Memory()
        ids = [net.write(f"{i}") for i in range(6)]
        net.rewrite(lambda entries: entries[1::2] + entries[::2])
        await catch_up(net, memory)
        later = net.write("later")
        await catch_up(net, memory)
        assert set(memory.messages) == {*ids, later}

    async def test_an_edit_comes_as_a_new_version_of_the_same_message(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("befor")
        await catch_up(net, memory)
        first = memory.messages[item]
        net.edit(item, "after the edit")
        await catch_up(net, memory)
        second = memory.messages[item]
        assert second.id == first.id
        assert second.fingerprint() != first.fingerprint()
        assert "after the edit" in second.text

    async def test_a_deletion_is_noticed(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("I take it back")
        net.write("I stay")
        await catch_up(net, memory)
        net.delete(item)
        await catch_up(net, memory)
        assert Deletion(item) in memory.items

    async def test_an_item_deleted_between_two_pages_disturbs_nothing(self, net: Simulated) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        ids = [net.write(f"{i}") for i in range(net.page + 5)]

        def and_delete(entries: list[Any]) -> list[Any]:
            return [entry for entry in entries if net.key(entry) != ids[2]]

        net.rewrite(and_delete)
        await catch_up(net, memory)
        await catch_up(net, memory)
        assert set(ids) - {ids[2]} <= set(memory.messages)

    async def test_a_stretch_that_is_gone_becomes_a_gap_once(self, net: Simulated) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        for i in range(6):
            net.write(f"lost {i}")
        net.forget(2)
        await catch_up(net, memory)
        await catch_up(net, memory)
        (gap,) = memory.of(Gap)
        assert gap.since < gap.until

    async def test_a_deleted_last_message_is_no_gap(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("only")
        await catch_up(net, memory)
        net.delete(item)
        net.write("next")
        await catch_up(net, memory)
        assert memory.of(Gap) == []
        assert len(memory.messages) == 1

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Retry-After", "17"),
            ("Retry-After", "GMT"),
            ("X-RateLimit-Reset", "ISO"),
            ("X-RateLimit-Reset", "EPOCH"),
            ("RateLimit-Reset", "17"),
        ],
    )
    async def test_being_throttled_says_for_how_long(self, net: Simulated, name: str, value: str) -> None:
        at = now() + 17_000_000
        header = {"ISO": to_iso(at), "EPOCH": str(at // 1_000_000)}.get(value, value)
        if "GMT" in value:
            header = formatdate(at / 1e6, usegmt=True)
        net.refuse_reading(429, headers={name: header})
        with pytest.raises(Throttled) as caught:
            await catch_up(net, Memory())
        assert 13 <= caught.value.seconds <= 19

    async def test_being_throttled_without_a_word_waits_a_while(self, net: Simulated) -> None:
        net.refuse_reading(429, body=b"")
        with pytest.raises(Throttled) as caught:
            await catch_up(net, Memory())
        assert caught.value.seconds >= 10

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    async def test_a_server_in_trouble_is_unreachable(self, net: Simulated, status: int) -> None:
        net.refuse_reading(status, body=b"<html><title>Bad gateway</title><body>no</body></html>")
        with pytest.raises(Unreachable):
            await catch_up(net, Memory())

    async def test_a_line_cut_while_reading_is_unreachable(self, net: Simulated) -> None:
        net.fault(method="GET", path=net.reading, cut=True, scrap=b"HTTP/1.1 200 OK\r\nContent-Le", count=5)
        with pytest.raises(Unreachable):
            await catch_up(net, Memory())

    async def test_after_a_failure_nothing_is_missing(self, net: Simulated) -> None:
        memory = Memory()
        net.write("first")
        await catch_up(net, memory)
        net.write("second")
        net.refuse_reading(503)
        with pytest.raises(Unreachable):
            await catch_up(net, memory)
        await catch_up(net, memory)
        assert len(memory.texts) == 2

    async def test_ended_credentials_need_a_sign_in(self, net: Simulated) -> None:
        net.revoke()
        with pytest.raises(SignInNeeded):
            await catch_up(net, Memory())

    async def test_a_secret_is_never_in_a_failure(self, net: Simulated) -> None:
        net.revoke()
        with pytest.raises(NetworkError) as caught:
            await catch_up(net, Memory())
        assert net.secret not in str(caught.value)

    async def test_one_broken_item_is_kept_and_stops_no_other(self, net: Simulated) -> None:
        memory = Memory()
        net.write("good")
        broken = net.write("broken")
        net.write("fine")

        def spoil(entries: list[Any]) -> list[Any]:
            for entry in entries:
                if net.key(entry) == broken:
                    net.spoil(entry)
            return entries

        net.rewrite(spoil, count=5)
        await catch_up(net, memory)
        assert len(memory.texts) == 2
        (kept,) = memory.of(Unreadable)
        assert b"what" in kept.payload
        assert kept.why

    async def test_an_answer_that_is_no_json_is_malformed(self, net: Simulated) -> None:
        net.refuse_reading(200, body=b"<html>Hello, I am your hotel's wifi</html>")
        with pytest.raises(Malformed) as caught:
            await catch_up(net, Memory())
        assert b"wifi" in caught.value.payload

    async def test_an_answer_without_end_is_bounded(self, net: Simulated) -> None:
        net.refuse_reading(200, body=b"[" + b'"x",' * 5_000_000 + b'"x"]')
        with pytest.raises(NetworkError):
            await catch_up(net, Memory())

    async def test_every_script_of_the_world_arrives_as_written(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write(WORLD)
        await catch_up(net, memory)
        assert WORLD in memory.messages[item].text

    async def test_a_strangers_markup_is_only_text(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("x")

        def hostile(entries: list[Any]) -> list[Any]:
            html = (
                '<p>hi<script>alert(1)</script><img src=x onerror=alert(2)> <a href="javascript:x">y</a></p>'
            )
            for entry in entries:
                net.say(entry, html)
            return entries

        net.rewrite(hostile, count=5)
        await catch_up(net, memory)
        text = memory.messages[item].text
        assert "hi" in text
        assert "alert" not in text
        assert "javascript" not in text

    async def test_fields_that_a_server_leaves_out_are_not_needed(self, net: Simulated) -> None:
        memory = Memory()
        net.write("bare")
        net.write("null")

        def bare(entries: list[Any]) -> list[Any]:
            for i, entry in enumerate(entries):
                for field in net.optional():
                    if i:
                        net.core(entry).pop(field, None)
                    else:
                        net.core(entry)[field] = None
            return entries

        net.rewrite(bare, count=5)
        await catch_up(net, memory)
        assert len(memory.of(Message)) == 2
        assert memory.of(Unreadable) == []

    async def test_a_wrong_clock_there_loses_nothing(self, net: Simulated) -> None:
        memory = Memory()
        for offset in (0, -HOUR, HOUR):
            net.set_clock_offset(offset)
            net.write(f"at {offset}")
            await catch_up(net, memory)
        assert len(memory.texts) == 3

    async def test_a_cursor_that_makes_no_sense_begins_anew(self, net: Simulated) -> None:
        memory = Memory()
        net.write("here")
        memory.cursor = "{nonsense"
        await catch_up(net, memory)
        assert len(memory.texts) == 1

    async def test_a_thread_is_one_conversation(self, net: Simulated) -> None:
        memory = Memory()
        first = net.write("question")
        answer = net.answer_elsewhere(first, "an answer from the app")
        second = net.write("and another thing", parent=answer)
        await catch_up(net, memory)
        assert {memory.messages[one].conversation for one in (first, answer, second)} == {
            memory.messages[first].conversation
        }

    async def test_our_own_answers_come_back_as_ours(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        answer = net.answer_elsewhere(item, "answered in the app")
        await catch_up(net, memory)
        message = memory.messages[answer]
        assert message.author.ours
        assert not message.addressed
        assert message.conversation == memory.messages[item].conversation

    async def test_posts_of_our_own_begin_no_conversation(self, net: Simulated) -> None:
        memory = Memory()
        net.post_as_us("Good morning!")
        assert await catch_up(net, memory) == []
