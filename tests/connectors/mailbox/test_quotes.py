"""What somebody wrote is told apart from what their program repeated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.mailbox import parse, quotes

ATTRIBUTIONS = [
    "On Mon, 1 Dec 2026 at 10:00, Support <support@practice.test> wrote:",
    "Am 01.12.2026 um 10:00 schrieb Support:",
    "Le lun. 1 déc. 2026 à 10:00, Support <support@practice.test> a écrit :",
    "El lun, 1 dic 2026 a las 10:00, Support escribió:",
    "Il giorno lun 1 dic 2026 Support ha scritto:",
    "On Mon, 1 Dec 2026 at 10:00, Support\n<support@practice.test> wrote:",
]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_the_mail_below_an_answer_is_put_apart(line: str) -> None:
    own, tail = quotes.folded(f"Thank you!\n\n{line}\n> Hello\n>\n> bye\n")
    assert own == "Thank you!"
    assert tail.startswith(line)
    assert tail.endswith("> bye")


def test_outlook_quotes_without_a_mark() -> None:
    text = "Merci\n\nDe : Support\nEnvoyé : lundi\nÀ : Zoë\nObjet : RE: colis\n\nBonjour"
    assert quotes.folded(text) == ("Merci", text.removeprefix("Merci\n\n"))
    text = "Danke\n\n-----Ursprüngliche Nachricht-----\nVon: Support\nHallo"
    assert quotes.folded(text)[0] == "Danke"


@pytest.mark.parametrize(
    "text",
    [
        "> Is it blue?\nYes.\n> And large?\nNo.",
        "On Monday X wrote:\n> what?\n\nThis is my answer below.",
        "> only\n> quoted",
        "I wrote:\nnothing is quoted here",
        "From: me to you\nwith love",
        "---------- Forwarded message ----------\nFrom: shop\nhello",
    ],
)
def test_words_of_the_sender_are_never_put_away(text: str) -> None:
    assert quotes.folded(text) == (text, "")


def test_a_signature_below_the_quotation_goes_with_it() -> None:
    own, tail = quotes.folded("Yes.\n\n> Is it?\n\n-- \nZoë")
    assert own == "Yes."
    assert "Zoë" in tail


def test_the_quotation_stays_within_reach() -> None:
    assert quotes.written("Yes.", "On x wrote:\n> Is it?") == "Yes.\n\n[…]\n> On x wrote:\n> Is it?"


def html(text: str) -> str:
    return parse.mail(b"From: a@b.c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()).text


def test_programs_that_write_html_quote_in_their_own_ways() -> None:
    gmail = '<p>Thanks</p><div class="gmail_quote"><div class="gmail_attr">On x, y wrote:</div><blockquote class="gmail_quote">old</blockquote></div>'
    assert html(gmail) == "Thanks\n\n[…]\n> On x, y wrote:\n>\n> old"
    apple = (
        '<div>Thanks<br><br>On 1 Dec 2026, Support wrote:<br></div><blockquote type="cite">old</blockquote>'
    )
    assert html(apple).startswith("Thanks\n\n[…]\n> On 1 Dec")
    outlook = '<p>Thanks</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> x</div>old'
    assert html(outlook).startswith("Thanks\n\n[…]\n")


def test_an_answer_below_or_between_quotations_in_html_is_left_whole() -> None:
    text = html('<blockquote type="cite">old</blockquote><p>my answer</p>')
    assert quotes.MARKER not in text
    assert "my answer" in text


@given(st.text(alphabet=st.sampled_from("ab >\n:-\ufdd0\ufdd1wrote"), max_size=200))
def test_nothing_is_lost_however_it_is_quoted(text: str) -> None:
    own, tail = quotes.folded(text)
    kept = (own + tail).replace("\n", "").replace(" ", "")
    assert kept == text.replace(quotes.BEGIN, "").replace(quotes.END, "").replace("\n", "").replace(" ", "")
