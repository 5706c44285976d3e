"""Set-up: three steps at the first run, and later the way to connect another account."""

from dataclasses import dataclass
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from responder.core.accounts import Account
from responder.ui import words
from responder.ui.announce import say_aloud
from responder.ui.console import Console
from responder.ui.forms import Segment, button, clear, label, line, scrolled
from responder.ui.health.figures import missing
from responder.ui.setup.account import AccountStep
from responder.ui.setup.first_templates import TemplatesStep
from responder.ui.setup.steps import StepList
from responder.ui.setup.who import WhoStep
from responder.ui.theme.look import look
from responder.ui.words import tr

WHO, ACCOUNT, TEMPLATES = range(3)
ROOMY = 720
"""px at 100 %: the width from which the list of steps stands beside the step."""


class SetupPage(QWidget):
    """At the first run all steps; once somebody has a name here, only `Connect an account`."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        begun = _Begun.of(console)
        self._first = begun.first
        self._at = begun.step
        self._connected: list[str] = []
        self._room = QHBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(0)
        self._build()

    def show_section(self, name: str) -> None:
        """Show `account`, or `account/UUID` to sign in again with what that account already says."""
        section, _, wanted = name.partition("/")
        if section != "account":
            return
        self._first = self._first and not self._console.services.settings.member
        self._show(ACCOUNT)
        self.account.leave()
        known = next((a for a in self._console.views.accounts() if wanted and a.id == UUID(wanted)), None)
        if known is not None and known.network in self._console.networks:
            self.account.choose(self._console.networks[known.network], known)

    def _build(self) -> None:
        """Make everything in the language in use; what was typed on a step moves over."""
        clear(self._room)
        self.steps = StepList([tr("Who you are"), tr("First account"), tr("First templates")])
        self.who = WhoStep(self._console)
        self.who.type_again(_Begun.of(self._console).typed)
        self.account = AccountStep(self._console, first=self._first)
        self.templates = TemplatesStep(self._console)
        self.account.connected.connect(self._after_connecting)
        self._stack = QStackedWidget()
        for step in (self.who, self.account, self.templates):
            self._stack.addWidget(scrolled(_padded(step)))
        self._room.addWidget(self.steps)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top())
        right.addWidget(self._stack, 1)
        right.addWidget(line())
        right.addWidget(self._foot())
        self._room.addLayout(right, 1)
        self._give_room()
        self._show(self._at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list of steps out where the step itself needs the room."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        roomy = self.width() >= look().theme.px(ROOMY)
        self.steps.setVisible(self._first and roomy)
        self.hint.setVisible(roomy)

    def _top(self) -> QWidget:
        languages = [("en", "English"), ("fr", "Français")]
        self.language = Segment(tr("Language"), languages, words.language())
        self.language.chosen.connect(self._speak)
        looks = [("light", tr("Light")), ("dark", tr("Dark")), ("system", tr("System"))]
        self.theme = Segment(tr("Theme"), looks, self._console.services.settings.theme)
        self.theme.chosen.connect(self._wear)
        holder = QWidget()
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(40, 16, 40, 0)
        inside.addStretch(1)
        inside.addWidget(self.language)
        inside.addWidget(self.theme)
        return holder

    def _foot(self) -> QWidget:
        self.hint = label("", "meta", "secondary")
        self.back = button(tr("Back"), self._back)
        self.skip = button(tr("Skip for now"), self._skip)
        self.next = button(tr("Next"), self._next, "primary")
        holder = QFrame()
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(40, 14, 40, 14)
        inside.setSpacing(10)
        inside.addWidget(self.hint, 1)
        for made in (self.back, self.skip, self.next):
            inside.addWidget(made)
        return holder

    def _show(self, step: int) -> None:
        self._at = step
        self.setProperty("alone", self._first)
        self._note()
        self._stack.setCurrentIndex(step)
        connected = ", ".join(self._connected)
        self.steps.show_step(
            step, (self.who.summary(), connected or tr("Or the practice network"), self.templates.summary())
        )
        self.hint.setText(
            tr("You can add or remove accounts at any time in Settings.") if step == ACCOUNT else ""
        )
        self.back.setVisible(self._first and step != WHO)
        self.skip.setText(tr("Skip for now") if self._first else tr("Close"))
        self.skip.setVisible(step != WHO)
        self.next.setText(tr("Add and open the inbox") if step == TEMPLATES else tr("Next"))
        self.next.setVisible(step != ACCOUNT)
        self._focus_first()

    def _focus_first(self) -> None:
        places: tuple[QWidget, ...] = (self.who.name.edit, self.account.practise, self.next)
        first = places[self._at]
        if self._at == ACCOUNT and not first.isEnabled():
            first = self.account.search
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on: a focus proxy would make Tab skip what stands before it."""
        super().focusInEvent(event)
        self._focus_first()

    def _note(self) -> None:
        _Begun(self._first, self._at, self.who.typed()).keep(self._console)

    def _next(self) -> None:
        if self._at == WHO and self.who.save():
            self._show(ACCOUNT)
        elif self._at == TEMPLATES:
            self._console.stage.start(self._finish())

    def _back(self) -> None:
        self.account.leave()
        self._show(self._at - 1)

    def _skip(self) -> None:
        if self._first and self._at == ACCOUNT:
            self.account.leave()
            self._show(TEMPLATES)
        else:
            self._leave()

    async def _finish(self) -> None:
        await self.templates.save()
        self._leave()

    def _leave(self) -> None:
        self._first = False
        self._note()
        self._console.stage.go("inbox")

    def _after_connecting(self, account: Account) -> None:
        name = account.name or account.handle
        self._connected.append(name)
        told = " ".join(filter(None, (tr("{account} is connected.", account=name), missing(account))))
        say_aloud(self, told)
        self._console.stage.say(told)
        if self._first:
            self._show(TEMPLATES)
        else:
            self._leave()

    def _speak(self, language: str) -> None:
        self._note()  # the window makes this page again in the other language
        services = self._console.services
        services.save_settings(replace(services.settings, language=language))

    def _wear(self, theme: str) -> None:
        services = self._console.services
        services.save_settings(replace(services.settings, theme=theme))


@dataclass(frozen=True)
class _Begun:
    """How far the set-up is; the window's stage holds it while the page is made again."""

    first: bool
    step: int
    typed: tuple[str, ...] = ()

    @classmethod
    def of(cls, console: Console) -> "_Begun":
        kept = console.stage.property("set-up")
        if isinstance(kept, cls):
            return kept
        first = not console.services.settings.member
        return cls(first, WHO if first else ACCOUNT)

    def keep(self, console: Console) -> None:
        console.stage.setProperty("set-up", self)


def _padded(step: QWidget) -> QWidget:
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(40, 12, 40, 24)
    inside.addWidget(step)
    return holder
