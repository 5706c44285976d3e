"""Tags and mood, on a conversation or on one message of it."""

from uuid import UUID

from responder.actions.decision import Decision, Step, step
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.events import Mood, MoodSet, Tagged, Untagged

LONGEST = 40


def clean_tag(tag: str) -> str:
    """Return a tag as the team writes it: lower case, single spaces, no `#`. Raises NotPossible when nothing is left."""
    words = " ".join(tag.split()).lstrip("#").strip().lower()
    if not words or not words.isprintable():
        raise NotPossible("A tag needs a name.")
    if len(words) > LONGEST:
        raise NotPossible(f"A tag has at most {LONGEST} characters.")
    return words


def add_tag(tag: str, message: UUID | None = None) -> Decision:
    """Put a tag on; on a message, only call it when the message lacks it."""
    name = clean_tag(tag)

    def decide(row: Conversation) -> Step | None:
        if message is None and name in row.tags:
            return None
        return step(Tagged(name, message), Untagged(name, message))

    return decide


def remove_tag(tag: str, message: UUID | None = None) -> Decision:
    """Take a tag off; from a message, only call it when the message has it."""

    def decide(row: Conversation) -> Step | None:
        if message is None and tag not in row.tags:
            return None
        return step(Untagged(tag, message), Tagged(tag, message))

    return decide


def set_mood(mood: Mood | None, message: UUID | None = None, was: Mood | None = None) -> Decision:
    """Correct the tone by hand; `was` is the message's earlier tone, for the undo."""

    def decide(row: Conversation) -> Step | None:
        before = row.mood if message is None else was
        return None if before == mood else step(MoodSet(mood, message), MoodSet(before, message))

    return decide
