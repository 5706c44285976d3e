from hypothesis import given
from hypothesis import strategies as st

from responder.ui.text_units import Units


@given(st.text())
def test_positions_go_to_qt_and_back(text: str) -> None:
    units = Units(text)
    assert [units.from_qt(units.to_qt(n)) for n in range(len(text) + 1)] == list(range(len(text) + 1))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_lengths_are_those_of_utf_16(text: str) -> None:
    assert Units(text).length == len(text.encode("utf-16-le")) // 2
