from hypothesis import given
from hypothesis import strategies as st

from responder.ui.thread.stack import Stack

heights = st.lists(st.floats(1, 300), min_size=1, max_size=60)


@given(heights, st.floats(0, 20_000))
def test_the_block_at_a_height_begins_at_or_above_it(values: list[float], y: float) -> None:
    stack = Stack(values, [4.0] * len(values), 0)
    index = stack.at(y)
    assert stack.tops[index] <= y or index == 0
    assert index == len(values) - 1 or stack.tops[index + 1] > y


def test_a_corrected_height_moves_what_is_below_only() -> None:
    stack = Stack([10, 10, 10], [0, 5, 5], 3)
    assert stack.tops == [0, 15, 30]
    assert stack.set_height(1, 20)
    assert stack.tops == [0, 15, 40]
    assert stack.total == 53
    assert not stack.set_height(1, 20.2)
