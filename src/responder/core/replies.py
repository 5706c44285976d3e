"""A reply on its way, and the fold that makes it from its events."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from responder.core import events as e
from responder.core.messages import Enclosure, Visibility


class ReplyState(StrEnum):
    """Where a reply stands. Only SENT means that the network confirmed it."""

    AWAITING = "awaiting"
    QUEUED = "queued"
    STARTED = "started"
    UNCERTAIN = "uncertain"
    ASK = "ask"
    HELD = "held"
    FAILED = "failed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"

    @property
    def in_flight(self) -> bool:
        """Say whether the machine is still working on it."""
        return self in (ReplyState.QUEUED, ReplyState.STARTED, ReplyState.UNCERTAIN)

    @property
    def stuck(self) -> bool:
        """Say whether a person must look at it."""
        return self in (ReplyState.ASK, ReplyState.HELD, ReplyState.FAILED)


class Reply(Struct):
    """One reply in the outbox. `id` is its idempotency key.

    `due_at` (µs) is when it may be sent or tried again; once started, when the latest try began.
    `started_at` is when the first one did.
    """

    id: UUID
    conversation: UUID
    account: UUID
    author: str
    text: str
    in_reply_to: str
    visibility: Visibility
    state: ReplyState
    submitted_at: int
    due_at: int
    seen: UUID | None = None
    post: str | None = None
    spoiler: str = ""
    language: str | None = None
    resolve: bool = False
    attempts: int = 0
    started_at: int | None = None
    error: str = ""
    held_by: str = ""
    remote_id: str | None = None
    message: UUID | None = None
    approver: str | None = None
    needs_approval: bool = False
    files: tuple[Enclosure, ...] = ()


def submitted(event: e.Event) -> Reply:
    """Return the reply that a `ReplySubmitted` event begins."""
    body = event.body
    assert isinstance(body, e.ReplySubmitted)
    return Reply(
        id=body.reply, conversation=event.stream, account=body.account, author=event.actor,
        text=body.text, in_reply_to=body.in_reply_to, visibility=body.visibility,
        state=ReplyState.AWAITING if body.needs_approval else ReplyState.QUEUED,
        submitted_at=event.at, due_at=body.send_at, seen=body.seen, post=body.post,
        spoiler=body.spoiler, language=body.language, resolve=body.resolve,
        needs_approval=body.needs_approval, files=body.files,
    )  # fmt: skip


def fold(row: Reply, event: e.Event) -> Reply:
    """Apply one event of this reply to its row and return it. What was sent or withdrawn stays so."""
    if row.state in (ReplyState.SENT, ReplyState.WITHDRAWN):
        return row
    match event.body:
        case e.ReplyHeld(why=why, by=by, seen=seen):
            row.state, row.error, row.held_by = ReplyState.HELD, why, by
            row.seen = row.seen if seen is None else seen
        case e.ReplyApproved(send_at=send_at):
            row.state, row.due_at, row.approver = ReplyState.QUEUED, send_at, event.actor
        case e.ReplyReleased(send_at=send_at, seen=seen):
            unapproved = row.needs_approval and row.approver is None
            row.state = ReplyState.AWAITING if unapproved else ReplyState.QUEUED
            row.due_at, row.error, row.held_by = send_at, "", ""
            row.seen = row.seen if seen is None else seen
        case e.ReplyWithdrawn():
            row.state = ReplyState.WITHDRAWN
        case e.SendStarted(attempt=attempt):
            row.state, row.attempts, row.due_at = ReplyState.STARTED, attempt, event.at
            row.started_at = event.at if row.started_at is None else row.started_at
        case e.ReplySent(remote_id=remote_id, message=message):
            row.state, row.remote_id, row.message, row.error = ReplyState.SENT, remote_id, message, ""
        case e.SendPostponed(error=error, retry_at=retry_at):
            row.state, row.error, row.due_at = ReplyState.QUEUED, error, retry_at
        case e.SendFailed(error=error):
            row.state, row.error = ReplyState.FAILED, error
        case e.SendUncertain(error=error, ask=ask):
            row.state, row.error = (ReplyState.ASK if ask else ReplyState.UNCERTAIN), error
    return row
