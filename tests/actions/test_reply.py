"""Handing in, holding, taking back, approving, releasing and settling a reply."""

from uuid import UUID

import pytest

from responder.actions import drafts
from responder.actions.desk import Desk
from responder.actions.reply import NewReply, Submitted, approve, release, settle, submit, withdraw
from responder.core import events as e
from responder.core.accounts import Member, Role
from responder.core.clock import SECOND
from responder.core.conversations import Status
from responder.core.errors import NotAllowed, NotFound, NotPossible
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.questions import Draft
from responder.core.replies import Reply, ReplyState
from responder.store.store import Store
from tests.scripted import CONVERSATION, START, Clock, arrive, connect, done, message


@pytest.fixture(autouse=True)
def asked(store: Store) -> None:
    connect(store)
    arrive(store, message("1"))


def hand_in(desk: Desk, text: str = "It works again", **more: object) -> Submitted:
    return done(submit(desk, NewReply(CONVERSATION, text, **more), undo_seconds=10))  # type: ignore[arg-type]  # fields of a reply


def reply(store: Store, made: Submitted) -> Reply:
    found = store.rows().reply(made.reply)
    assert found is not None
    return found


def say(store: Store, body: e.Body, actor: str = "collector:outbox") -> None:
    at = store.rows().latest_at(CONVERSATION) + 1
    done(store.append([e.Event(new_id(), CONVERSATION, actor, "d", at, body)]))


def status(store: Store) -> Status:
    row = store.rows().conversation(CONVERSATION)
    assert row is not None
    return row.status


def test_a_reply_is_queued_signed_and_leaves_after_the_undo_window(store: Store, marie: Desk) -> None:
    row = reply(store, hand_in(marie))
    assert row.state is ReplyState.QUEUED
    assert row.text == "It works again\n— Marie"
    assert row.due_at == START + 10 * SECOND
    assert (row.in_reply_to, row.author, row.visibility) == ("1", "marie", Visibility.PUBLIC)


def test_a_reply_keeps_the_warning_that_the_customer_wrote_behind(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + SECOND, spoiler="food"))
    assert reply(store, hand_in(marie)).spoiler == "food"
    assert reply(store, hand_in(marie, "Hello", spoiler="")).spoiler == ""


def test_the_signature_is_there_once_even_when_typed(store: Store, marie: Desk) -> None:
    assert reply(store, hand_in(marie, "Hello — Marie")).text == "Hello\n— Marie"


def test_it_answers_the_last_customer_and_keeps_their_circle(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + 1, visibility=Visibility.DIRECT), message("3", START + 2, ours=True))
    row = reply(store, hand_in(marie))
    assert (row.in_reply_to, row.visibility) == ("2", Visibility.DIRECT)


def test_a_named_message_is_answered(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + 1))
    assert reply(store, hand_in(marie, answers=message("1").id)).in_reply_to == "1"


@pytest.mark.parametrize(
    "text", ["", "  \n", "Hello ⟦customer.name⟧", "Hello {{ customer.name }}", "{%member.name%}"]
)
def test_what_is_not_finished_is_refused(marie: Desk, text: str) -> None:
    with pytest.raises(NotPossible):
        hand_in(marie, text)


def test_code_that_is_no_template_of_ours_may_be_talked_about(marie: Desk) -> None:
    assert not hand_in(marie, "Write {{ user.name }} and {% if x %} in your theme").held


def test_there_must_be_somebody_to_answer(store: Store, marie: Desk) -> None:
    arrive(store, message("8", root="8", ours=True))
    lonely = NewReply(message("8", root="8").conversation, "Hello")
    with pytest.raises(NotPossible, match="no message to answer"):
        done(submit(marie, lonely, 0))
    with pytest.raises(NotFound):
        done(submit(marie, NewReply(UUID(int=404), "Hello"), 0))


def test_an_account_that_is_gone_sends_nothing(store: Store, marie: Desk) -> None:
    from responder.actions.accounts import remove
    from tests.scripted import ACCOUNT

    done(remove(marie, ACCOUNT.id))
    with pytest.raises(NotPossible, match="not connected"):
        hand_in(marie)


def test_it_is_held_when_the_customer_wrote_since(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + 1, text="Forget it"))
    made = hand_in(marie, seen=message("1").id, resolve=True)
    assert (made.held, made.why, made.by) == (True, "wrote", "Ana Lima")
    row = reply(store, made)
    assert (row.state, row.text) == (ReplyState.HELD, "It works again\n— Marie")
    assert status(store) is Status.OPEN


def test_it_is_held_when_a_colleague_is_answering(marie: Desk, paul: Desk) -> None:
    hand_in(paul, seen=message("1").id)
    made = hand_in(marie, seen=message("1").id)
    assert (made.held, made.why, made.by) == (True, "answering", "paul")


def test_it_is_held_when_a_colleague_has_answered(store: Store, marie: Desk, paul: Desk) -> None:
    answer = message("r1", START + 1, ours=True, text="Sorry")
    first = hand_in(paul, seen=message("1").id)
    say(store, e.SendStarted(first.reply, 1))
    arrive(store, answer)
    say(store, e.ReplySent(first.reply, "r1", answer.id))
    made = hand_in(marie, seen=message("1").id)
    assert (made.held, made.why, made.by) == (True, "answered", "paul")
    assert not hand_in(marie, seen=answer.id).held


def test_it_is_held_when_we_answered_from_elsewhere(store: Store, marie: Desk) -> None:
    arrive(store, message("r1", START + 1, ours=True))
    made = hand_in(marie, seen=message("1").id)
    assert (made.held, made.why) == (True, "elsewhere")


def test_ones_own_earlier_reply_holds_nothing(store: Store, marie: Desk) -> None:
    first = hand_in(marie, seen=message("1").id)
    say(store, e.SendStarted(first.reply, 1))
    arrive(store, message("r1", START + 1, ours=True, text="@ana It works again — Marie"))
    assert not hand_in(marie, "And thank you", seen=message("1").id).held


def test_an_older_post_of_ours_that_is_fetched_later_holds_nothing(store: Store, marie: Desk) -> None:
    arrive(store, message("0", START - 9, ours=True))
    assert not hand_in(marie, seen=message("1").id).held


def test_what_is_only_context_holds_nothing(store: Store, marie: Desk) -> None:
    arrive(store, message("0", START - 1, addressed=False))
    assert not hand_in(marie, seen=message("1").id).held


def test_sending_it_all_the_same_is_not_held_for_what_was_told(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + 1))
    made = hand_in(marie, seen=message("1").id)
    assert not done(release(marie, made.reply, seen=message("1").id)).held
    assert reply(store, made).state is ReplyState.QUEUED


def test_news_since_the_hold_holds_it_again(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + 1))
    made = hand_in(marie, seen=message("1").id)
    arrive(store, message("3", START + 2))
    assert done(release(marie, made.reply, seen=message("2").id)).held
    assert not done(release(marie, made.reply, seen=message("3").id)).held


def test_send_and_done_closes_and_taking_it_back_opens_again(store: Store, marie: Desk) -> None:
    made = hand_in(marie, resolve=True)
    assert status(store) is Status.RESOLVED
    done(withdraw(marie, made.reply))
    assert status(store) is Status.OPEN
    assert reply(store, made).state is ReplyState.WITHDRAWN


@pytest.mark.parametrize("body", [e.SendStarted, e.SendUncertain])
def test_what_is_on_its_way_cannot_be_taken_back(store: Store, marie: Desk, body: type) -> None:
    made = hand_in(marie)
    say(store, body(made.reply, 1) if body is e.SendStarted else body(made.reply, "?"))
    with pytest.raises(NotPossible, match="on its way"):
        done(withdraw(marie, made.reply))


def test_only_an_approver_may_take_back_a_colleagues_reply(marie: Desk, paul: Desk) -> None:
    made = hand_in(marie)
    with pytest.raises(NotAllowed):
        done(withdraw(paul, made.reply))
    done(withdraw(marie, hand_in(paul).reply))


def test_approval_takes_two_and_the_right_role(store: Store, clock: Clock, marie: Desk, paul: Desk) -> None:
    made = hand_in(paul, needs_approval=True)
    assert reply(store, made).state is ReplyState.AWAITING
    with pytest.raises(NotAllowed):
        done(approve(paul, made.reply))
    louise = Desk(store, clock, Member("louise", "Louise", Role.APPROVER))
    done(approve(louise, made.reply))
    row = reply(store, made)
    assert (row.state, row.approver) == (ReplyState.QUEUED, "louise")
    own = hand_in(marie, needs_approval=True)
    with pytest.raises(NotAllowed, match="Somebody else"):
        done(approve(marie, own.reply))


def test_releasing_does_not_go_round_the_approver(store: Store, paul: Desk) -> None:
    arrive(store, message("2", START + 1))
    made = hand_in(paul, seen=message("1").id, needs_approval=True)
    done(release(paul, made.reply))
    assert reply(store, made).state is ReplyState.AWAITING


def test_a_person_settles_what_nobody_could_prove(store: Store, marie: Desk) -> None:
    there, absent = hand_in(marie), hand_in(marie)
    with pytest.raises(NotPossible):
        done(settle(marie, there.reply, was_sent=True))
    for made in (there, absent):
        say(store, e.SendStarted(made.reply, 1))
        say(store, e.SendUncertain(made.reply, "no proof", ask=True))
        with pytest.raises(NotPossible):
            done(withdraw(marie, made.reply))
    arrive(store, message("r1", START + 1, ours=True))
    done(settle(marie, there.reply, was_sent=True, message=message("r1").id))
    done(settle(marie, absent.reply, was_sent=False))
    assert (reply(store, there).state, reply(store, there).remote_id) == (ReplyState.SENT, "r1")
    assert reply(store, absent).state is ReplyState.FAILED
    assert not done(release(marie, absent.reply)).held


def test_handing_in_forgets_the_draft_and_counts_the_templates(store: Store, marie: Desk) -> None:
    from responder.actions.templates import save
    from tests.actions.test_templates import template

    done(save(marie, template()))
    done(drafts.save(marie, Draft(CONVERSATION, "It wor")))
    hand_in(marie, templates=(template().id,))
    assert store.draft(CONVERSATION) is None
    assert store.templates()[0].used == 1


def test_a_refused_reply_keeps_its_draft(store: Store, marie: Desk) -> None:
    done(drafts.save(marie, Draft(CONVERSATION, "Hello")))
    with pytest.raises(NotPossible):
        hand_in(marie, answers=UUID(int=404))
    assert store.draft(CONVERSATION) is not None


def test_what_the_network_takes_no_answer_to_is_not_handed_in(store: Store, marie: Desk) -> None:
    arrive(store, message("2", START + SECOND, no_reply="Only who is mentioned may answer."))
    with pytest.raises(NotPossible, match="Only who is mentioned"):
        hand_in(marie)
    assert store.rows().replies(CONVERSATION) == []
