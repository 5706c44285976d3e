"""What is done to a message on its network, other than answering it."""

from concurrent.futures import Future
from uuid import UUID

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.actions.wording import refuse_unfinished
from responder.core.errors import NotFound, NotPossible
from responder.core.events import ActRequested
from responder.core.ids import new_id
from responder.store.rows import Rows
from responder.store.store import Write

NEED_A_REASON = frozenset({"hide", "hold", "spam", "trash", "delete"})
"""What takes a message out of sight: the ledger wants to know why."""


def request(desk: Desk, message: UUID, verb: str, text: str = "", reason: str = "") -> Future[UUID]:
    """Ask for an act (a verb of the network's manifest); the outbox does it. The future holds the act's id.

    It raises NotFound without such a message, NotPossible when its account is not connected, when something
    is hidden without a reason, or when what is not ours would be edited.
    """
    if verb in NEED_A_REASON and not reason.strip():
        raise NotPossible("Say why: nothing is hidden or deleted without a reason.")
    if verb == "edit":
        refuse_unfinished(text)
    act = new_id()

    def decide(rows: Rows) -> Write:
        found = rows.message(message)
        if found is None:
            raise NotFound("There is no such message.")
        if rows.account(found.account) is None:
            raise NotPossible("The account of this message is not connected.")
        body = ActRequested(act, found.account, verb, found.id, found.remote_id, text, reason.strip())
        return Write(desk.pen().write(rows, found.conversation, [body]))

    return then(desk.store.transact(decide), lambda done: act)
