"""The network's own rules on answers, told before anybody types."""

import pytest
from msgspec.structs import replace

from responder.core.answering import READ_ONLY, TOO_LATE, TOO_LATE_IN_PRIVATE, refusal
from responder.core.clock import DAY, HOUR
from responder.core.manifest import Manifest
from responder.core.messages import Visibility
from tests.scripted import START, message

NETWORK = Manifest("m", "M", "Mm", "", "", 1, (), private_reply=True, private_reply_days=7)
ASKED = message("1")


def test_an_ordinary_message_can_be_answered() -> None:
    assert refusal(ASKED, NETWORK, START, private=False) == ""
    assert refusal(ASKED, None, START + 9 * DAY, private=False) == ""


def test_a_network_that_is_only_read_takes_no_answer() -> None:
    assert refusal(ASKED, replace(NETWORK, answers=False), START, private=False) == READ_ONLY


def test_the_networks_own_reason_is_told() -> None:
    unsummoned = replace(ASKED, no_reply="Only who is mentioned may answer.")
    assert refusal(unsummoned, NETWORK, START, private=False) == "Only who is mentioned may answer."


@pytest.mark.parametrize(("at", "why"), [(START + DAY, ""), (START + DAY + 1, TOO_LATE)])
def test_a_window_closes_when_the_network_says(at: int, why: str) -> None:
    private = replace(ASKED, visibility=Visibility.DIRECT, reply_until=START + DAY)
    assert refusal(private, NETWORK, at, private=True) == why


def test_a_comment_may_be_too_old_for_a_private_answer_and_not_for_a_public_one() -> None:
    late = START + 7 * DAY + HOUR
    assert refusal(ASKED, NETWORK, late, private=True) == TOO_LATE_IN_PRIVATE
    assert refusal(ASKED, NETWORK, late, private=False) == ""
