from collections.abc import Callable
from typing import Any

import pytest

from responder.app.commands.deciding import until
from responder.core.clock import HOUR
from responder.core.errors import NotPossible

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]


def test_tags_come_and_go(ask: Ask, first: str) -> None:
    assert ask("tag", first, "parcel", "Late  Delivery")["tags"] == ["late delivery", "parcel"]
    assert ask("tag", first, "parcel", "--remove")["tags"] == ["late delivery"]


def test_doing_it_twice_changes_nothing_the_second_time(ask: Ask, first: str) -> None:
    assert ask("tag", first, "parcel")["changed"] is True
    assert ask("tag", first, "parcel")["changed"] is False


def test_an_escalation_has_a_level_a_reason_and_a_person(ask: Ask, first: str) -> None:
    row = ask("escalate", first, "3", "allergic reaction", "--person", "marie")
    assert (row["level"], row["level_reason"], row["level_person"]) == (3, "allergic reaction", "marie")
    assert ask("escalate", first, "0")["level"] == 0


def test_an_escalation_without_a_reason_is_refused(run: Run, first: str) -> None:
    code, _, err = run("escalate", first, "2")
    assert code == 1
    assert "Say why" in err


def test_somebody_becomes_responsible_and_nobody_again(ask: Ask, first: str) -> None:
    assert ask("assign", first, "marie")["assignee"] == "marie"
    assert ask("assign", first, "-")["assignee"] is None


def test_only_members_can_be_named(run: Run, first: str) -> None:
    assert run("assign", first, "stranger")[0] == 3
    assert run("escalate", first, "2", "why", "--person", "stranger")[0] == 3
    assert run("resolve", first, "--as", "stranger")[0] == 3


def test_a_conversation_is_resolved_and_reopened(ask: Ask, first: str) -> None:
    assert ask("resolve", first)["status"] == "resolved"
    assert ask("reopen", first)["status"] == "open"


def test_a_snooze_has_an_end_or_waits_for_the_customer(ask: Ask, first: str) -> None:
    assert ask("snooze", first, "4h")["snoozed_until"] is not None
    assert ask("snooze", first)["snoozed_until"] is None


def test_a_note_is_in_the_history(ask: Ask, first: str) -> None:
    ask("note", first, "ask the warehouse")
    assert "NoteAdded" in [event["kind"] for event in ask("show", first)["history"]]


def test_what_was_done_is_done_in_the_members_name(ask: Ask, first: str) -> None:
    ask("resolve", first, "--as", "marie")
    done = [event for event in ask("show", first)["history"] if event["kind"] == "Resolved"]
    assert [event["actor"] for event in done] == ["marie"]


def test_a_time_is_a_span_or_a_moment_to_come() -> None:
    assert until("4h", 1) == 4 * HOUR + 1
    assert until("1970-01-01T01:00Z", 1) == HOUR
    for wrong in ("soon", "4x", "1970-01-01T00:00Z"):
        with pytest.raises(NotPossible):
            until(wrong, 1)
