"""Reading a mailbox: what is a conversation, what is new, what somebody did to it elsewhere."""

import contextlib
from collections.abc import Iterable
from email.message import EmailMessage

import pytest

from responder.connectors.mailbox import words
from responder.connectors.mailbox.cursor import decode
from responder.connectors.mailbox.imap import WHOLE
from responder.core.errors import NetworkError
from responder.core.messages import Message, State
from responder.core.ports import Deletion, Gap, Item, Unreadable
from responder.practice.mailbox import USER
from responder.practice.mailbox.server import letter
from tests.connectors.contract import Memory, catch_up, listening
from tests.connectors.mailbox.practice import Practice
from tests.connectors.means import Unhurried


def messages(items: Iterable[Item]) -> list[Message]:
    return [item for item in items if isinstance(item, Message)]


def raw(heads: str, body: str = "x") -> bytes:
    return (heads.replace("\n", "\r\n") + "\r\n" + body).encode()


async def test_mail_that_somebody_has_read_is_read_too_and_none_is_marked(net: Practice) -> None:
    memory = Memory()
    net.write("read elsewhere")
    net.box.items()[0].flags.add("\\Seen")
    net.write("unread")
    await catch_up(net, memory)
    assert len(memory.texts) == 2
    assert net.box.items()[1].flags == set()


async def test_what_a_colleague_moves_or_deletes_was_still_said(net: Practice) -> None:
    memory = Memory()
    filed, deleted = net.write("filed away"), net.write("deleted for good")
    await catch_up(net, memory)
    net.box.move(filed, "INBOX", "Archive")
    net.box.remove(deleted)
    net.write("next")
    items = await catch_up(net, memory)
    assert len(messages(items)) == 1
    assert not [item for item in items if isinstance(item, (Deletion, Gap))]


@pytest.mark.parametrize(("folder", "state"), [("Junk", State.SPAM), ("Trash", State.TRASH)])
async def test_what_somebody_puts_aside_is_shown_so_and_back_again(
    net: Practice, folder: str, state: State
) -> None:
    memory = Memory()
    item = net.write("win a car")
    await catch_up(net, memory)
    net.box.move(item, "INBOX", folder)
    await catch_up(net, memory)
    assert memory.messages[item].state is state
    net.box.move(item, folder, "INBOX")
    await catch_up(net, memory)
    assert memory.messages[item].state is State.PUBLISHED


async def test_a_mailbox_numbered_anew_brings_only_what_is_new(net: Practice) -> None:
    memory = Memory()
    for number in range(60):
        net.write(f"{number}")
    await catch_up(net, memory)
    new = net.write("written meanwhile")
    net.box.renumber()
    assert [item.remote_id for item in messages(await catch_up(net, memory))] == [new]
    assert await catch_up(net, memory) == []


async def test_a_line_cut_while_comparing_begins_the_comparison_again(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    new = {net.write(f"new {number}") for number in range(120)}
    net.box.renumber()
    connector = net.connector(memory)
    batches = connector.listen(memory.cursor)
    memory.store(await anext(batches))
    await batches.aclose()  # type: ignore[attr-defined]  # it is a generator
    await connector.aclose()
    await catch_up(net, memory)
    assert new <= set(memory.messages)
    assert len(memory.of(Message)) == 121


async def test_numbers_that_went_back_are_taken_for_new_ones(net: Practice) -> None:
    memory = Memory()
    for number in range(3):
        net.write(f"{number}")
    await catch_up(net, memory)
    net.box.call(
        lambda: (
            net.box.world.folders["INBOX"].items.clear(),
            setattr(net.box.world.folders["INBOX"], "next", 1),
        )
    )
    new = net.write("after the accident")
    assert [item.remote_id for item in messages(await catch_up(net, memory))] == [new]


@pytest.mark.parametrize(("times", "given"), [(1, True), (9, False)])
async def test_a_mail_that_the_server_keeps_back_is_asked_for_again_and_then_said(
    net: Practice, times: int, given: bool
) -> None:
    memory = Memory()
    net.write("one")
    back = net.write("kept back")
    net.write("three")
    net.rewrite(lambda entries: [entry for entry in entries if entry["id"] != back], count=times)
    await catch_up(net, memory)
    assert (back in memory.messages) is given
    assert [item.why for item in memory.of(Unreadable)] == ([] if given else [words.KEPT_BACK])
    assert len(memory.messages) == 2 + given


async def test_a_mail_without_an_id_has_one_of_its_own_that_stays(net: Practice) -> None:
    memory = Memory()
    net.box.deliver(raw("From: zoe@customer.test\nSubject: one\n"))
    net.box.deliver(raw("From: zoe@customer.test\nSubject: two\n"))
    first = messages(await catch_up(net, memory))
    assert len({message.remote_id for message in first}) == 2
    net.box.renumber()
    assert {m.remote_id for m in messages(await catch_up(net, memory))} <= {m.remote_id for m in first}


async def test_an_id_that_another_mail_has_neither_hides_nor_changes_it(net: Practice) -> None:
    memory = Memory()
    item = net.write("the first")
    await catch_up(net, memory)
    net.box.deliver(raw(f"From: bob@else.test\nSubject: other\nMessage-ID: <{item}>\n", "not the same"))
    (other,) = messages(await catch_up(net, memory))
    assert other.remote_id != item
    net.box.deliver(raw(f"From: eve@else.test\nSubject: third\nMessage-ID: <{item}>\n", "nor this"))
    net.box.renumber()
    await catch_up(net, memory)
    assert "the first" in memory.messages[item].text
    assert len(memory.messages) == 3


async def test_a_mail_that_came_twice_is_one(net: Practice) -> None:
    memory = Memory()
    net.write("hello")
    one = net.box.items()[0].raw
    net.box.deliver(b"Received: by another way\r\n" + one)
    await catch_up(net, memory)
    net.box.deliver(b"Received: by a third way\r\n" + one)
    assert await catch_up(net, memory) == []
    assert len(memory.texts) == 1


async def test_who_uses_our_address_is_not_us(net: Practice) -> None:
    memory = Memory()
    form = net.box.write("from the form", sender=f"Shop <{USER}>", Reply_To="Zoë <zoe@customer.test>")
    plain = net.box.write("from nobody", sender=f"Shop <{USER}>")
    await catch_up(net, memory)
    assert memory.messages[form].author.handle == "zoe@customer.test"
    assert not memory.messages[plain].author.ours
    assert memory.messages[plain].addressed
    assert memory.messages[plain].no_reply == words.OURSELVES
    assert memory.messages[form].no_reply == ""


async def test_our_answer_that_also_came_to_us_is_ours_and_one(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    answer = net.answer_elsewhere(item, "answer, with a copy to ourselves")
    net.box.deliver(net.box.items("Sent")[0].raw)
    items = messages(await catch_up(net, memory))
    assert [(one.remote_id, one.author.ours) for one in items] == [(answer, True)]


@pytest.mark.parametrize("to", ["a@customer.test, b@customer.test", USER, ""])
async def test_answers_to_a_circular_are_a_conversation_each(net: Practice, to: str) -> None:
    memory = Memory()
    sent = net.box.deliver(raw(f"From: {USER}\nTo: {to}\nMessage-ID: <news@practice.test>\n"), "Sent").key
    for who in "abc":
        net.box.write("I like it", answering=sent, sender=f"{who}@customer.test")
        net.box.write("I do not", answering="never-seen@elsewhere.test", sender=f"{who}2@customer.test")
    await catch_up(net, memory)
    assert len({message.conversation for message in memory.messages.values()}) == 6


async def test_an_answer_to_a_mail_of_ours_brings_that_mail(net: Practice) -> None:
    memory = Memory()
    ours = net.box.deliver(
        letter("May we help?", USER, "zoe@customer.test", net.box.now(), heads={}), "Sent"
    ).key
    await catch_up(net, memory)
    assert memory.messages == {}
    answer = net.write("Yes please", parent=ours)
    await catch_up(net, memory)
    assert memory.messages[ours].author.ours
    assert memory.messages[answer].root == ours == memory.messages[ours].root


async def test_an_answer_that_names_none_goes_by_subject_and_sender(net: Practice) -> None:
    memory = Memory()
    item = net.box.write("where is it?", subject="Parcel 17")
    await catch_up(net, memory)
    bare = net.box.write("and now?", subject="AW: Parcel 17")
    other = net.box.write("mine too", subject="AW: Parcel 17", sender="bob@else.test")
    await catch_up(net, memory)
    assert memory.messages[bare].conversation == memory.messages[item].conversation
    assert memory.messages[other].conversation != memory.messages[item].conversation


async def test_what_no_person_wrote_is_there_and_asks_for_nothing(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    answer = net.answer_elsewhere(item, "answer")
    away = net.box.write("I am away", answering=answer, Auto_Submitted="auto-replied")
    await catch_up(net, memory)
    assert memory.messages[away].no_reply == words.AUTOMATIC
    assert not memory.messages[away].addressed
    assert memory.messages[away].conversation == memory.messages[item].conversation


async def test_a_returned_answer_is_shown_in_its_conversation(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    answer = net.answer_elsewhere(item, "answer")
    report = EmailMessage()
    report["From"], report["Message-ID"], report["Subject"] = (
        "MAILER-DAEMON@x.test",
        "<b@x.test>",
        "Undelivered",
    )
    report.set_content("no such user")
    report.add_attachment(f"Message-ID: <{answer}>\n".encode(), maintype="text", subtype="rfc822-headers")
    report.replace_header("Content-Type", report["Content-Type"].replace("mixed", "report"))
    net.box.deliver(report.as_bytes().replace(b"\n", b"\r\n"))
    await catch_up(net, memory)
    assert memory.messages["b@x.test"].conversation == memory.messages[item].conversation
    assert memory.messages["b@x.test"].no_reply == words.REPORT


async def test_a_server_without_idle_is_asked_in_turns(net: Practice) -> None:
    memory = Memory()
    net.box.world.able = "IMAP4rev1 UIDPLUS AUTH=PLAIN"
    async with listening(net, memory) as until:
        net.write("meanwhile")
        await until(lambda: len(memory.texts) == 1)
        assert net.listeners() == 0


async def test_an_open_line_says_that_it_is_live(net: Practice) -> None:
    connector = net.connector(Memory(), once=False)
    batches = connector.listen(None)
    assert (await anext(batches)).live
    await batches.aclose()  # type: ignore[attr-defined]  # it is a generator
    await connector.aclose()
    assert Unhurried().turns == []


async def test_a_mail_of_any_size_is_read_as_far_as_it_is_useful(net: Practice) -> None:
    memory = Memory()
    item = net.box.deliver(
        raw("From: zoe@customer.test\nMessage-ID: <large@x>\n", "hello\r\n" + "y" * 70 * 20 + "\r\n")
    )
    net.box.call(lambda: setattr(item, "raw", item.raw + b"z" * 76 + b"\r\n" + b"z" * WHOLE))
    await catch_up(net, memory)
    assert memory.messages["large@x"].text.startswith("hello")
    assert memory.messages["large@x"].text.endswith(words.CUT)


@pytest.mark.parametrize("stored", [None, "", "x", "[]", '{"uid":"a"}', "[" * 10_000])
def test_a_cursor_that_makes_no_sense_begins_anew(stored: str | None) -> None:
    assert decode(stored).validity == 0


@pytest.mark.parametrize("command", ["EXAMINE", "STATUS", "UID SEARCH", "UID FETCH", "LOGIN", "CAPABILITY"])
@pytest.mark.parametrize(
    "noise",
    [
        b"* 1 FETCH (UID x)", b"* 1 FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE (1 2) BODY[] (a))", b"* SEARCH a b", b"* SEARCH 1 2 3 999999999999999999999",
        b"* STATUS INBOX (UIDVALIDITY x)", b"* OK [UIDVALIDITY x] y", b"* 99999999999999 EXISTS", b"* x EXISTS", b"* 1 FETCH (UID 1 BODY[] {99999999999}",
        b"+ what", b"x1 OK unasked", b"* 1 FETCH (" + b"(" * 3000, b"* BYE enough", b"\xff\xfe\x00", b"* LIST (", b"* CAPABILITY \xff",
    ],
)  # fmt: skip
async def test_a_server_that_talks_nonsense_is_known_to(net: Practice, command: str, noise: bytes) -> None:
    net.write("hello")
    net.box.fault("imap", command, raw=noise + b"\r\n", reply="OK done", cut=b"{9" in noise)
    with contextlib.suppress(NetworkError):
        await catch_up(net, Memory())
