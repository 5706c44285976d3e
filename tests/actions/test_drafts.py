from responder.actions import drafts
from responder.actions.desk import Desk
from responder.core.questions import Draft
from responder.store.store import Store
from tests.scripted import CONVERSATION, START, done


def test_a_draft_is_kept_with_its_time_and_replaced(store: Store, marie: Desk) -> None:
    done(drafts.save(marie, Draft(CONVERSATION, "He")))
    done(drafts.save(marie, Draft(CONVERSATION, "Hello", caret=5, mode="note")))
    assert store.draft(CONVERSATION) == Draft(CONVERSATION, "Hello", 5, "note", None, START)


def test_an_empty_draft_is_forgotten(store: Store, marie: Desk) -> None:
    done(drafts.save(marie, Draft(CONVERSATION, "He")))
    done(drafts.save(marie, Draft(CONVERSATION, " \n")))
    assert store.draft(CONVERSATION) is None
    done(drafts.discard(marie, CONVERSATION))
