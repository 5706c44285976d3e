"""Messages and events for the tests of the folds."""

from uuid import UUID, uuid5

from responder.core import events as e
from responder.core.messages import Author, Kind, Message

ACCOUNT = UUID(int=7)
STREAM = UUID(int=1)


def message(
    remote_id: str, at: int, *, ours: bool = False, text: str = "hello", addressed: bool = True,
    found_by: tuple[UUID, ...] = (),
) -> Message:  # fmt: skip
    """Return a message of one conversation, by the customer or by us; `found_by` are monitors."""
    author = Author("us", "shop", "Shop", ours=True) if ours else Author("ana", "ana", "Ana")
    return Message(
        "practice",
        "p.example",
        ACCOUNT,
        remote_id,
        "root",
        Kind.MENTION,
        author,
        text,
        at,
        addressed=addressed,
        monitors=found_by,
    )


def event(body: e.Body, at: int, actor: str = "marie") -> e.Event:
    """Return an event whose id follows from what it says."""
    return e.Event(uuid5(STREAM, f"{at}{body}"), STREAM, actor, "d", at, body)


def arrived(remote_id: str, at: int, **more: bool) -> e.Event:
    """Return the event of a message."""
    return event(e.MessageReceived(message(remote_id, at, **more)), at, "collector:practice")  # type: ignore[arg-type]  # only flags are passed


def hit(remote_id: str, at: int, *monitors: UUID, arrives: int | None = None) -> e.Event:
    """Return the event of a message that monitors found and that is not addressed to us."""
    found = message(remote_id, at, addressed=False, found_by=monitors)
    return event(e.MessageReceived(found), at if arrives is None else arrives, "collector:practice")
