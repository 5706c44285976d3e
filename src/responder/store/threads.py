"""One conversation whole, as the thread shows it."""

import sqlite3
from uuid import UUID

from responder.core.questions import Thread
from responder.core.replies import Reply, ReplyState
from responder.store import conversations, messages, sending
from responder.store.log import Log


def thread(connection: sqlite3.Connection, conversation: UUID, limit: int) -> Thread | None:
    """Return a conversation with its newest messages, the replies not yet confirmed, and what the team did."""
    row = conversations.one(connection, conversation)
    number = conversations.number(connection, conversation)
    if row is None or number is None:
        return None
    log = Log(connection)
    replies = sending.of(connection, conversation)
    members = {reply.message: reply.author for reply in replies if reply.message is not None}
    return Thread(
        row,
        messages.views(connection, log, number, members, limit),
        tuple(reply for reply in replies if _shown(reply)),
        tuple(one.event for one in log.decisions(conversation)),
    )


def _shown(reply: Reply) -> bool:
    """Say whether no message shows it: not confirmed yet, or there only by a person's word."""
    if reply.state is ReplyState.SENT:
        return reply.message is None
    return reply.state is not ReplyState.WITHDRAWN
