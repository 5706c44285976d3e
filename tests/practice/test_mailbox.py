"""The practice mailbox answers Python's own IMAP and SMTP clients, and IMAPClient, as the RFCs say."""

import base64
import imaplib
import smtplib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import imapclient
import pytest

from responder.practice.mailbox import PASSWORD, USER, PracticeMailbox


@pytest.fixture
def box() -> Iterator[PracticeMailbox]:
    with PracticeMailbox() as box:
        yield box


@pytest.fixture
def imap(box: PracticeMailbox) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4("127.0.0.1", box.imap_port) as client:
        client.login(USER, PASSWORD)
        yield client


@pytest.fixture
def client(box: PracticeMailbox) -> Iterator[imapclient.IMAPClient]:
    with imapclient.IMAPClient("127.0.0.1", box.imap_port, ssl=False, timeout=10) as client:
        client.login(USER, PASSWORD)
        yield client


@pytest.fixture
def smtp(box: PracticeMailbox) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", box.smtp_port, timeout=10) as client:
        client.login(USER, PASSWORD)
        yield client


def mail(to: str = "zoe@customer.test", text: str = "Hello\n.dot\n") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = USER, to, "Grüße", "<m1@practice.test>"
    mail.set_content(text)
    return mail


def test_a_wrong_password_is_refused_by_both(box: PracticeMailbox) -> None:
    with (
        imaplib.IMAP4("127.0.0.1", box.imap_port) as imap,
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"),
    ):
        imap.login(USER, "no")
    with smtplib.SMTP("127.0.0.1", box.smtp_port) as smtp, pytest.raises(smtplib.SMTPAuthenticationError):
        smtp.login(USER, "no")


def test_a_token_lets_in_by_xoauth2(box: PracticeMailbox) -> None:
    box.world.tokens[USER] = "t0ken"
    with imapclient.IMAPClient("127.0.0.1", box.imap_port, ssl=False) as client:
        assert b"Logged in" in client.oauth2_login(USER, "t0ken")[0]
    proof = base64.b64encode(f"user={USER}\x01auth=Bearer t0ken\x01\x01".encode()).decode()
    with smtplib.SMTP("127.0.0.1", box.smtp_port) as smtp:
        smtp.ehlo()
        assert smtp.docmd("AUTH", f"XOAUTH2 {proof}")[0] == 235


def test_selecting_tells_how_to_count(box: PracticeMailbox, imap: imaplib.IMAP4) -> None:
    box.write("one")
    assert imap.select("INBOX")[1] == [b"1"]
    assert imap.response("UIDNEXT")[1] == [b"2"]
    assert imap.response("UIDVALIDITY")[1] != [None]
    assert imap.select("Nowhere")[0] == "NO"


def test_a_mail_is_found_and_read_without_being_marked(box: PracticeMailbox, imap: imaplib.IMAP4) -> None:
    key = box.write("where is it?", subject="Päckchen")
    imap.select("INBOX")
    assert imap.uid("SEARCH", "HEADER", "Message-ID", f'"{key}"')[1] == [b"1"]
    data = imap.uid("FETCH", "1", "(BODY.PEEK[] FLAGS)")[1]
    assert b"where is it?" in data[0][1]
    assert imap.uid("FETCH", "1", "(FLAGS)")[1] == [b"1 (FLAGS () UID 1)"]
    imap.fetch("1", "(RFC822)")
    assert b"\\Seen" in imap.fetch("1", "(FLAGS)")[1][0]


def test_searches_answer_what_was_asked(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    box.write("a", subject="Päckchen")
    box.write("b", sender="bob@else.test", subject="Invoice")
    client.select_folder("INBOX")
    assert client.search(["FROM", "bob@"]) == [2]
    assert client.search(["SUBJECT", "päckchen"], "UTF-8") == [1]
    assert client.search(["NOT", ["FROM", "bob@"]]) == [1]
    assert client.search(["UID", "7:*"]) == [2]
    assert client.search(["SINCE", datetime.now(UTC).date() + timedelta(1)]) == []


def test_fetching_by_imapclient(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    key = box.write("hello")
    client.select_folder("INBOX", readonly=True)
    said = client.fetch(
        [1], ["RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]", "BODY.PEEK[]<0.5>"]
    )[1]
    assert key.encode() in said[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"]
    assert said[b"BODY[]<0>"] == b"From:"
    assert said[b"RFC822.SIZE"] == len(box.items()[0].raw)
    assert abs((datetime.now() - said[b"INTERNALDATE"]).total_seconds()) < 60


def test_parts_are_given_by_their_numbers(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    one = mail()
    one.add_attachment(b"abc", maintype="application", subtype="pdf", filename="a.pdf")
    box.deliver(one.as_bytes().replace(b"\n", b"\r\n"))
    box.write("alone")
    client.select_folder("INBOX", readonly=True)
    said = client.fetch([1], ["BODY.PEEK[2.MIME]", "BODY.PEEK[2]", "BODY.PEEK[1]<0.5>", "BODY.PEEK[3]"])[1]
    assert b'filename="a.pdf"' in said[b"BODY[2.MIME]"]
    assert base64.b64decode(said[b"BODY[2]"]) == b"abc"
    assert (said[b"BODY[1]<0>"], said[b"BODY[3]"]) == (b"Hello", None)
    assert client.fetch([2], ["BODY.PEEK[1]"])[2][b"BODY[1]"] == b"alone\r\n"
    assert client.get_flags([1, 2]) == {1: (), 2: ()}


def test_idle_wakes_when_a_mail_comes_and_goes(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    client.select_folder("INBOX")
    client.idle()
    threading.Timer(0.1, lambda: box.write("news")).start()
    assert (1, b"EXISTS") in client.idle_check(timeout=10)
    box.remove(box.items()[0].key)
    assert (1, b"EXPUNGE") in client.idle_check(timeout=10)
    client.idle_done()


def test_special_folders_appending_flags_and_expunging(client: imapclient.IMAPClient) -> None:
    assert client.find_special_folder(b"\\Sent") == "Sent"
    said = client.append("Sent", mail().as_bytes(), [b"\\Seen", b"\\Draft"])
    assert b"APPENDUID" in said
    client.select_folder("Sent")
    client.remove_flags([1], [b"\\Draft"])
    assert client.get_flags([1])[1] == (b"\\Seen",)
    client.delete_messages([1])
    client.uid_expunge([1])
    assert client.search() == []


def test_moving_keeps_the_mail(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    box.write("spam")
    client.select_folder("INBOX")
    client.move([1], "Junk")
    assert client.search() == []
    assert len(box.items("Junk")) == 1


def test_numbering_anew_changes_the_validity(box: PracticeMailbox, client: imapclient.IMAPClient) -> None:
    box.write("one")
    before = client.folder_status("INBOX", ["UIDVALIDITY"])
    box.renumber()
    assert client.folder_status("INBOX", ["UIDVALIDITY"]) != before


def test_a_mail_is_taken_as_it_was_written(box: PracticeMailbox, smtp: smtplib.SMTP) -> None:
    smtp.send_message(mail())
    (one,) = box.world.delivered
    assert one.recipients == ("zoe@customer.test",)
    assert one.parsed.get_payload() == "Hello\r\n.dot\r\n"


def test_refusals_name_their_code(box: PracticeMailbox, smtp: smtplib.SMTP) -> None:
    box.world.refused["no@customer.test"] = "550 5.1.1 User unknown"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        smtp.send_message(mail("no@customer.test"))
    assert caught.value.recipients["no@customer.test"] == (550, b"5.1.1 User unknown")
    box.fault("smtp", "MAIL TEXT", reply="451 4.3.0 later")
    with pytest.raises(smtplib.SMTPDataError):
        smtp.send_message(mail())
    assert box.world.delivered == []


def test_a_mail_may_be_taken_and_the_line_cut(box: PracticeMailbox) -> None:
    with smtplib.SMTP("127.0.0.1", box.smtp_port) as smtp:
        smtp.login(USER, PASSWORD)
        box.fault("smtp", "MAIL TEXT", after=True, cut=True)
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            smtp.send_message(mail())
    assert len(box.world.delivered) == 1
