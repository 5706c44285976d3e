"""Mails as programs really write them, and as nobody should."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.connectors.mailbox import headers, parse, words
from responder.core.errors import Malformed
from tests.connectors.hostile import NASTY_TEXT

HEAD = "From: Zoë <zoe@customer.test>\r\nTo: support@practice.test\r\nMessage-ID: <m@customer.test>\r\nSubject: hello\r\n"


def mail(more: str, body: str | bytes = "") -> parse.Mail:
    raw = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return parse.mail((HEAD + more.replace("\n", "\r\n")).encode() + b"\r\n" + raw)


def test_who_wrote_what_to_whom() -> None:
    one = mail(
        "Reply-To: Other <other@customer.test>\nReferences: <a@x> <b@x>\nIn-Reply-To: <b@x>\n", "Hello\n"
    )
    assert one.key == "m@customer.test"
    assert one.sender == headers.Address("Zoë", "zoe@customer.test")
    assert one.reply_to[0].address == "other@customer.test"
    assert one.before == ("a@x", "b@x")
    assert one.text == "Hello"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?= =?utf-8?q?_an_alle?=", "Grüße an alle"),
        ("=?iso-8859-1?q?Gr=FC=DFe_=80?=", "Grüße €"),
        ("=?utf-8?b?broken!!", "=?utf-8?b?broken!!"),
        ("=?no-such-charset?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("two\r\n\tlines", "two lines"),
        ("right\u202eto left", "rightto left"),
    ],
)
def test_headers_are_decoded_whatever_is_wrong_with_them(said: str, text: str) -> None:
    assert headers.words(said) == text


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ('"A, B" <a@b.c>, Team: x@y.z, Q <q@r.s>;', [("A, B", "a@b.c"), ("", "x@y.z"), ("Q", "q@r.s")]),
        ("a@b.c (Zoë)", [("Zoë", "a@b.c")]),
        ('"un\\"quoted" <a@b.c>, a b <A@b.c>', [('un"quoted', "a@b.c")]),
        ("undisclosed-recipients:;", []),
        ("not an address", []),
    ],
)
def test_lists_of_addresses(said: str, names: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in headers.addresses([said])] == names


def test_raw_bytes_in_a_header_are_read_as_windows_would() -> None:
    raw = b"From: Ren\xe9 <rene@customer.test>\r\nMessage-ID: <m@x>\r\n\r\nhi"
    assert parse.mail(raw).sender == headers.Address("René", "rene@customer.test")


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ('text/plain; charset="utf-8"', "Grüße".encode(), "Grüße"),
        ("text/plain; charset=us-ascii", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=iso-8859-1", b"10 \x80", "10 €"),
        ("text/plain; charset=utf-8", b"Gr\xfc\xdfe", "Grüße"),
        ("text/plain; charset=unicode_escape", b"\\u0041", "\\u0041"),
        ("text/plain; charset=gb2312", "中文".encode("gb18030"), "中文"),
        ("text/plain; charset=nonsense", "Grüße".encode(), "Grüße"),
    ],
)
def test_a_charset_that_lies_is_seen_through(kind: str, body: bytes, text: str) -> None:
    assert mail(f"Content-Type: {kind}\n", body).text == text


def test_transfer_encodings_that_are_broken_are_read_as_far_as_they_go() -> None:
    assert mail("Content-Transfer-Encoding: base64\n", "SGVs bG8*=\n").text == "Hello"
    assert mail("Content-Transfer-Encoding: quoted-printable\n", "a=3Db =\nc=ZZ\n").text == "a=b c=ZZ"


def test_paragraphs_that_a_program_broke_are_whole_again() -> None:
    flowed = mail("Content-Type: text/plain; format=flowed\n", "> three \n> four\none \ntwo\n-- \nZoë\n")
    assert flowed.text == "> three four\none two\n--\nZoë"


ALTERNATIVE = 'Content-Type: multipart/alternative; boundary="b"\n'


def test_the_plain_version_is_taken_unless_there_is_nothing_in_it() -> None:
    parts = "--b\nContent-Type: text/plain\n\n{}\n--b\nContent-Type: text/html\n\n<p>rich <b>words</b></p>\n--b--\n"
    assert mail(ALTERNATIVE, parts.format("plain words")).text == "plain words"
    assert mail(ALTERNATIVE, parts.format(" ")).text == "rich words"


def test_markup_of_a_stranger_is_only_text() -> None:
    html = (
        '<p>hi<script>alert(1)</script><img src="http://spy/x.gif" alt="cat"><a href="javascript:x">y</a></p>'
    )
    text = mail("Content-Type: text/html\n", html).text
    assert "hi" in text
    assert "alert" not in text
    assert "spy" not in text


def test_a_mail_without_its_last_boundary_loses_nothing() -> None:
    assert (
        mail(
            'Content-Type: multipart/mixed; boundary="b"\n', "--b\nContent-Type: text/plain\n\nall of it"
        ).text
        == "all of it"
    )
    assert (
        mail('Content-Type: multipart/mixed; boundary="b"\n', "no boundary at all").text
        == "no boundary at all"
    )


def test_files_are_listed_and_not_opened() -> None:
    body = (
        "--b\nContent-Type: text/plain\n\nsee below\n"
        '--b\nContent-Type: image/png; name="../x/b\u0069ld.png"\nContent-Transfer-Encoding: base64\n\nAAAA\n'
        "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''R%C3%A4; filename*1=t.pdf\n\nx\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: a@b\n\nwords of others\n--b--\n"
    )
    one = mail('Content-Type: multipart/mixed; boundary="b"\n', body)
    assert one.text == "see below"
    assert [(file.kind, file.description) for file in one.files] == [
        ("image", "bild.png, 1 kB"), ("file", "Rät.pdf, 1 kB"), ("mail", "inner, 1 kB"),
    ]  # fmt: skip
    assert one.files[1].url == "mid:m@customer.test/3"


def test_a_mail_begins_with_its_subject_unless_it_answers_one_that_is_there() -> None:
    assert parse.shown(mail("", "body"), answering=True) == "hello\n\nbody"
    answer = parse.mail(b"From: a@b.c\r\nSubject: AW: Re: hello\r\n\r\nbody")
    assert parse.shown(answer, answering=True) == "body"
    assert parse.shown(answer, answering=False) == "AW: Re: hello\n\nbody"


@pytest.mark.parametrize(
    "subject", ["Re: hello", "AW: WG: hello", "RE[2]: hello", "SV: Re: hello", "回复：hello", "hello"]
)
def test_marks_of_answering_are_taken_off_a_subject(subject: str) -> None:
    assert headers.bare(subject) == "hello"


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ("Auto-Submitted: auto-replied\n", words.AUTOMATIC),
        ("X-Auto-Response-Suppress: All\n", words.AUTOMATIC),
        ("Precedence: bulk\n", words.BULK),
        ("List-Id: <news.shop.test>\n", words.BULK),
        ("Return-Path: <>\n", words.REPORT),
        ('Content-Type: multipart/report; boundary="b"\n', words.REPORT),
        ("Auto-Submitted: no\nPrecedence: normal\nReturn-Path: <zoe@customer.test>\n", ""),
    ],
)  # fmt: skip
def test_what_no_person_wrote_to_us_takes_no_answer(heads: str, why: str) -> None:
    assert mail(heads, "x").why == why


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("MAILER-DAEMON@x.test", words.REPORT),
        ("no-reply@shop.test", words.NO_REPLY),
        ("noreply@shop.test", words.NO_REPLY),
        ("", words.NO_SENDER),
        ("norah.reply@shop.test", ""),
    ],
)
def test_some_senders_take_no_answer(sender: str, why: str) -> None:
    assert parse.mail(f"From: {sender}\r\nSubject: x\r\n\r\nx".encode()).why == why


def test_a_returned_mail_names_ours() -> None:
    body = "--b\n\nnot delivered\n--b\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <ours@x>\n\nhi\n--b--\n"
    one = mail('Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n', body)
    assert one.about == "ours@x"
    assert one.text == "not delivered"


def test_what_has_no_head_is_no_mail() -> None:
    with pytest.raises(Malformed) as caught:
        parse.mail(b'{"what": 5}')
    assert caught.value.payload == b'{"what": 5}'


def test_two_copies_that_came_different_ways_are_one() -> None:
    one = parse.mail(b"Received: by a\r\nFrom: a@b.c\r\n\r\nhi\r\n")
    assert one.digest == parse.mail(b"Received: by b\r\nFrom: a@b.c\r\n\r\nhi\r\n\r\n").digest


PIECES = st.sampled_from([
    "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: multipart/alternative; boundary=\"b\"\n", "--b\n", "--b--\n", "\n",
    "Content-Type: text/html; charset=utf-7\n", "Content-Transfer-Encoding: base64\n", "Content-Type: message/rfc822\n",
    "Content-Disposition: attachment; filename*99999999999=x; filename*0*=''%FF\n", "References: <a> <<>> <b@c>\n", "From: \"\\\" <a@b>, <\n",
    "Message-ID: <\ud800>\n", "> quoted\n", "On x, y wrote:\n", "<blockquote type=cite>", "</blockquote>", "=?utf-8?q?=?=\n",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | NASTY_TEXT | st.text(max_size=30), max_size=30))
def test_no_bytes_make_reading_fail(pieces: list[str]) -> None:
    raw = "".join(["Subject: x\n", *pieces]).encode("utf-8", "surrogatepass")
    one = parse.mail(raw)
    parse.shown(one, answering=False).encode()
    assert len(one.files) <= parse.FILES


@given(st.binary(max_size=400))
def test_no_noise_makes_reading_fail(noise: bytes) -> None:
    parse.mail(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + noise)


def test_ten_thousand_nested_parts_take_no_time() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 10_000
    assert parse.mail(raw).files is not None


@pytest.mark.parametrize(
    "piece",
    ["(", "<", '"', "\\", ",", ":", "a@b,", "=?utf-8?q?a?= ", "Re: ", "<a@b> ", ';a="', "; boundary*0*=x"],
)
@pytest.mark.parametrize(
    "name", ["From", "Subject", "References", "Content-Type", "Content-Disposition", "Message-ID"]
)
def test_a_header_may_say_anything_any_number_of_times(name: str, piece: str) -> None:
    parse.mail(f"{name}: multipart/mixed {piece * 20_000}\r\nTo: x\r\n\r\nx".encode())


@given(st.text(max_size=300))
def test_a_header_never_breaks_its_line(text: str) -> None:
    assert "\n" not in headers.words(text)
