"""Events as rows: old kinds are lifted on reading."""

from typing import Any
from uuid import UUID

import pytest

from responder.core import events as e
from responder.core.errors import DatabaseTooNew
from responder.store.codec import Codec, Row


def row(kind: str, version: int, body: str) -> Row:
    return (UUID(int=1).bytes, kind, version, UUID(int=2).bytes, "marie", "d", 5, body)


def test_an_event_comes_back_as_it_was() -> None:
    event = e.Event(UUID(int=1), UUID(int=2), "marie", "d", 5, e.Escalated(2, "press ☎"))
    assert Codec().event(Codec().row(event)) == event


def test_an_old_body_is_lifted_version_by_version() -> None:
    def renamed(body: dict[str, Any]) -> dict[str, Any]:
        return {"who": body["owner"]}

    def widened(body: dict[str, Any]) -> dict[str, Any]:
        return {"assignee": body["who"]}

    codec = Codec({("Assigned", 1): renamed, ("Assigned", 2): widened})
    event = codec.event(row("Assigned", 1, '{"owner": "lea"}'))
    assert (event.body, event.version) == (e.Assigned("lea"), 3)


def test_a_kind_of_a_later_version_says_so() -> None:
    with pytest.raises(DatabaseTooNew, match="Teleported"):
        Codec().event(row("Teleported", 1, "{}"))
