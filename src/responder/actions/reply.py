"""Handing in a reply, and everything a person may do with it until the network has confirmed it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import UUID

from responder.actions.desk import Desk
from responder.actions.guard import Objection, objection
from responder.actions.signature import signed
from responder.actions.then import then
from responder.actions.wording import refuse_unfinished
from responder.core import events as e
from responder.core.accounts import Role
from responder.core.answering import answerable, approving, refusal, unanswerable
from responder.core.clock import SECOND
from responder.core.conversations import Conversation, Status
from responder.core.errors import NotAllowed, NotFound, NotPossible
from responder.core.ids import new_id
from responder.core.messages import Enclosure, Message, Visibility
from responder.core.replies import Reply, ReplyState
from responder.store.rows import Rows
from responder.store.store import Appended, Write


@dataclass(frozen=True)
class NewReply:
    """What a person hands in; the signature is added here.

    `seen` is the last message they had read (None: they vouch for all that is there now); `visibility` and
    `spoiler` None are the customer's own. `templates` are those that went into the text; `answers` is the message
    answered, by default the customer's last.
    """

    conversation: UUID
    text: str
    visibility: Visibility | None = None
    spoiler: str | None = None
    language: str | None = None
    templates: tuple[UUID, ...] = ()
    seen: UUID | None = None
    answers: UUID | None = None
    needs_approval: bool = False
    resolve: bool = False
    files: tuple[Enclosure, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """What became of it: under `reply` in the outbox, or `held` because `by` did `why` (see `guard.Why`).

    `awaiting` says that an approver must let it go.
    """

    reply: UUID
    held: bool = False
    why: str = ""
    by: str = ""
    awaiting: bool = False


def submit(desk: Desk, new: NewReply, undo_seconds: float) -> Future[Submitted]:
    """Hand a reply in; it leaves after the undo window unless somebody wrote meanwhile: then it is held, text kept.

    An answer to what a monitor found, that is not addressed to us, needs approval where the monitor says so.
    The future raises NotPossible when there is nothing to send, nobody to answer, a blank is still open, or the
    network takes no answer to this message.
    """
    refuse_unfinished(new.text)
    reply, verdict = new_id(), Verdict()

    def decide(rows: Rows) -> Write:
        row = _conversation(rows, new.conversation)
        before = rows.messages_since(row.id, None)
        target = _target(new, before)
        private = target.visibility.private or (new.visibility is not None and new.visibility.private)
        if why := refusal(target, None, desk.clock.now(), private=private):
            raise NotPossible(why)
        if row.account is None or rows.account(row.account) is None:
            raise NotPossible("The account of this conversation is not connected.")
        verdict.awaiting = new.needs_approval or approving(target, rows.monitors()) is not None
        body = _body(desk, new, reply, row.account, target, undo_seconds, before, verdict.awaiting)
        unseen = rows.messages_since(row.id, new.seen) if new.seen is not None else []
        verdict.of(objection(desk.member.id, unseen, rows.replies(row.id), starting=False))
        bodies: list[e.Body] = [body]
        if verdict.objection is not None:
            bodies.append(verdict.held(reply, before[-1].id))
        elif new.resolve and row.status is not Status.RESOLVED:
            bodies.append(e.Resolved())
        events = list(desk.pen().write(rows, row.id, bodies))
        for template in new.templates:
            events += desk.pen().write(rows, template, [e.TemplateUsed(row.id)])
        return Write(tuple(events), discard=(row.id,))

    return then(desk.store.transact(decide), lambda done: verdict.submitted(reply))


def withdraw(desk: Desk, reply: UUID) -> Future[None]:
    """Take a reply back before anything of it was sent; what it had closed opens again.

    The future raises NotPossible once it is on its way, NotAllowed for a colleague's reply unless approver.
    """

    def bodies(rows: Rows, row: Reply) -> Sequence[e.Body]:
        _only_own(desk, row)
        if row.state is ReplyState.ASK:
            raise NotPossible("Nobody knows yet whether it was sent: say first what you see on the network.")
        if row.state in (ReplyState.STARTED, ReplyState.UNCERTAIN):
            raise NotPossible("It is already on its way.")
        conversation = _conversation(rows, row.conversation)
        closed = row.resolve and conversation.status is Status.RESOLVED
        return [e.ReplyWithdrawn(reply), *([e.Reopened()] if closed else [])]

    return _decide(desk, reply, bodies)


def approve(desk: Desk, reply: UUID, undo_seconds: float = 0) -> Future[None]:
    """Let a reply go. The future raises NotAllowed for an agent, and for one's own reply: approval takes two."""

    def bodies(rows: Rows, row: Reply) -> Sequence[e.Body]:
        if desk.member.role is Role.AGENT:
            raise NotAllowed("Only an approver or an admin may approve a reply.")
        if row.author == desk.member.id:
            raise NotAllowed("Somebody else must approve your reply.")
        if row.state is not ReplyState.AWAITING:
            raise NotPossible("It does not wait for approval.")
        return [e.ReplyApproved(reply, _after(desk, undo_seconds))]

    return _decide(desk, reply, bodies)


def release(desk: Desk, reply: UUID, seen: UUID | None = None, undo_seconds: float = 0) -> Future[Submitted]:
    """Send a held or failed reply after all. What came since the hold and after `seen` holds it again.

    `seen` None vouches for everything that is there now. A reply that needs approval still needs it.
    """
    verdict = Verdict()

    def bodies(rows: Rows, row: Reply) -> Sequence[e.Body]:
        if row.state not in (ReplyState.HELD, ReplyState.FAILED):
            raise NotPossible("Only a reply that was held or refused can be sent again.")
        everything = rows.messages_since(row.conversation, None)
        told = {message.id for message in rows.messages_since(row.conversation, row.seen)}
        later = rows.messages_since(row.conversation, seen) if seen is not None else []
        unseen = [message for message in later if message.id in told]
        others = [other for other in rows.replies(row.conversation) if other.id != reply]
        verdict.of(objection(row.author, unseen, others, starting=True))
        newest = everything[-1].id if everything else None
        if verdict.objection is not None:
            return [verdict.held(reply, newest)]
        return [e.ReplyReleased(reply, _after(desk, undo_seconds), newest)]

    return then(_decide(desk, reply, bodies), lambda done: verdict.submitted(reply))


def settle(desk: Desk, reply: UUID, was_sent: bool, message: UUID | None = None) -> Future[None]:
    """Take a person's word on a reply of which nobody could tell: it is there (as `message`, if known), or it is not.

    One that is not there keeps its text and can be released.
    """

    def bodies(rows: Rows, row: Reply) -> Sequence[e.Body]:
        if row.state is not ReplyState.ASK:
            raise NotPossible("This reply needs no such decision.")
        if not was_sent:
            return [e.SendFailed(reply, f"{desk.member.name or desk.member.id} looked: it is not there.")]
        found = rows.message(message) if message is not None else None
        return [e.ReplySent(reply, found.remote_id if found else "", found.id if found else None)]

    return _decide(desk, reply, bodies)


class Verdict:
    """What a transaction decided, for the one who waits for it."""

    def __init__(self) -> None:
        self.objection: Objection | None = None
        self.awaiting = False

    def of(self, objection: Objection | None) -> None:
        """Take note of it."""
        self.objection = objection

    def held(self, reply: UUID, seen: UUID | None) -> e.ReplyHeld:
        """Return the event that holds the reply."""
        assert self.objection is not None
        return e.ReplyHeld(reply, self.objection.why, self.objection.by, seen)

    def submitted(self, reply: UUID) -> Submitted:
        """Return it in the words of the one who waits."""
        if self.objection is None:
            return Submitted(reply, awaiting=self.awaiting)
        return Submitted(reply, True, self.objection.why, self.objection.by)


def _decide(desk: Desk, reply: UUID, bodies: Callable[[Rows, Reply], Sequence[e.Body]]) -> Future[None]:
    def decide(rows: Rows) -> Write:
        row = rows.reply(reply)
        if row is None:
            raise NotFound("There is no such reply.")
        if row.state in (ReplyState.SENT, ReplyState.WITHDRAWN):
            raise NotPossible("It was sent." if row.state is ReplyState.SENT else "It was taken back.")
        return Write(desk.pen().write(rows, row.conversation, bodies(rows, row)))

    def nothing(done: Appended) -> None:
        return None

    return then(desk.store.transact(decide), nothing)


def _conversation(rows: Rows, conversation: UUID) -> Conversation:
    row = rows.conversation(conversation)
    if row is None:
        raise NotFound("There is no such conversation.")
    return row


def _target(new: NewReply, messages: Sequence[Message]) -> Message:
    asked = answerable(messages)
    if new.answers is not None:
        asked = [message for message in messages if message.id == new.answers]
    if not asked:
        raise NotPossible(unanswerable(messages))
    return max(asked, key=lambda message: message.created_at)


def _body(
    desk: Desk, new: NewReply, reply: UUID, account: UUID, target: Message, undo_seconds: float,
    before: Sequence[Message], awaiting: bool,
) -> e.ReplySubmitted:  # fmt: skip
    return e.ReplySubmitted(
        reply=reply, account=account, text=signed(new.text, desk.member), in_reply_to=target.remote_id,
        visibility=new.visibility or target.visibility, send_at=_after(desk, undo_seconds),
        seen=new.seen or before[-1].id, post=target.post.remote_id if target.post else None,
        spoiler=target.spoiler if new.spoiler is None else new.spoiler, language=new.language or target.language,
        template=next(iter(new.templates), None), needs_approval=awaiting, resolve=new.resolve,
        files=new.files,
    )  # fmt: skip


def _after(desk: Desk, seconds: float) -> int:
    return desk.clock.now() + round(seconds * SECOND)


def _only_own(desk: Desk, row: Reply) -> None:
    if row.author != desk.member.id and desk.member.role is Role.AGENT:
        raise NotAllowed("Only its author, an approver or an admin may take a reply back.")
