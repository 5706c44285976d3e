"""Facets: where mentions, links and hashtags are in a text of ours, in UTF-8 bytes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.bluesky import richtext

PEOPLE = {"ana.example": "did:plc:ana"}


def found(text: str) -> dict[str, str]:
    """Return what facets mark, read back from the bytes."""
    raw = text.encode()
    marked = {}
    for facet in richtext.facets(text, PEOPLE):
        part = raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        (feature,) = facet["features"]
        marked[part] = str(feature.get("uri") or feature.get("did") or feature.get("tag"))
    return marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi @ana.example!", {"@ana.example": "did:plc:ana"}),
        ("👩‍👩‍👧‍👦 é 中文 @ANA.example, yes", {"@ANA.example": "did:plc:ana"}),
        ("write to me@ana.example", {}),
        ("@nobody.example", {}),
        ("see https://a.example/x?y=1&z=2.", {"https://a.example/x?y=1&z=2": "https://a.example/x?y=1&z=2"}),
        ("(https://a.example/b_(c))", {"https://a.example/b_(c)": "https://a.example/b_(c)"}),
        ("“https://a.example”", {"https://a.example": "https://a.example"}),
        ("https://a.example/#top #biscuits", {"https://a.example/#top": "https://a.example/#top", "#biscuits": "biscuits"}),
        ("#été2026, ok", {"#été2026": "été2026"}),
        ("number #1 and C# and a#b", {}),
        ("＃寿司 です", {"＃寿司": "寿司"}),
        ("#" + "x" * 65, {}),
        ("#️⃣ keycap", {}),
        ("https://a.example/@ana.example", {"https://a.example/@ana.example": "https://a.example/@ana.example"}),
    ],
)  # fmt: skip
def test_what_a_text_marks(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


@given(st.text(alphabet=st.sampled_from("a @#.é👍中/:htps\u0301()＃"), max_size=60))
def test_facets_never_overlap_nor_cut_a_character(text: str) -> None:
    end, raw = 0, text.encode()
    for facet in richtext.facets(text, {}):
        index: dict[str, Any] = facet["index"]
        assert end <= index["byteStart"] < index["byteEnd"] <= len(raw)
        raw[index["byteStart"] : index["byteEnd"]].decode()
        end = index["byteEnd"]


def test_characters_are_counted_as_a_reader_would() -> None:
    assert richtext.graphemes("👩‍👩‍👧‍👦🇫🇷e\u0301x") == 4
