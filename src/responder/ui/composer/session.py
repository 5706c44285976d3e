"""What is being written for one conversation."""

from dataclasses import dataclass, field
from uuid import UUID

from responder.core.messages import Enclosure
from responder.core.questions import Draft
from responder.ui.composer import checks
from responder.ui.composer.checks import Check, Written
from responder.ui.composer.situation import Situation
from responder.ui.console import Console
from responder.ui.thread.names import Names
from responder.views.composing import Mode


@dataclass
class Session:
    """The text itself is in the field; `seen` is the last message its author had read, `templates` went into it."""

    situation: Situation
    mode: Mode
    language: str
    seen: UUID | None
    templates: list[UUID] = field(default_factory=list)
    files: list[Enclosure] = field(default_factory=list)

    @property
    def conversation(self) -> UUID:
        """Return which conversation it is."""
        return self.situation.thread.row.id

    def written(self, text: str) -> Written:
        """Return what was written, with all that goes with it."""
        return Written(text, self.mode, self.language, self.seen, tuple(self.files))

    def empty(self, text: str) -> bool:
        """Say whether nothing was written."""
        return checks.empty(self.written(text), self.situation)

    def checks(self, text: str, console: Console) -> list[Check]:
        """Return what speaks against sending it now."""
        names = Names.of(console.views.members(), console.desk.member)
        return checks.checks(self.written(text), self.situation, names, console.clock.now())

    def draft(self, text: str, caret: int) -> Draft:
        """Return it as a draft; what the program put there alone is none."""
        kept = "" if self.empty(text) else text
        template = self.templates[0] if self.templates else None
        return Draft(self.conversation, kept, caret, self.mode.value, template, files=tuple(self.files))


def begin(situation: Situation, draft: Draft | None, console: Console) -> Session:
    """Return the session of a conversation, where its draft left off."""
    made = Session(situation, mode_of(draft, situation), _language(situation, console), situation.newest)
    if draft is not None:
        made.templates += [draft.template] if draft.template is not None else []
        made.files += draft.files
    return made


def mode_of(draft: Draft | None, situation: Situation) -> Mode:
    """Return the mode of a draft if the conversation still allows it, else the default."""
    allowed = situation.modes
    wanted = next((mode for mode in allowed if draft is not None and draft.mode == mode.value), None)
    return wanted or allowed[0]


def languages(situation: Situation, console: Console) -> tuple[str, ...]:
    """Return the languages that can be chosen: the customer's, ours, and those of the templates."""
    theirs = (situation.thread.row.language or "").split("-")[0]
    found = [theirs] if theirs else []
    found += console.desk.member.languages
    for use in console.views.templates():
        found += use.template.texts
    return tuple(dict.fromkeys(found))


def _language(situation: Situation, console: Console) -> str:
    theirs = (situation.thread.row.language or "").split("-")[0]
    known = languages(situation, console)
    return theirs or (known[0] if known else "")
