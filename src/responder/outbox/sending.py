"""The transactions of sending one reply: what is decided inside the log, before and after the wire."""

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from responder.actions.facts import Pen
from responder.actions.guard import already_there, objection
from responder.core.events import (
    Body,
    Event,
    ReplyHeld,
    ReplySent,
    SendFailed,
    SendPostponed,
    SendStarted,
    SendUncertain,
    received,
)
from responder.core.ids import message_id
from responder.core.messages import Message
from responder.core.ports import Outgoing, Receipt, Upload
from responder.core.replies import Reply, ReplyState
from responder.store.enclosures import Enclosures
from responder.store.rows import Rows
from responder.store.store import Write

Decide = Callable[[Rows], Write]


def outgoing(reply: Reply, files: Enclosures) -> Outgoing:
    """Return a reply as the wire wants it, with where its files lie."""
    uploads = tuple(Upload(files.path(one), one.type, one.description) for one in reply.files)
    return Outgoing(
        reply.id, reply.text, reply.in_reply_to, reply.visibility, reply.spoiler, reply.language, reply.post, uploads
    )  # fmt: skip


def start(pen: Pen, reply: UUID) -> Decide:
    """Return what starts a reply, or holds it; nothing when it is no longer due.

    A reply that was tried before and whose answer has come in as a message meanwhile is sent already.
    """

    def decide(rows: Rows) -> Write:
        row = rows.reply(reply)
        if row is None or row.state is not ReplyState.QUEUED or row.due_at > pen.clock.now():
            return Write()
        unseen = rows.messages_since(row.conversation, row.seen)
        others = [other for other in rows.replies(row.conversation) if other.id != reply]
        if (there := already_there(row, unseen, others)) is not None:
            return _write(pen, rows, row, ReplySent(reply, there.remote_id, there.id, there.url))
        if (found := objection(row.author, unseen, others, starting=True)) is not None:
            newest = unseen[-1].id if unseen else None
            return _write(pen, rows, row, ReplyHeld(reply, found.why, found.by, newest))
        return _write(pen, rows, row, SendStarted(reply, row.attempts + 1))

    return decide


def sent(pen: Pen, reply: UUID, receipt: Receipt) -> Decide:
    """Return what notes that the network confirmed it, with the answer as a message of ours."""

    def decide(rows: Rows) -> Write:
        row = _unsettled(rows, reply)
        message = _at_home(rows, rows.reply(reply), receipt.message)
        arrived = received(message, pen.device, pen.clock.now(), pen.actor)
        if row is None:
            return Write((arrived,))
        body = ReplySent(reply, receipt.remote_id, message.id, message.url)
        return Write((arrived, *_write(pen, rows, row, body).events))

    return decide


def _at_home(rows: Rows, reply: Reply | None, message: Message) -> Message:
    """Keep an answer in the conversation that it answers, also when the network did not say how they hang together."""
    if reply is None or message.conversation == reply.conversation:
        return message
    answered = rows.message(message_id(message.network, message.server, reply.in_reply_to))
    return message if answered is None else replace(message, root=answered.root)


def postponed(pen: Pen, reply: UUID, error: str, at: int) -> Decide:
    """Return what notes that it was provably not accepted."""
    return _outcome(pen, reply, SendPostponed(reply, error, at))


def failed(pen: Pen, reply: UUID, error: str) -> Decide:
    """Return what notes a definite no."""
    return _outcome(pen, reply, SendFailed(reply, error))


def uncertain(pen: Pen, reply: UUID, error: str, ask: bool) -> Decide:
    """Return what notes that nobody knows (yet)."""
    return _outcome(pen, reply, SendUncertain(reply, error, ask))


def disconnected(pen: Pen, reply: UUID) -> Decide:
    """Return what notes that the account of a reply is gone: not sent, or a person must look whether it was."""

    def decide(rows: Rows) -> Write:
        row = rows.reply(reply)
        if row is None or not row.state.in_flight or rows.account(row.account) is not None:
            return Write()
        why = "The account is no longer connected."
        waiting = row.state is ReplyState.QUEUED
        return _write(
            pen, rows, row, SendFailed(reply, why) if waiting else SendUncertain(reply, why, ask=True)
        )

    return decide


def _outcome(pen: Pen, reply: UUID, body: Body) -> Decide:
    def decide(rows: Rows) -> Write:
        row = _unsettled(rows, reply)
        return Write() if row is None else _write(pen, rows, row, body)

    return decide


def _unsettled(rows: Rows, reply: UUID) -> Reply | None:
    row = rows.reply(reply)
    return row if row is not None and row.state in (ReplyState.STARTED, ReplyState.UNCERTAIN) else None


def _write(pen: Pen, rows: Rows, row: Reply, body: Body) -> Write:
    events: tuple[Event, ...] = pen.write(rows, row.conversation, [body])
    return Write(events)
