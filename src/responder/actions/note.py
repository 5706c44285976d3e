"""Notes: for the team only, never sent."""

from uuid import UUID

from responder.actions.decision import Decision, Step, step
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.events import NoteAdded, NoteRemoved
from responder.core.ids import new_id


def add_note(text: str) -> Decision:
    """Write a note. Raises NotPossible when it is empty."""
    words = text.strip()
    if not words:
        raise NotPossible("The note is empty.")

    def decide(row: Conversation) -> Step | None:
        note = new_id()
        return step(NoteAdded(note, words), NoteRemoved(note))

    return decide


def remove_note(note: UUID, text: str) -> Decision:
    """Take a note back; `text` is what it said, so that the undo can write it again."""

    def decide(row: Conversation) -> Step | None:
        return step(NoteRemoved(note), NoteAdded(note, text))

    return decide
