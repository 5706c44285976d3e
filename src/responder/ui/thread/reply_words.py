"""Where a reply stands, in words, and what a person can do about it."""

from responder.core.clock import SECOND
from responder.core.replies import Reply, ReplyState
from responder.ui.below import below
from responder.ui.thread.blocks import Button, Chip, Notice
from responder.ui.thread.event_words import held_words
from responder.ui.thread.names import Names
from responder.ui.words import tr


def state_chip(reply: Reply, now: int) -> Chip:
    """Return the state as the head of the block shows it."""
    match reply.state:
        case ReplyState.AWAITING:
            return Chip(tr("Waiting for approval"), "stamp", "mark")
        case ReplyState.QUEUED if reply.error:
            return Chip(tr("Waiting, not sent"), "cloud-off", "warn")
        case ReplyState.QUEUED if reply.due_at > now:
            return Chip(tr("Goes out in {n} s", n=-(-(reply.due_at - now) // SECOND)), "clock")
        case ReplyState.QUEUED:
            return Chip(tr("Waiting, not sent"), "clock", "warn")
        case ReplyState.STARTED:
            return Chip(tr("Being sent"), "send")
        case ReplyState.UNCERTAIN:
            return Chip(tr("Looking whether it arrived"), "circle-question-mark", "warn")
        case ReplyState.ASK:
            return Chip(tr("Is it there?"), "circle-question-mark", "warn")
        case ReplyState.HELD:
            return Chip(tr("Held, not sent"), "circle-pause", "warn")
        case ReplyState.FAILED:
            return Chip(tr("Not sent"), "circle-x", "danger")
        case ReplyState.SENT:
            return Chip(tr("Delivered"), "check-check")
        case _:
            return Chip(tr("Taken back"), "x")


def notices(reply: Reply, names: Names, retry: str) -> tuple[Notice, ...]:
    """Return what happened and what is next; `retry` is the time of the next try in words."""
    match reply.state:
        case ReplyState.QUEUED if reply.error:
            text = tr("{what} Next try at {time}.", what=_sentence(below(reply.error)), time=retry)
            return (Notice(text, "cloud-off", "warn"),)
        case ReplyState.HELD:
            what = held_words(reply.error, reply.held_by, names)
            text = tr("{what} Read it first. Your text is kept.", what=_sentence(what))
            return (Notice(text, "circle-pause", "warn"),)
        case ReplyState.FAILED:
            text = tr("{what} Your text is kept. Nothing was published.", what=_sentence(below(reply.error)))
            return (Notice(text, "circle-x", "danger"),)
        case ReplyState.ASK:
            text = tr("{what} Look on the network: is this reply there?", what=_sentence(below(reply.error)))
            return (Notice(text, "circle-question-mark", "warn"),)
        case ReplyState.UNCERTAIN if reply.error:
            return (Notice(_sentence(below(reply.error)), "circle-question-mark", "warn"),)
        case _:
            return ()


def buttons(reply: Reply, *, may_approve: bool) -> tuple[Button, ...]:
    """Return what can be done now. Nothing while the wire is being touched."""
    edit = Button("edit", tr("Edit"), "pencil")
    discard = Button("discard", tr("Discard"), "trash-2")
    match reply.state:
        case ReplyState.QUEUED:
            return edit, Button("withdraw", tr("Do not send"), "x")
        case ReplyState.AWAITING:
            approve = (Button("approve", tr("Approve"), "stamp"),) if may_approve else ()
            return *approve, edit, Button("withdraw", tr("Do not send"), "x")
        case ReplyState.HELD:
            return Button("release", tr("Send anyway"), "send"), edit, discard
        case ReplyState.FAILED:
            return Button("release", tr("Send again"), "send"), edit, discard
        case ReplyState.ASK:
            there = Button("settle", tr("It is there"), "check")
            return there, Button("resend", tr("It is not there: send again"), "send")
        case _:
            return ()


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    return text if text[-1] in ".!?…" else f"{text}."
