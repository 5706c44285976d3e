"""A reply on its way: only the network's word makes it sent."""

from uuid import UUID

from responder.core import events as e
from responder.core.messages import Visibility
from responder.core.replies import Reply, ReplyState, fold, submitted
from tests.core.people import ACCOUNT, event

REPLY = UUID(int=9)


def handed_in(needs_approval: bool = False) -> Reply:
    body = e.ReplySubmitted(
        REPLY, ACCOUNT, "Sorry!", "1", Visibility.PUBLIC, send_at=15, needs_approval=needs_approval
    )
    return submitted(event(body, 5))


def after(*bodies: e.Body) -> Reply:
    row = handed_in()
    for at, body in enumerate(bodies, start=20):
        fold(row, event(body, at))
    return row


def test_a_reply_waits_for_its_undo_window() -> None:
    row = handed_in()
    assert (row.state, row.due_at, row.author) == (ReplyState.QUEUED, 15, "marie")


def test_a_reply_that_needs_approval_is_not_in_flight() -> None:
    assert not handed_in(needs_approval=True).state.in_flight


def test_a_second_try_still_looks_from_the_first_start() -> None:
    row = after(e.SendStarted(REPLY, 1), e.SendPostponed(REPLY, "no line", 30), e.SendStarted(REPLY, 2))
    assert (row.started_at, row.attempts) == (20, 2)


def test_what_was_sent_stays_sent() -> None:
    row = after(e.ReplySent(REPLY, "77", UUID(int=3)), e.SendFailed(REPLY, "late news"))
    assert (row.state, row.error) == (ReplyState.SENT, "")


def test_what_was_withdrawn_is_never_queued_again() -> None:
    assert after(e.ReplyWithdrawn(REPLY), e.ReplyReleased(REPLY, 50)).state is ReplyState.WITHDRAWN


def test_a_held_reply_keeps_its_text_and_says_who_wrote() -> None:
    row = after(e.ReplyHeld(REPLY, "Karim answered", "Karim"))
    assert (row.text, row.held_by, row.state.stuck) == ("Sorry!", "Karim", True)
