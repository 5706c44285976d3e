"""What happened, in one line of words for every kind of event."""

from dataclasses import dataclass

from responder.actions.guard import Why
from responder.core import events as e
from responder.ui.below import below
from responder.ui.phrases import mood_words, one_line
from responder.ui.thread.names import Names
from responder.ui.thread.strong import strong
from responder.ui.words import tr


@dataclass(frozen=True)
class Line:
    """An icon and a sentence; strong words are marked (`strong.parted` takes the marks out)."""

    icon: str
    text: str


def level_words(level: int) -> str:
    """Return what a level of escalation asks for."""
    match level:
        case 1:
            return tr("Watch")
        case 2:
            return tr("Lead")
        case _:
            return tr("Owner now")


def mood_icon(mood: e.Mood) -> str:
    """Return the face of a tone."""
    return {e.Mood.NEGATIVE: "frown", e.Mood.NEUTRAL: "meh", e.Mood.POSITIVE: "smile"}[mood]


def priority_words(priority: int) -> str:
    """Return a priority in a word."""
    return (tr("low"), tr("normal"), tr("high"), tr("urgent"))[max(0, min(3, priority))]


def held_words(why: str, by: str, names: Names) -> str:
    """Return what somebody else did meanwhile; `why` is one of `actions.guard.Why`."""
    match why:
        case Why.WROTE:
            return tr("{name} wrote meanwhile.", name=one_line(by))
        case Why.ANSWERED:
            return tr("{name} answered meanwhile.", name=names.first(by))
        case Why.ANSWERING:
            return tr("{name} is sending an answer.", name=names.first(by))
        case Why.ELSEWHERE:
            return tr("{name} answered on the network.", name=one_line(by))
        case _:
            return why


def line(event: e.Event, names: Names, when: str = "") -> Line | None:
    """Return the line for an event; None for what the thread shows as a block, or not at all.

    `when` is a time in words, for the events that carry one.
    """
    who = strong(names.actor(event.actor))
    return _care(event.body, who, names) or _status(event.body, who, when) or _sending(event.body, who, names)


def _care(body: e.Body, who: str, names: Names) -> Line | None:
    match body:
        case e.Assigned(assignee=None):
            return Line("user-x", tr("{who} gave it back to everybody", who=who))
        case e.Assigned(assignee=str(assignee)) if strong(names.actor(assignee)) == who:
            return Line("user-check", tr("{who} took it", who=who))
        case e.Assigned(assignee=str(assignee)):
            return Line(
                "user-plus",
                tr("{who} assigned it to {person}", who=who, person=strong(names.first(assignee))),
            )
        case e.Tagged(tag=tag):
            return Line("tag", tr("{who} tagged it {tag}", who=who, tag=strong(tag)))
        case e.Untagged(tag=tag):
            return Line("tag", tr("{who} took the tag {tag} off", who=who, tag=strong(tag)))
        case e.MoodSet(mood=None):
            return Line("meh", tr("{who} took the mood off", who=who))
        case e.MoodSet(mood=e.Mood() as mood):
            return Line(
                mood_icon(mood), tr("{who} set the mood to {mood}", who=who, mood=mood_words(mood).lower())
            )
        case e.PrioritySet(priority=priority):
            return Line(
                "signal",
                tr("{who} set the priority to {priority}", who=who, priority=priority_words(priority)),
            )
    return _escalation(body, who, names)


def _escalation(body: e.Body, who: str, names: Names) -> Line | None:
    match body:
        case e.Escalated(level=level, reason=reason, person=person):
            to = strong(names.first(person) if person else f"L{level} · {level_words(level)}")
            if reason:
                return Line("flag", tr("{who} escalated to {to}: {reason}", who=who, to=to, reason=reason))
            return Line("flag", tr("{who} escalated to {to}", who=who, to=to))
        case e.EscalationAcknowledged():
            return Line("circle-check", tr("{who} took the escalation", who=who))
        case e.EscalationCleared(reason=""):
            return Line("flag-off", tr("{who} ended the escalation", who=who))
        case e.EscalationCleared(reason=reason):
            return Line("flag-off", tr("{who} ended the escalation: {reason}", who=who, reason=reason))
        case e.NoteRemoved():
            return Line("sticky-note", tr("{who} took a note back", who=who))
    return None


def _status(body: e.Body, who: str, when: str) -> Line | None:
    match body:
        case e.Snoozed(until=None):
            return Line("clock", tr("{who} put it aside until the customer writes", who=who))
        case e.Snoozed():
            return Line("clock", tr("{who} put it aside until {time}", who=who, time=when))
        case e.Woken():
            return Line("clock", tr("It came back from its snooze"))
        case e.Pended():
            return Line("hourglass", tr("{who} waits for an answer", who=who))
        case e.Resolved():
            return Line("check", tr("{who} marked it done", who=who))
        case e.Reopened():
            return Line("undo-2", tr("{who} opened it again", who=who))
        case e.ReadMarked(read=False):
            return Line("mail", tr("{who} marked it unread", who=who))
        case e.SpamSet(on=True):
            return Line("ban", tr("{who} marked it as spam or abuse", who=who))
        case e.SpamSet(on=False):
            return Line("ban", tr("{who} took it out of spam", who=who))
    return _switches(body, who)


def _switches(body: e.Body, who: str) -> Line | None:
    match body:
        case e.StarSet(on=True):
            return Line("star", tr("{who} starred it", who=who))
        case e.StarSet(on=False):
            return Line("star", tr("{who} took the star off", who=who))
        case e.MuteSet(on=True):
            return Line("bell-off", tr("{who} muted it", who=who))
        case e.MuteSet(on=False):
            return Line("bell", tr("{who} unmuted it", who=who))
        case e.GapSeen(why=why):
            return Line("triangle-alert", tr("Something may be missing here: {why}", why=below(why)))
        case e.GapFilled():
            return Line("circle-check", tr("What was missing has been fetched"))
    return None


def _sending(body: e.Body, who: str, names: Names) -> Line | None:
    match body:
        case e.ReplyHeld(by=by, why=why):
            return Line("circle-pause", tr("The reply was held. {what}", what=held_words(why, by, names)))
        case e.ReplyApproved():
            return Line("stamp", tr("{who} approved the reply", who=who))
        case e.ReplyReleased():
            return Line("send", tr("{who} sent the reply on its way again", who=who))
        case e.ReplyWithdrawn():
            return Line("x", tr("{who} took the reply back before it was sent", who=who))
        case e.SendPostponed(error=error):
            return Line("cloud-off", tr("The reply has to wait: {why}", why=below(error)))
        case e.SendFailed(error=error):
            return Line("circle-x", tr("The network refused the reply: {why}", why=below(error)))
        case e.SendUncertain(error=error):
            return Line(
                "circle-question-mark", tr("It is not sure that the reply arrived: {why}", why=below(error))
            )
    return _acts(body, who)


def _acts(body: e.Body, who: str) -> Line | None:
    match body:
        case e.ActRequested(verb=verb, reason=reason):
            return Line(*_act(verb, who, reason))
        case e.ActFailed(error=error):
            return Line("circle-x", tr("Not done on the network: {why}", why=below(error)))
    return None


def _act(verb: str, who: str, reason: str) -> tuple[str, str]:
    match verb:
        case "favourite":
            return "heart", tr("{who} liked it on the network", who=who)
        case "unfavourite":
            return "heart", tr("{who} took the like back", who=who)
        case "delete":
            icon, text = "trash-2", tr("{who} deleted it on the network", who=who)
        case "edit":
            icon, text = "pencil", tr("{who} corrected it on the network", who=who)
        case "approve":
            icon, text = "check", tr("{who} let the comment appear", who=who)
        case "hide":
            icon, text = "eye-off", tr("{who} hid it on the network", who=who)
        case "unhide":
            icon, text = "eye", tr("{who} let it be seen again on the network", who=who)
        case "read":
            icon, text = "mail-open", tr("{who} marked it as read", who=who)
        case "hold":
            icon, text = "circle-pause", tr("{who} held the comment back", who=who)
        case "spam":
            icon, text = "ban", tr("{who} marked the comment as spam on the network", who=who)
        case _:
            icon, text = "trash-2", tr("{who} put the comment in the trash", who=who)
    return icon, tr("{what}: {reason}", what=text, reason=reason) if reason else text
