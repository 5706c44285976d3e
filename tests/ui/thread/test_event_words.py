from uuid import UUID

import pytest

from responder.core import events as e
from responder.ui.drawings import drawing
from responder.ui.thread.event_words import held_words, line
from responder.ui.thread.names import Names
from responder.ui.thread.strong import parted
from tests.ui import people
from tests.ui.story import JOSEE, did

NAMES = Names.of(people.TEAM, people.MARIE)
ID = UUID(int=7)
BODIES = [
    e.Assigned("karim"), e.Assigned(None), e.Tagged("x"), e.Untagged("x"), e.MoodSet(None), e.MoodSet(e.Mood.NEUTRAL),
    e.PrioritySet(3), e.Escalated(2, "refund threat", "louise"), e.Escalated(3, ""), e.EscalationAcknowledged(),
    e.EscalationCleared(), e.EscalationCleared("solved"), e.NoteRemoved(ID), e.Snoozed(None), e.Snoozed(1), e.Woken(),
    e.Pended(), e.Resolved(), e.Reopened(), e.ReadMarked(False), e.StarSet(True), e.StarSet(False), e.MuteSet(True),
    e.MuteSet(False), e.SpamSet(True), e.SpamSet(False), e.ReplyHeld(ID, "answered", "karim"), e.ReplyApproved(ID, 1),
    e.ReplyReleased(ID, 1), e.ReplyWithdrawn(ID), e.SendPostponed(ID, "no line", 1), e.SendFailed(ID, "refused"),
    e.SendUncertain(ID, "lost"), e.ActFailed(ID, "gone"), e.GapSeen(1, 2, "sleep"), e.GapFilled(1, 2),
    *[e.ActRequested(ID, ID, verb, ID, "1", reason="rude") for verb in
      ("favourite", "unfavourite", "delete", "edit", "approve", "hold", "spam", "trash")],
]  # fmt: skip


def words(body: e.Body, actor: str = "marie") -> str:
    found = line(did(JOSEE.conversation, body, actor=actor), NAMES, "17:00")
    assert found is not None
    return parted(found.text)[0]


@pytest.mark.parametrize("body", BODIES, ids=repr)
def test_every_deed_has_words_and_an_icon(body: e.Body) -> None:
    found = line(did(JOSEE.conversation, body), NAMES, "17:00")
    assert found is not None
    assert found.text
    assert "<svg" in drawing(found.icon)


@pytest.mark.parametrize("body", [e.SendStarted(ID, 1), e.ActDone(ID), e.ReadMarked(True)], ids=repr)
def test_what_shows_elsewhere_has_no_line(body: e.Body) -> None:
    assert line(did(JOSEE.conversation, body), NAMES) is None


def test_an_escalation_is_told_as_on_the_mock_up() -> None:
    assert words(e.Escalated(2, "refund threat", "louise")) == "Marie escalated to Louise: refund threat"
    assert words(e.EscalationAcknowledged(), "louise") == "Louise took the escalation"


def test_taking_it_is_not_assigning_it() -> None:
    assert words(e.Assigned("marie")) == "Marie took it"
    assert words(e.Assigned("karim")) == "Marie assigned it to Karim"


def test_a_rule_never_speaks_as_a_person() -> None:
    assert words(e.Assigned("karim"), "rule:Allergens") == "The rule Allergens assigned it to Karim"


def test_a_hold_says_who_did_what() -> None:
    assert held_words("answered", "karim", NAMES) == "Karim answered meanwhile."
    assert held_words("wrote", "Josée", NAMES) == "Josée wrote meanwhile."
