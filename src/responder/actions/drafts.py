"""What is being written: on the disk before anybody may call it saved."""

from concurrent.futures import Future
from uuid import UUID

from msgspec.structs import replace

from responder.actions.desk import Desk
from responder.core.messages import Enclosure
from responder.core.questions import Draft


def save(desk: Desk, draft: Draft) -> Future[None]:
    """Keep a draft; once the future is done, it survives a kill. An empty one is forgotten."""
    if not draft.text.strip() and not draft.files:
        return discard(desk, draft.conversation)
    return desk.store.save_draft(replace(draft, saved_at=desk.clock.now()))


def enclose(desk: Desk, conversation: UUID, file: Enclosure) -> Future[None]:
    """Put a file into the draft of a conversation that is not on screen."""
    return desk.store.enclose(conversation, file)


def discard(desk: Desk, conversation: UUID) -> Future[None]:
    """Forget the draft of a conversation; not having one is no error."""
    return desk.store.discard_draft(conversation)
