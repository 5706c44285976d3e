import pytest

from responder.ui.composer.text import Slash, next_blank, slash_before, spaced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/", Slash(0, "")), ("Hi /chec", Slash(3, "chec")), ("a\n/x", Slash(2, "x")), ("(/x", Slash(1, "x")),
        ("https://a", None), ("and/or", None), ("/a b", None), ("", None),
    ],
)  # fmt: skip
def test_a_template_is_asked_for_at_the_start_of_a_word_only(text: str, found: Slash | None) -> None:
    assert slash_before(text, len(text)) == found


def test_what_follows_the_caret_is_not_asked_for() -> None:
    assert slash_before("/check out", 3) == Slash(0, "ch")


def test_blanks_are_walked_in_both_ways_and_round() -> None:
    text = "a ⟦one⟧ b ⟦two⟧"
    names = [blank.name for at, back in ((0, False), (7, False), (16, False), (10, True), (0, True))
             if (blank := next_blank(text, at, back=back))]  # fmt: skip
    assert names == ["one", "two", "one", "one", "two"]


def test_words_do_not_run_together() -> None:
    assert spaced("Bonjour", "je suis", "là") == (" je suis ", 1)
    assert spaced("Bonjour ", "je suis", ".") == ("je suis", 0)
