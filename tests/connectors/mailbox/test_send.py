"""Answering by mail: to the right people, once, and the truth about it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace

from responder.connectors.mailbox import connector as mailbox
from responder.core.errors import Gone, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Outgoing, Receipt, Unproven, Upload
from responder.practice.mailbox import USER
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.mailbox.practice import Practice
from tests.connectors.means import means


def delivered(net: Practice) -> list[EmailMessage]:
    return [message_from_bytes(one.raw, policy=policy.default) for one in net.box.world.delivered]


async def asked(net: Practice, memory: Memory, **how: str) -> str:
    item = net.box.write("question", **how)
    await catch_up(net, memory)
    return item


async def test_an_answer_stands_in_the_thread_of_every_program(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory, subject="Wo ist es? 📦", References="<first@x>", In_Reply_To="<first@x>")
    outgoing = to(memory, item, "Unterwegs 🚚\n\n-- \nAnna")
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
    (mail,) = delivered(net)
    assert mail["Message-ID"] == f"<{outgoing.id}@practice.test>" == f"<{receipt.remote_id}>"
    assert mail["In-Reply-To"] == f"<{item}>"
    assert mail["References"] == f"<first@x> <{item}>"
    assert mail["Subject"] == "Re: Wo ist es? 📦"
    assert mail["From"] == f"Support <{USER}>"
    assert mail["To"] == "Zoë Kunde <zoe@customer.test>"
    assert mail["Auto-Submitted"] is None
    assert mail.get_content().replace("\r\n", "\n") == "Unterwegs 🚚\n\n-- \nAnna\n"


async def test_the_mail_is_marked_as_answered_and_the_copy_is_no_draft(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "answer"))
    assert "\\Answered" in net.box.items()[0].flags
    assert net.box.items("Sent")[0].flags == {"\\Seen"}


async def test_nobody_writes_headers_of_their_own(net: Practice) -> None:
    memory = Memory()
    subject = "=?utf-8?q?hi=0D=0ABcc:_all@else.test?="
    raw = f"From: zoe@customer.test\r\nMessage-ID: <m@x>\r\nSubject: {subject}\r\n\r\nx".encode()
    net.box.deliver(raw)
    await catch_up(net, memory)
    account = replace(net.account, options={**net.account.options, "from_name": "A\r\nBcc: all@else.test"})
    connector = mailbox.open(account, means(net.secret, known=memory))
    await connector.send(to(memory, "m@x", "a\r\n.\r\nMAIL FROM:<x>\r\n"))
    await connector.aclose()
    (mail,) = delivered(net)
    assert mail["Bcc"] is None
    assert net.box.world.delivered[0].recipients == ("zoe@customer.test",)


async def test_files_go_with_the_answer(net: Practice, tmp_path: Path) -> None:
    memory = Memory()
    item = await asked(net, memory)
    file = tmp_path / "plän.png"
    file.write_bytes(b"\x89PNG" * 1000)
    outgoing = Outgoing(
        new_id(), "see", item, Visibility.DIRECT, files=(Upload(file, "image/png", "The plan"),)
    )
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
        missing = (Upload(tmp_path / "gone.png", "image/png"),)
        with pytest.raises(Refused, match=r"gone\.png"):
            await connector.send(Outgoing(new_id(), "see", item, Visibility.DIRECT, files=missing))
    (part,) = delivered(net)[0].iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("plän.png", b"\x89PNG" * 1000)
    assert receipt.message.attachments[0].kind == "image"


async def test_the_answer_goes_where_the_mail_asks_for_it(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory, Reply_To="one@customer.test, two@customer.test")
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "answer"))
    assert net.box.world.delivered[0].recipients == ("one@customer.test", "two@customer.test")


async def test_who_cannot_be_reached_is_named_and_then_nobody_gets_it(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory, Reply_To="one@customer.test, two@customer.test")
    net.box.world.refused["two@customer.test"] = "550 5.1.1 <two@customer.test>: User unknown"
    outgoing = to(memory, item, "answer")
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match=r"two@customer\.test.*User unknown"):
            await connector.send(outgoing)
        assert await connector.find(outgoing, now()) == Absent()
    assert net.box.world.delivered == []
    assert net.box.items("Sent") == []


async def test_what_wants_no_answer_gets_none(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory, Precedence="bulk")
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="no answer"):
            await connector.send(to(memory, item, "answer"))
    assert net.box.world.delivered == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "MAIL TEXT"])
@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("450 4.2.0 later", Throttled),
        ("421 4.3.2 closing", Unreachable),
        ("554 5.7.1 no", Refused),
        ("535 5.7.8 who?", SignInNeeded),
    ],
)
async def test_a_no_at_any_step_leaves_nothing_behind(
    net: Practice, command: str, said: str, error: type[Exception]
) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.fault("smtp", command, reply=said)
    outgoing = to(memory, item, "answer")
    async with opened(net, memory) as connector:
        with pytest.raises(error):
            await connector.send(outgoing)
        assert await connector.find(outgoing, now()) == Absent()
        receipt = await connector.send(outgoing)
    assert len(net.box.world.delivered) == 1
    assert [one.key for one in net.box.items("Sent")] == [receipt.remote_id]


@pytest.mark.parametrize("taken", [True, False])
async def test_a_line_cut_after_the_text_is_a_doubt_that_a_person_settles(net: Practice, taken: bool) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.fault("smtp", "MAIL TEXT", cut=True, after=taken)
    outgoing = to(memory, item, "answer")
    async with opened(net, memory) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Unproven)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
    assert len(net.box.world.delivered) == taken


async def test_a_server_that_keeps_what_it_sends_proves_that_it_was_sent(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.world.saves = True
    account = replace(net.account, options={**net.account.options, "saves": "yes"})
    connector = mailbox.open(account, means(net.secret, known=memory))
    net.box.fault("smtp", "MAIL TEXT", after=True, cut=True)
    outgoing = to(memory, item, "answer")
    with pytest.raises(Uncertain):
        await connector.send(outgoing)
    assert isinstance(await connector.find(outgoing, now()), Receipt)
    assert isinstance(await connector.find(reply(item, "another"), now()), Unproven)
    await connector.aclose()
    assert len(net.box.items("Sent")) == 1


async def test_a_death_before_handing_over_is_an_open_question_only_then(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    outgoing = to(memory, item, "answer")
    net.box.fault("imap", "UID STORE", cut=True, count=9)
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, now()) == Absent()
        receipt = await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Unproven)
    assert receipt.remote_id.startswith(str(outgoing.id))
    assert len(net.box.world.delivered) == 1


async def test_a_copy_that_a_colleague_filed_away_is_found(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    outgoing = to(memory, item, "answer")
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
        net.box.move(receipt.remote_id, "Sent", "Archive")
        assert isinstance(await connector.find(outgoing, now()), Receipt)


async def test_a_full_mailbox_refuses_before_anything_is_sent(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.fault("imap", "APPEND", reply="NO [OVERQUOTA] Quota exceeded")
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="Quota exceeded"):
            await connector.send(to(memory, item, "answer"))
    assert net.box.world.delivered == []


async def test_without_a_folder_for_sent_mail_nothing_is_proved(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    account = replace(net.account, options={**net.account.options, "sent": ""})
    connector = mailbox.open(account, means(net.secret, known=memory))
    outgoing = to(memory, item, "answer")
    await connector.send(outgoing)
    assert isinstance(await connector.find(outgoing, now()), Unproven)
    assert (await connector.check()).missing
    await connector.aclose()


async def test_a_mail_that_was_filed_away_is_still_answered(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.move(item, "INBOX", "Archive")
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "answer"))
    assert net.answers(item)


async def test_a_mail_without_an_id_is_answered_too(net: Practice) -> None:
    memory = Memory()
    net.box.deliver(b"From: zoe@customer.test\r\nSubject: bare\r\n\r\nx")
    await catch_up(net, memory)
    (item,) = memory.messages
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "answer"))
    assert delivered(net)[0]["In-Reply-To"] is None
    assert receipt.message.conversation == memory.messages[item].conversation


async def test_our_own_answer_is_followed_up_to_whom_it_went(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    async with opened(net, memory) as connector:
        first = await connector.send(to(memory, item, "answer"))
        second = await connector.send(reply(first.remote_id, "one more thing"))
    assert net.box.world.delivered[1].recipients == ("zoe@customer.test",)
    assert delivered(net)[1]["References"] == f"<{item}> <{first.remote_id}>"
    assert second.message.conversation == first.message.conversation


async def test_moving_twice_is_moving_once_and_what_is_gone_is_gone(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    async with opened(net, memory) as connector:
        for verb, folder in (("spam", "Junk"), ("trash", "Trash"), ("approve", "INBOX")):
            for _ in range(2):
                await connector.act(Act(verb, item))
            assert [one.key for one in net.box.items(folder)] == [item]
        await connector.act(Act("read", item))
        assert "\\Seen" in net.box.items()[0].flags
        net.delete(item)
        with pytest.raises(Gone):
            await connector.act(Act("spam", item))
        with pytest.raises(Refused, match="edit"):
            await connector.act(Act("edit", item, "x"))


async def test_a_mail_that_is_too_large_for_the_server_is_not_handed_over(net: Practice) -> None:
    memory = Memory()
    item = await asked(net, memory)
    net.box.world.most = 2000
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="at most 2 kB"):
            await connector.send(to(memory, item, "x" * 5000))
    assert net.box.items("Sent") == []
