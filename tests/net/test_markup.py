from html import escape
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.net.markup import LIMIT, SHORTENED, one_line, tidy, to_text

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "markup").glob("*.html"))
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href='https://x.example'>", "</a>", "<script>", "</script>", "<", ">", "&", "&#0;", "&lt;", '"',
     "<br>", "<li>", "<blockquote>", "<pre>", "</pre>", "\u202e", "\x00", "\ud800", "é", "\n", " ", "quote-inline",
     '<p class="quote-inline">', "<span>", "<img alt=x>", "<!--", "-->", "<svg>", "<math>", "<table>", "word"]
)  # fmt: skip


def safe(text: str) -> bool:
    harmless = all(character in "\n\t" or category(character) not in ("Cc", "Cs") for character in text)
    return harmless and not BIDI & set(text) and len(text) <= LIMIT


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_hostile_corpus_becomes_the_plain_text_beside_it(path: Path) -> None:
    text = to_text(path.read_bytes().decode("utf-8", "replace"))
    assert safe(text)
    assert text == path.with_suffix(".txt").read_text("utf-8")


@given(st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join), st.booleans(), st.booleans())
def test_any_input_gives_harmless_text(html: str, keep_newlines: bool, drop_quotes: bool) -> None:
    assert safe(to_text(html, keep_newlines=keep_newlines, drop_quotes=drop_quotes))
    assert "\n" not in one_line(html)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "M", "Z")), min_size=1))
def test_what_was_escaped_is_read_back_as_it_was_written(text: str) -> None:
    assert to_text(f"<p>{escape(text)}</p>") == text
    assert to_text(escape(text)) == text


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    "html",
    ["a" * 10_000_000, "<p>" * 3_000_000, "<div>" * 2_000_000, "<a " * 3_000_000, '<a href="' * 1_000_000,
     "<script>" * 1_000_000, "&" * 10_000_000, " " * 10_000_000, "\u0301" * 5_000_000, "<" * 10_000_000,
     "".join(f"<font x={n}>" for n in range(90_000)) + "<p>x" * 100_000],
    ids=["letters", "paragraphs", "nested", "unclosed", "quotes", "scripts", "ampersands", "spaces", "marks", "less-than", "fonts"],
)  # fmt: skip
def test_ten_megabytes_are_cut_with_a_mark(html: str) -> None:
    text = to_text(html)
    assert len(text) <= LIMIT
    assert text.endswith(SHORTENED.strip())


def test_deep_nesting_keeps_its_text() -> None:
    assert to_text("<div>" * 20_000 + "deep" + "</div>" * 20_000) == "deep"
    assert to_text("<div>" * 400 + "deep") == "deep"


def test_blocks_become_lines() -> None:
    html = "<p>one<br>two</p><p>three</p><ul><li>a</li><li>b</li></ul><blockquote>said</blockquote>end"
    assert to_text(html) == "one\ntwo\n\nthree\n\n• a\n• b\n\nsaid\n\nend"


def test_a_link_is_written_out_from_its_address() -> None:
    split = (
        '<a href="https://www.example.com/a?x=1&amp;y=2"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.com/a?x</span><span class="invisible">=1&amp;y=2</span></a>'
    )
    assert to_text(split) == "https://www.example.com/a?x=1&y=2"
    assert to_text('<a href="https://shop.example/x">here</a>') == "here (https://shop.example/x)"
    assert (
        to_text('<a href="https://shop.example/long/way">shop.example/lo…</a>')
        == "https://shop.example/long/way"
    )
    assert to_text('<a href="mailto:a@b.example">a@b.example</a>') == "a@b.example"


def test_a_label_cannot_hide_where_a_link_goes() -> None:
    html = '<a href="https://evil.example">https://bank.example</a>'
    assert to_text(html) == "https://bank.example (https://evil.example)"


def test_mentions_and_hashtags_stay_as_they_look() -> None:
    mention = '<span class="h-card"><a href="https://s.example/@bob" class="u-url mention">@<span>bob</span></a></span>'
    hashtag = '<a href="https://s.example/tags/tea" class="mention hashtag" rel="tag">#<span>tea</span></a>'
    assert to_text(f"<p>{mention} likes {hashtag}!</p>") == "@bob likes #tea!"


def test_the_repeated_quote_goes_when_asked() -> None:
    html = '<p>Look</p><p class="quote-inline">RE: <a href="https://a.example/1">a</a></p><p>here</p>'
    assert to_text(html, drop_quotes=True) == "Look\n\nhere"
    assert "a.example" in to_text(html)


def test_line_ends_count_only_where_they_do() -> None:
    assert to_text("<p>one\n   two</p>") == "one two"
    assert to_text("one\r\ntwo <b>three</b>\n\n\n\nfour", keep_newlines=True) == "one\ntwo three\n\nfour"
    assert to_text("<pre>if x:\n    y</pre>") == "if x:\n    y"


def test_less_than_and_emoji_are_text() -> None:
    assert to_text("I <3 you, 5 < 6 & so on") == "I <3 you, 5 < 6 & so on"
    assert to_text('<img class="smiley" alt="😀" src="https://x.example/1.png">') == "😀"
    assert to_text("👩‍👩‍👧 🇫🇷 &amp; نص עברית") == "👩‍👩‍👧 🇫🇷 & نص עברית"


def test_a_name_is_one_line() -> None:
    assert one_line("Tom &amp;\n<b>Jerry</b>\u202e") == "Tom & Jerry"
    assert len(one_line("x" * 1_000)) == 200


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60), st.booleans())
def test_plain_words_come_out_the_same_by_the_short_way(text: str, keep: bool) -> None:
    by_the_long_way = to_text(text + "\u200b", keep_newlines=keep)  # one that is no ASCII, and no space
    if not set(text) & set("<&"):
        long = by_the_long_way.removesuffix("\u200b")
        assert to_text(text, keep_newlines=keep) == (long.rstrip() if not text[-1:].strip() else long)
