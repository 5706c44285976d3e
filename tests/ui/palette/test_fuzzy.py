import pytest

from responder.ui.palette.fuzzy import fit


@pytest.mark.parametrize(
    ("typed", "text"),
    [("esc", "Escalate"), ("etn", "Escalate to the next level"), ("remontee", "Remontées"), ("", "Anything"),
     ("josee", "Josée Exemplaire"), ("NEXT", "Next conversation")],
)  # fmt: skip
def test_letters_fit_in_order_without_accents(typed: str, text: str) -> None:
    assert fit(typed, text) is not None


@pytest.mark.parametrize(
    ("typed", "text"), [("esc", "Previous conversation"), ("xyz", "Escalate"), ("nl", "level")]
)
def test_scattered_letters_do_not(typed: str, text: str) -> None:
    assert fit(typed, text) is None


def test_the_beginning_counts_more_than_the_middle() -> None:
    start, middle = fit("esc", "Escalate"), fit("esc", "Choose the escalation")
    assert start is not None
    assert middle is not None
    assert start[0] > middle[0]


def test_the_letters_that_fit_are_told() -> None:
    found = fit("esc", "I have this escalation")
    assert found is not None
    assert found[1] == (12, 13, 14)
