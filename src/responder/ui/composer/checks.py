"""What is said above the buttons before something is sent: each one a line, none a dialog."""

from dataclasses import dataclass
from uuid import UUID

from responder.actions.guard import Why
from responder.core.clock import SECOND
from responder.core.messages import Enclosure, Visibility
from responder.ui.below import below
from responder.ui.composer.situation import Situation
from responder.ui.languages import language_words
from responder.ui.phrases import ago, one_line, span
from responder.ui.thread.event_words import held_words
from responder.ui.thread.names import Names
from responder.ui.words import tr, trn
from responder.views.composing import Fault, Mode, Problem, faults


@dataclass(frozen=True)
class Check:
    """One line. `blocks` turns Send off, `asks` makes Send ask first."""

    text: str
    icon: str = "triangle-alert"
    tone: str = "warn"
    blocks: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Written:
    """What was written so far."""

    text: str
    mode: Mode
    language: str
    seen: UUID | None = None
    files: tuple[Enclosure, ...] = ()


def checks(written: Written, situation: Situation, names: Names, now: int) -> list[Check]:
    """Return what speaks against sending, the gravest first.

    While nothing is written only what no words could change: that the network takes no answer, not these files,
    or not for long.
    """
    why = situation.refusal(written.mode, now)
    if why:
        return [Check(below(why), "ban", "danger", blocks=True)]
    prefix = situation.prefix(written.mode)
    found = faults(written.text, situation.counting(written.mode), prefix=prefix)
    note = written.mode is Mode.NOTE
    if any(fault.problem is Problem.EMPTY for fault in found):
        return [] if note else [*_enclosed(written, situation), *_until(written, situation, now)]
    lines = [Check(_fault(fault, situation), blocks=True, tone=_tone(fault)) for fault in found]
    if note:
        return lines
    if situation.account is None:
        lines.insert(
            0, Check(tr("The account of this conversation is not connected."), blocks=True, tone="danger")
        )
    return [
        *lines,
        *_meanwhile(written, situation, names, now),
        *_language(written, situation),
        *_reach(written, situation),
        *_enclosed(written, situation),
        *_unseen(situation),
        *_until(written, situation, now),
        *_approval(situation),
    ]


def empty(written: Written, situation: Situation) -> bool:
    """Say whether nothing was written: mentions put there by the program are nothing."""
    return not written.text.strip() or written.text.strip() == situation.prefix(written.mode).strip()


def _fault(fault: Fault, situation: Situation) -> str:
    if fault.problem is Problem.BLANK:
        return tr("Fill or delete “{blank}” before sending", blank=fault.name)
    return trn(
        "{n} character too many for {network}", "{n} characters too many for {network}", fault.count,
        network=situation.network.name,
    )  # fmt: skip


def _tone(fault: Fault) -> str:
    return "danger" if fault.problem is Problem.TOO_LONG else "warn"


def _meanwhile(written: Written, situation: Situation, names: Names, now: int) -> list[Check]:
    found = situation.meanwhile(written.seen)
    if found is None:
        return []
    since = situation.since(written.seen)
    if not since:
        what = held_words(found.why, found.by, names)
        return [Check(tr("{what} Read it first.", what=what), "eye", asks=True)]
    when = ago(min(since[-1].created_at, now - SECOND), now)
    name = names.first(found.by) if found.why is Why.ANSWERED else one_line(found.by)
    wrote = tr("{name} wrote {ago}. Read it first.", name=name, ago=when)
    answered = tr("{name} answered {ago}. Read it first.", name=name, ago=when)
    return [Check(wrote if found.why is Why.WROTE else answered, "eye", asks=True)]


def _language(written: Written, situation: Situation) -> list[Check]:
    theirs = (situation.thread.row.language or "").split("-")[0]
    if not theirs or theirs == written.language:
        return []
    words = tr("The customer wrote in {language}", language=language_words(theirs))
    return [Check(words, "languages", "plain")]


def _reach(written: Written, situation: Situation) -> list[Check]:
    answered = situation.answered
    if written.mode is Mode.PUBLIC and answered is not None and answered.visibility is Visibility.UNLISTED:
        return [Check(tr("Goes out unlisted, as the customer’s message did"), "eye-off", "plain")]
    return []


def _enclosed(written: Written, situation: Situation) -> list[Check]:
    allowed, network, files = situation.network.pictures, situation.network.name, written.files
    if not files:
        return []
    if not allowed.most:
        return [
            Check(
                tr("{network} takes no files with an answer", network=network),
                "paperclip",
                "danger",
                blocks=True,
            )
        ]
    lines = []
    if len(files) > allowed.most:
        words = trn("{network} takes {n} file with an answer", "{network} takes {n} files with an answer", allowed.most, network=network)  # fmt: skip
        lines.append(Check(words, "paperclip", "danger", blocks=True))
    for file in files:
        if file.type not in allowed.types and "*/*" not in allowed.types:
            words = tr(
                "{network} does not take {file}: it is in another format", network=network, file=file.name
            )
            lines.append(Check(words, "paperclip", "danger", blocks=True))
        elif file.size > allowed.bytes:
            most = max(1, round(allowed.bytes / 1_000_000))
            words = tr("{file} is too large: {network} takes {n} MB", file=file.name, network=network, n=most)
            lines.append(Check(words, "paperclip", "danger", blocks=True))
    if allowed.description and any(file.is_picture and not file.description for file in files):
        lines.append(Check(tr("Say what the picture shows, for those who do not see it"), "image", "plain"))
    return lines


def _until(written: Written, situation: Situation, now: int) -> list[Check]:
    answered = situation.answered
    if written.mode is Mode.NOTE or answered is None or answered.reply_until is None:
        return []
    left = span(answered.reply_until - now)
    words = tr("{network} takes an answer for another {span}", network=situation.network.name, span=left)
    return [Check(words, "hourglass", "plain")]


def _approval(situation: Situation) -> list[Check]:
    monitor = situation.approving
    if monitor is None:
        return []
    words = tr("Waits for approval first: the monitor “{name}” asks for it", name=monitor.name)
    return [Check(words, "stamp", "plain")]


def _unseen(situation: Situation) -> list[Check]:
    if situation.unseen is None:
        return []
    name = one_line(situation.unseen.author.name)
    return [
        Check(
            tr("Sending also approves {name}’s comment, so that readers see both", name=name),
            "check",
            "plain",
        )
    ]
