"""Every action and its way back, for one conversation and for all that match."""

from collections.abc import Callable

import pytest

from responder.actions import assign, escalate, note, status, tag
from responder.actions.decision import Decision, both
from responder.actions.desk import Desk
from responder.core.conversations import Conversation, Status
from responder.core.errors import NotPossible
from responder.core.events import Mood, NoteAdded, NoteRemoved
from responder.core.questions import Folder, InboxQuery
from responder.store.store import Store
from tests.scripted import CONVERSATION, START, Clock, arrive, done, message

ALL = InboxQuery(folder=Folder.ALL)

ACTIONS: dict[str, tuple[Decision, Callable[[Conversation], bool]]] = {
    "assign": (assign.assign("paul"), lambda row: row.assignee == "paul"),
    "take": (assign.take("marie"), lambda row: row.assignee == "marie"),
    "tag": (tag.add_tag("Refund "), lambda row: row.tags == ("refund",)),
    "mood": (tag.set_mood(Mood.NEGATIVE), lambda row: row.mood is Mood.NEGATIVE),
    "resolve": (status.resolve(), lambda row: row.status is Status.RESOLVED),
    "pend": (status.pend(), lambda row: row.status is Status.PENDING),
    "snooze": (status.snooze(START + 9), lambda row: row.snoozed_until == START + 9),
    "snooze-until-reply": (status.snooze(None), lambda row: row.status is Status.SNOOZED),
    "read": (status.mark_read(True), lambda row: not row.unread),
    "star": (status.star(True), lambda row: row.starred),
    "mute": (status.mute(True), lambda row: row.muted),
    "spam": (status.spam(True), lambda row: row.spam),
    "priority": (status.set_priority(3), lambda row: row.priority == 3),
    "escalate": (escalate.escalate(2, "refund threat", "paul"), lambda row: row.level == 2),
}  # fmt: skip

BACK: dict[str, tuple[Decision, Decision]] = {
    "untag": (tag.add_tag("a"), tag.remove_tag("a")),
    "unassign": (assign.assign("paul"), assign.assign(None)),
    "reopen": (status.resolve(), status.reopen()),
    "wake": (status.snooze(START + 9), status.wake()),
    "resolve a snoozed one": (status.snooze(START + 9), status.resolve()),
    "acknowledge": (escalate.escalate(2, "x"), escalate.acknowledge()),
    "clear": (escalate.escalate(2, "x", "paul"), escalate.clear_escalation("settled")),
    "clear what was acknowledged": (
        both(status.star(True), escalate.escalate(1, "x")), escalate.clear_escalation(),
    ),
    "raise": (escalate.escalate(1, "x", "paul"), escalate.escalate_further()),
}  # fmt: skip


def row(store: Store) -> Conversation:
    found = store.rows().conversation(CONVERSATION)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_done_and_undone(store: Store, marie: Desk, clock: Clock, name: str) -> None:
    decision, holds = ACTIONS[name]
    arrive(store, message("1"))
    before = row(store)
    clock.pass_(1)
    made = done(marie.do(name, decision, [CONVERSATION]))
    assert made.count == 1
    assert holds(row(store))
    assert done(marie.undo(made)).count == 1
    assert row(store) == before


@pytest.mark.parametrize("name", BACK)
def test_undo_restores_what_was_there_before(store: Store, marie: Desk, clock: Clock, name: str) -> None:
    first, second = BACK[name]
    arrive(store, message("1"))
    done(marie.do("first", first, [CONVERSATION]))
    before = row(store)
    clock.pass_(60)
    made = done(marie.do("second", second, [CONVERSATION]))
    assert row(store) != before
    done(marie.undo(made))
    assert row(store) == before


def test_an_undo_can_itself_be_undone(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    back = done(marie.undo(done(marie.do("Done", status.resolve(), [CONVERSATION]))))
    done(marie.undo(back))
    assert row(store).status is Status.RESOLVED


def test_what_is_already_so_is_not_written_again(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    done(marie.do("Star", status.star(True), [CONVERSATION]))
    assert done(marie.do("Star", status.star(True), [CONVERSATION])).count == 0


def test_undo_leaves_what_a_colleague_decided_meanwhile(store: Store, marie: Desk, paul: Desk) -> None:
    arrive(store, message("1"), message("2", root="2"))
    ids = [CONVERSATION, message("2", root="2").conversation]
    made = done(marie.do("Assign", assign.assign("marie"), ids))
    done(paul.do("Assign", assign.assign("paul"), [CONVERSATION]))
    assert done(marie.undo(made)).count == 1
    assert row(store).assignee == "paul"


def test_undo_does_not_put_away_what_the_customer_opened_again(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    done(marie.do("Snooze", status.snooze(START * 2), [CONVERSATION]))
    made = done(marie.do("Done", status.resolve(), [CONVERSATION]))
    arrive(store, message("2", START + 9_000_000))
    assert done(marie.undo(made)).count == 0
    assert row(store).status is Status.OPEN


def test_bulk_takes_all_that_match_and_undo_gives_all_back(store: Store, marie: Desk) -> None:
    arrive(store, *(message(str(n), root=str(n)) for n in range(2_300)))
    made = done(marie.do("Done", status.resolve(), InboxQuery(folder=Folder.NEEDS_REPLY)))
    assert made.count == 2_300
    assert len(made.changes.conversations) == 2_300
    rows = store.rows()
    assert list(rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY))) == []
    assert done(marie.undo(made)).count == 2_300
    assert len(list(rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY)))) == 2_300


def test_a_bulk_action_fails_in_words_when_the_workspace_is_closed(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    store.close()
    with pytest.raises(Exception, match="closed"):
        done(marie.do("Done", status.resolve(), ALL))


def test_a_clock_set_back_does_not_reorder_decisions(store: Store, marie: Desk, clock: Clock) -> None:
    arrive(store, message("1"))
    done(marie.do("Done", status.resolve(), [CONVERSATION]))
    clock.pass_(-3600)
    done(marie.do("Reopened", status.reopen(), [CONVERSATION]))
    assert row(store).status is Status.OPEN


def test_notes_are_written_and_taken_back(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    made = done(marie.do("Note", note.add_note(" ask Louise "), [CONVERSATION]))
    done(marie.undo(made))
    written, removed = [event.body for event in store.rows().events(CONVERSATION)[1:]]
    assert isinstance(written, NoteAdded)
    assert written.text == "ask Louise"
    assert removed == NoteRemoved(written.note)


@pytest.mark.parametrize(
    "make",
    [
        lambda: tag.add_tag("#"),
        lambda: tag.add_tag("x" * 41),
        lambda: note.add_note(" \n"),
        lambda: status.set_priority(4),
        lambda: escalate.escalate(0, "x"),
        lambda: escalate.escalate(4, "x"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(make: Callable[[], Decision]) -> None:
    with pytest.raises(NotPossible):
        make()


def test_the_level_stops_at_three(store: Store, marie: Desk) -> None:
    arrive(store, message("1"))
    for _ in range(5):
        done(marie.do("Escalate", escalate.escalate_further("it burns"), [CONVERSATION]))
    assert (row(store).level, row(store).level_reason) == (3, "it burns")
