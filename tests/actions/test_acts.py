from uuid import UUID

import pytest

from responder.actions.acts import request
from responder.actions.desk import Desk
from responder.core.errors import NotFound, NotPossible
from responder.core.events import ActRequested
from responder.store.store import Store
from tests.scripted import ACCOUNT, arrive, connect, done, message


@pytest.fixture(autouse=True)
def asked(store: Store) -> None:
    connect(store)
    arrive(store, message("1"))


def test_an_act_is_asked_for_and_waits_for_the_outbox(store: Store, marie: Desk) -> None:
    act = done(request(marie, message("1").id, "favourite"))
    [event] = store.pending_acts()
    assert event.body == ActRequested(act, ACCOUNT.id, "favourite", message("1").id, "1")


@pytest.mark.parametrize("verb", ["hold", "spam", "trash", "delete"])
def test_nothing_is_hidden_without_a_reason(store: Store, marie: Desk, verb: str) -> None:
    with pytest.raises(NotPossible, match="why"):
        request(marie, message("1").id, verb)
    done(request(marie, message("1").id, verb, reason="insults a colleague"))
    assert len(store.pending_acts()) == 1


def test_an_edit_must_say_something_finished(marie: Desk) -> None:
    with pytest.raises(NotPossible):
        request(marie, message("1").id, "edit", text="Hello ⟦name⟧")


def test_a_message_must_exist(marie: Desk) -> None:
    with pytest.raises(NotFound):
        done(request(marie, UUID(int=404), "favourite"))
