"""Counting as the networks count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.core.manifest import Counting
from responder.views.length import counted, excess

MASTODON = Counting("grapheme", 500, 23, local_mentions=True)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("héllo", 5),
        ("👩‍👩‍👧‍👦", 1),
        ("e\u0301", 1),
        ("🇨🇦🇫🇷", 2),
        ("see https://shop.example/a/very/long/path?with=many&words=inside now", 31),
        ("(https://shop.example/a_(b)).", 26),
        ("http://localhost", 16),
        ("@ana@mastodon.example hi", 7),
        ("me@mastodon.example", 19),
    ],
)
def test_as_mastodon_counts(text: str, length: int) -> None:
    assert counted(text, MASTODON) == length


X = Counting("weighted", 280, 23)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("héllo", 5),
        ("e\u0301", 1),
        ("注文が届かない", 14),
        ("👩‍👩‍👧‍👦🇫🇷👍🏽1️⃣", 8),
        ("“quoted” – yes…", 16),
        ("see https://shop.example/a/very/long/path now", 31),
    ],
)
def test_as_x_counts(text: str, length: int) -> None:
    assert counted(text, X) == length


@pytest.mark.parametrize(
    ("unit", "length"), [("codepoint", 2), ("utf16", 3), ("byte", 6), ("grapheme", 2), ("weighted", 3)]
)
def test_units(unit: str, length: int) -> None:
    assert counted("é😀", Counting(unit)) == length


@given(
    st.text(max_size=40),
    st.sampled_from(["grapheme", "codepoint", "utf16", "byte", "weighted"]),
    st.integers(1, 30),
)
def test_what_stands_before_the_excess_fits(text: str, unit: str, limit: int) -> None:
    counting = Counting(unit, limit, 23, local_mentions=True)
    start = excess(text, counting)
    assert (start is None) == (counted(text, counting) <= limit)
    if start is not None:
        assert counted(text[:start], counting) <= limit


def test_without_a_limit_nothing_is_too_long() -> None:
    assert excess("a" * 1000, Counting()) is None
