"""Which notes stand: one that was taken back may have been written again."""

from collections.abc import Iterable
from uuid import UUID

from responder.core import events as e


def standing(events: Iterable[e.Event]) -> dict[UUID, tuple[e.Event, e.NoteAdded]]:
    """Return the notes that nobody took back, by the event that wrote them, oldest first."""
    found: dict[UUID, tuple[e.Event, e.NoteAdded]] = {}
    for event in events:
        match event.body:
            case e.NoteAdded() as body:
                found[body.note] = (event, body)
            case e.NoteRemoved(note=note):
                found.pop(note, None)
    return {event.id: (event, body) for event, body in found.values()}
