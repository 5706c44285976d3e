from datetime import time

import pytest
from msgspec.structs import replace

from responder.alerts import rules
from responder.core.accounts import Member, Role
from responder.core.conversations import Conversation
from responder.core.ids import new_id
from responder.core.questions import ChannelHealth
from responder.core.settings import Settings

MARIE = Member("marie", "Marie Tremblay")
KARIM = Member("karim", "Karim Bélanger", Role.AGENT)
CALM = Conversation(new_id(), name="Josée", snippet="Ma commande…")


def escalated(level: int, person: str | None = None) -> Conversation:
    return replace(CALM, level=level, level_reason="refund threat", level_person=person)


def test_an_assignment_to_me_calls_me_once() -> None:
    mine = replace(CALM, assignee="marie")
    assert rules.of_conversation(CALM, mine, MARIE) == rules.Alert(
        rules.Reason.ASSIGNED, CALM.id, "Josée", "Ma commande…"
    )
    assert rules.of_conversation(mine, replace(mine, snippet="new"), MARIE) is None
    assert rules.of_conversation(CALM, mine, KARIM) is None


def test_an_escalation_calls_the_person_it_names() -> None:
    row = escalated(1, "karim")
    assert rules.of_conversation(CALM, row, MARIE) is None
    alert = rules.of_conversation(CALM, row, KARIM)
    assert alert
    assert (alert.reason, alert.level, alert.text) == (rules.Reason.ESCALATED, 1, "refund threat")


def test_an_escalation_to_nobody_calls_the_leads_from_level_two() -> None:
    assert rules.of_conversation(CALM, escalated(1), MARIE) is None
    assert rules.of_conversation(CALM, escalated(2), MARIE)
    assert rules.of_conversation(CALM, escalated(3), KARIM) is None


def test_a_higher_level_or_another_person_calls_again_and_an_acknowledged_one_does_not() -> None:
    assert rules.of_conversation(escalated(2), escalated(3), MARIE)
    assert rules.of_conversation(escalated(2, "karim"), escalated(2, "marie"), MARIE)
    assert rules.of_conversation(escalated(2), escalated(2), MARIE) is None
    taken = replace(escalated(3), level_acknowledged="louise")
    assert rules.of_conversation(CALM, taken, MARIE) is None


def test_lost_access_is_told_when_it_happens() -> None:
    lost = ChannelHealth(new_id(), "sign-in", problem="revoked")
    alert = rules.of_health(replace(lost, state="live"), lost, "biscuiterie")
    assert alert == rules.Alert(rules.Reason.ACCESS_LOST, lost.account, "biscuiterie", "revoked")
    assert rules.of_health(lost, lost, "biscuiterie") is None
    assert rules.of_health(lost, replace(lost, state="live"), "biscuiterie") is None


@pytest.mark.parametrize(
    ("begin", "end", "at", "expected"),
    [
        ("22:00", "07:00", time(23), True),
        ("22:00", "07:00", time(6, 59), True),
        ("22:00", "07:00", time(7), False),
        ("12:00", "13:00", time(12), True),
        ("12:00", "13:00", time(13), False),
        ("08:00", "08:00", time(8), False),
        ("", "07:00", time(3), False),
    ],
)
def test_quiet_hours_may_span_midnight(begin: str, end: str, at: time, expected: bool) -> None:
    assert rules.quiet(Settings(quiet_from=begin, quiet_until=end), at) is expected


def test_quiet_hours_let_only_level_two_through() -> None:
    low = rules.Alert(rules.Reason.ESCALATED, CALM.id, "Josée", level=1)
    high = rules.Alert(rules.Reason.ESCALATED, CALM.id, "Josée", level=2)
    at_night = Settings(quiet_from="22:00", quiet_until="07:00")
    assert rules.allowed([low, high], at_night, time(23)) == [high]
    assert rules.allowed([low, high], at_night, time(12)) == [low, high]
    assert rules.allowed([low, high], Settings(notifications=False), time(12)) == []
