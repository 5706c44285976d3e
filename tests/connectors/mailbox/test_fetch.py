"""Files of mails: one part at a time, nothing marked, found wherever the mail lies by then."""

from email.message import EmailMessage

import pytest

from responder.connectors.mailbox import connector, fetching, words
from responder.core.errors import Gone, Refused, SignInNeeded, Unreachable
from responder.core.messages import Message
from responder.core.ports import Attached
from responder.practice.mailbox import USER
from tests.connectors.contract import Memory, catch_up
from tests.connectors.mailbox.practice import Practice
from tests.connectors.means import means

PDF = bytes(range(256)) * 300


def raw(key: str = "<m@customer.test>", data: bytes = PDF) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "zoe@customer.test", USER, "files"
    if key:
        mail["Message-ID"] = key
    mail.set_content("see below")
    mail.add_attachment(data, maintype="application", subtype="pdf", filename="Räte.pdf")
    mail.add_attachment(
        "größer\nals".encode(), maintype="text", subtype="x-log", filename="log.txt", cte="8bit"
    )
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "inner: one", "a@b.test"
    inner.set_content("words of others")
    mail.add_attachment(inner)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


async def received(net: Practice, mail: bytes) -> Message:
    net.box.deliver(mail)
    items = await catch_up(net, Memory())
    return next(item for item in reversed(items) if isinstance(item, Message))


async def fetch(net: Practice, address: str) -> Attached:
    one = connector.open(net.account, means(net.secret))
    try:
        return await one.fetch(address)
    finally:
        await one.aclose()


async def test_a_file_comes_as_it_was_sent_and_the_mail_stays_unread(net: Practice) -> None:
    message = await received(net, raw())
    found = await fetch(net, message.attachments[0].url)
    assert (found.data, found.type, found.name) == (PDF, "application/pdf", "Räte.pdf")
    assert net.box.items()[0].flags == set()


async def test_text_files_and_mails_in_mails_come_too(net: Practice) -> None:
    message = await received(net, raw())
    log, inner = [await fetch(net, one.url) for one in message.attachments[1:]]
    assert (log.data, log.name) == ("größer\r\nals".encode(), "log.txt")
    assert b"words of others" in inner.data
    assert (inner.type, inner.name) == ("message/rfc822", "inner: one.eml")


async def test_a_mail_that_is_nothing_but_a_file_gives_it(net: Practice) -> None:
    heads = f"From: z@customer.test\r\nTo: {USER}\r\nMessage-ID: <one@customer.test>\r\n"
    kind = 'Content-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    message = await received(net, (heads + kind + "iVBORw0K\r\nGgo=\r\n").encode())
    found = await fetch(net, message.attachments[0].url)
    assert (found.data, found.name) == (b"\x89PNG\r\n\x1a\n", "a.png")


async def test_a_mail_that_was_moved_is_found_and_one_that_is_nowhere_is_gone(net: Practice) -> None:
    address = (await received(net, raw())).attachments[0].url
    net.box.move("m@customer.test", "INBOX", "Archive")
    assert (await fetch(net, address)).data == PDF
    net.box.remove("m@customer.test", "Archive")
    with pytest.raises(Gone, match="in no folder"):
        await fetch(net, address)


@pytest.mark.parametrize("key", ["", "<m@customer.test>"])
async def test_mails_that_share_their_id_or_have_none_give_their_own_files(net: Practice, key: str) -> None:
    net.box.deliver(raw(key, b"first"))
    net.box.deliver(raw(key, b"second"))
    messages = [item for item in await catch_up(net, Memory()) if isinstance(item, Message)]
    files = [await fetch(net, message.attachments[0].url) for message in messages]
    assert [file.data for file in files] == [b"first", b"second"]


@pytest.mark.parametrize(
    "address",
    ["https://evil.test/x", "mid:m@customer.test", "mid:m@customer.test/TEXT", "mid:a%0D%0Ab/1", "mid:/1", "telegram:abc"],
)  # fmt: skip
async def test_what_is_no_address_of_a_part_is_refused_before_anything_is_asked(
    net: Practice, address: str
) -> None:
    net.box.stop()
    with pytest.raises((Refused, Unreachable)) as refused:
        await fetch(net, address)
    assert not isinstance(refused.value, Gone)


async def test_a_part_that_the_mail_does_not_have_is_gone(net: Practice) -> None:
    await received(net, raw())
    with pytest.raises(Gone, match=words.FILE_GONE):
        await fetch(net, "mid:m@customer.test/9")


async def test_a_file_that_is_too_large_is_refused_in_words(
    net: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "ENCODED", len(PDF))
    address = (await received(net, raw())).attachments[0].url
    with pytest.raises(Refused, match="25 MB"):
        await fetch(net, address)
    monkeypatch.setattr(fetching, "ENCODED", 2 * len(PDF))
    monkeypatch.setattr(fetching, "MOST_ATTACHED", len(PDF) - 1)
    with pytest.raises(Refused, match="25 MB"):
        await fetch(net, address)


async def test_a_file_that_does_not_come_is_given_up(net: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    address = (await received(net, raw())).attachments[0].url
    monkeypatch.setattr(connector, "PATIENCE", 0.05)
    net.box.fault("imap", "UID SEARCH", delay=5)
    with pytest.raises(Unreachable, match="in time"):
        await fetch(net, address)


async def test_a_password_that_ended_asks_for_a_sign_in(net: Practice) -> None:
    address = (await received(net, raw())).attachments[0].url
    net.revoke()
    with pytest.raises(SignInNeeded):
        await fetch(net, address)
