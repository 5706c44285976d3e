"""A shared mailbox on a real Dovecot, answered through a real Postfix."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from responder.core.errors import Gone, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.messages import Kind, Message
from responder.core.ports import Absent, Act, Fetcher, Receipt, Unproven
from tests.connectors.contract import Memory, catch_up, listening, now, opened, reply, to
from tests.real.conftest import Starter
from tests.real.mail import Post, root
from tests.real.proxy import Cutter
from tests.real.servers import RealServer

pytestmark = pytest.mark.skipif(not root(), reason="Postfix starts as root only")


@pytest.fixture(scope="session")
def mail_server(real_server: Starter) -> RealServer:
    return real_server(
        "mail.sh", "IMAP_PORT", "IMAPS_PORT", "SMTP_PORT", "SUBMISSION_PORT", "LMTP_PORT", "SASL_PORT"
    )


@pytest.fixture
def post(mail_server: RealServer, state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setenv("SSL_CERT_FILE", mail_server["ca_file"])
    post = Post(mail_server, state)
    post.empty()
    yield post
    post.refuse("")


async def test_a_customer_writes_idle_wakes_and_the_answer_arrives_in_the_thread(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    async with listening(desk, memory) as until:
        asked = await asyncio.to_thread(post.write, "Hallo,\nwo ist es? 中文\n")
        await until(lambda: asked in memory.messages)
        message = memory.messages[asked]
        assert message.kind is Kind.DIRECT
        assert message.author.name == "Zoë Kunde"
        assert message.text == "Wo ist mein Paket? 📦\n\nHallo,\nwo ist es? 中文"
        async with opened(desk, memory) as connector:
            receipt = await connector.send(to(memory, asked, "Heute verschickt. 🚚\n\nAnna"))
        answer = await asyncio.to_thread(post.arrived, "kunde", asked)
        assert answer["References"] == f"<{asked}>"
        assert answer["Message-ID"] == f"<{receipt.remote_id}>"
        assert answer["From"] == "Console Support <support@console.test>"
        assert answer["Subject"] == "Re: Wo ist mein Paket? 📦"
        assert answer.get_content().splitlines() == ["Heute verschickt. 🚚", "", "Anna"]
        heads = {"In_Reply_To": f"<{receipt.remote_id}>", "References": f"<{asked}> <{receipt.remote_id}>"}
        thanks = await asyncio.to_thread(lambda: post.write("Danke!", subject="Re: Paket", **heads))
        await until(lambda: thanks in memory.messages)
    assert {one.conversation for one in memory.of(Message)} == {message.conversation}
    assert post.flags("support", "Sent") == ["1 (FLAGS (\\Seen))"]
    assert "\\Answered" in post.flags("support", "INBOX")[0]


async def test_an_answer_from_another_program_comes_back_as_ours(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    asked = post.write("Frage")
    await catch_up(desk, memory)
    raw = f"From: support@console.test\r\nTo: kunde@console.test\r\nMessage-ID: <n1@console.test>\r\nIn-Reply-To: <{asked}>\r\n\r\nim Programm\r\n"
    with post.imap("support") as imap:
        imap.append("Sent", "(\\Seen)", "", raw.encode())
    await catch_up(desk, memory)
    assert memory.messages["n1@console.test"].author.ours
    assert memory.messages["n1@console.test"].conversation == memory.messages[asked].conversation


async def test_a_file_comes_by_itself_and_the_mail_stays_unread(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    data = bytes(range(256)) * 4000
    asked = post.write("Siehe Anhang", file=data)
    await catch_up(desk, memory)
    (file,) = memory.messages[asked].attachments
    with post.imap("support") as imap:
        imap.select("INBOX")
        imap.create("Akten")
        imap.copy("1:*", "Akten")
        imap.store("1:*", "+FLAGS", "(\\Deleted)")
        imap.expunge()
    async with opened(desk, memory) as connector:
        found = await cast(Fetcher, connector).fetch(file.url)
        with pytest.raises(Gone):
            await cast(Fetcher, connector).fetch(file.url.rpartition("/")[0] + "/9")
    assert (found.data, found.name, found.type) == (data, "Rät sel.bin", "application/octet-stream")
    assert "\\Seen" not in post.flags("support", "Akten")[0]
    with post.imap("support") as imap:
        imap.delete("Akten")


async def test_a_mail_that_is_nothing_but_a_file_gives_it(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    raw = "From: k@console.test\r\nMessage-ID: <n2@console.test>\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\nRw0K\r\n"
    with post.imap("support") as imap:
        imap.append("INBOX", "", "", raw.encode())
    await catch_up(desk, memory)
    async with opened(desk, memory) as connector:
        found = await cast(Fetcher, connector).fetch(memory.messages["n2@console.test"].attachments[0].url)
    assert (found.data, found.name) == (b"\x89PNG\r\n", "a.png")


async def test_wrong_passwords_are_told_apart_from_a_broken_line(post: Post) -> None:
    with pytest.raises(SignInNeeded):
        await post.connect(password="wrong")
    with pytest.raises(SignInNeeded):
        await post.connect(user="kunde@console.test")
    with pytest.raises(Unreachable, match="reached"):
        await post.connect(imap="imaps://127.0.0.1:1")


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unreachable, match="certificate"):
        await post.connect()


@pytest.mark.parametrize(
    ("line", "error"), [("450 4.2.0 try later", Throttled), ("550 5.1.1 no such user", Refused)]
)
async def test_a_refused_address_is_named_and_nothing_is_left(
    post: Post, line: str, error: type[Exception]
) -> None:
    desk, memory = await post.connect(), Memory()
    asked = post.write("Frage")
    await catch_up(desk, memory)
    post.refuse(f"kunde@console.test {line}\n")
    outgoing = to(memory, asked, "Antwort")
    async with opened(desk, memory) as connector:
        with pytest.raises(error, match=r"kunde@console.test.*(try later|no such user)"):
            await connector.send(outgoing)
        assert await connector.find(outgoing, now()) == Absent()
    assert post.inbox("support", "Sent") == []


async def test_a_restarted_server_loses_nothing(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    async with listening(desk, memory) as until:
        first = await asyncio.to_thread(post.write, "vorher")
        await until(lambda: first in memory.messages)
        await asyncio.to_thread(post.server.stop)
        await asyncio.to_thread(post.server.start)
        second = await asyncio.to_thread(post.write, "nachher")
        await until(lambda: second in memory.messages)


async def test_a_mailbox_numbered_anew_is_neither_doubled_nor_lost(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    keys = [post.write(f"Frage {i}") for i in range(3)]
    await catch_up(desk, memory)
    before = memory.cursor
    post.number_anew()
    keys.append(post.write("danach"))
    items = await catch_up(desk, memory)
    assert [item.remote_id for item in items if isinstance(item, Message)] == keys[3:]
    assert memory.cursor != before
    assert await catch_up(desk, memory) == []


async def test_a_line_cut_after_the_text_is_a_doubt_and_delivered_once(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    asked = post.write("Frage")
    await catch_up(desk, memory)
    outgoing = to(memory, asked, "Antwort " + "lang " * 15_000)
    async with (
        Cutter(post.port("submission"), after=60_000) as cutter,
        opened(desk.through(cutter.port), memory) as connector,
    ):
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Unproven)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
    await asyncio.to_thread(post.arrived, "kunde", asked)
    assert len(post.inbox("kunde")) == 1
    assert "\\Draft" in post.flags("support", "Sent")[0]


async def test_a_colleague_answers_from_a_folder_that_is_shared_with_her(post: Post) -> None:
    desk = await post.connect(user="anna@console.test", password="anna-pass", folder="shared/support")
    memory = Memory()
    asked = post.write("Frage")
    await catch_up(desk, memory)
    async with opened(desk, memory) as connector:
        receipt = await connector.send(to(memory, asked, "Antwort von Anna"))
        assert isinstance(await connector.find(reply(asked, "", id=None), now()), Absent)
    assert post.arrived("kunde", asked)["From"] == "Console Support <support@console.test>"
    assert receipt.message.conversation == memory.messages[asked].conversation


async def test_spam_is_moved_and_can_be_moved_back(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    asked = post.write("Gewinn!!!")
    await catch_up(desk, memory)
    async with opened(desk, memory) as connector:
        for _ in range(2):
            await connector.act(Act("spam", asked))
        assert len(post.inbox("support", "Junk")) == 1
        await connector.act(Act("approve", asked))
        await connector.act(Act("read", asked))
    assert "\\Seen" in post.flags("support", "INBOX")[0]
    assert await catch_up(desk, memory) == [memory.messages[asked]]


async def test_what_postfix_returns_is_shown_where_the_answer_is(post: Post) -> None:
    desk, memory = await post.connect(), Memory()
    asked = post.write("Frage", Reply_To="nobody-here@console.test")
    await catch_up(desk, memory)
    async with opened(desk, memory) as connector:
        receipt = await connector.send(to(memory, asked, "Antwort"))
    assert isinstance(receipt, Receipt)
    memory.messages[receipt.remote_id] = receipt.message
    returned: list[Message] = []
    async with asyncio.timeout(15):
        while not returned:
            returned = [
                item for item in await catch_up(desk, memory) if isinstance(item, Message) and item.no_reply
            ]
    (bounce,) = returned
    assert not bounce.addressed
    assert bounce.conversation == memory.messages[asked].conversation
