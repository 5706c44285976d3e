"""Whether and when the desktop tells of what needs somebody."""

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QTimeEdit, QWidget

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import Switch, button, card, label, row, setting
from responder.ui.notify.notifier import Outcome, notifier
from responder.ui.settings.section import Section
from responder.ui.words import tr

EVENING, MORNING = "20:00", "07:00"
"""What quiet hours begin with."""


class Notifications(Section):
    """On or off, quiet hours, and a test that says where the notification went."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            tr("Notifications"),
            tr(
                "The desktop tells you only what is yours: assigned to you, escalated to you, an account that lost its"
                " access. Nothing ever comes to the front by itself."
            ),
        )
        self.on = Switch(tr("Notifications"), self.settings.notifications)
        self.on.toggled.connect(lambda on: self.keep(notifications=on))
        self.quiet = Switch(tr("Quiet hours"), bool(self.settings.quiet_from))
        self.quiet.toggled.connect(self._keep_quiet)
        self.begin = _time(tr("Quiet from"), self.settings.quiet_from or EVENING)
        self.end_at = _time(tr("Quiet until"), self.settings.quiet_until or MORNING)
        for made in (self.begin, self.end_at):
            made.timeChanged.connect(lambda _time: self._keep_quiet(self.quiet.isChecked()))
        self.test = button(tr("Send a test"), self._test, "", "bell")
        self.said = label("", tone="secondary")
        self.said.hide()
        self.column.addWidget(
            card(setting(tr("Notifications"), tr("Through your desktop’s own service."), self.on))
        )
        self.column.addWidget(self._quiet_card())
        self.column.addWidget(card(label(tr("Try it"), "strong"), row(self.test), self.said))
        self.end()
        self.show_settings(self.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self.on.setChecked(settings.notifications)
        self.quiet.setChecked(bool(settings.quiet_from))
        for made in (self.begin, self.end_at):
            made.setEnabled(bool(settings.quiet_from))

    def _quiet_card(self) -> QWidget:
        words = setting(tr("Quiet hours"), tr("Only escalations of level 2 and above are told."), self.quiet)
        times = row(label(tr("from"), wrap=False), self.begin, label(tr("until"), wrap=False), self.end_at)
        return card(words, times)

    def _keep_quiet(self, on: bool) -> None:
        begin = self.begin.time().toString("HH:mm") if on else ""
        end = self.end_at.time().toString("HH:mm") if on else ""
        if (begin, end) != (self.settings.quiet_from, self.settings.quiet_until):
            self.keep(quiet_from=begin, quiet_until=end)

    def _test(self) -> None:
        self.console.stage.start(self._testing())

    async def _testing(self) -> None:
        outcome = await notifier(self.console).test()
        self.said.setText(
            {
                Outcome.DESKTOP: tr(
                    "Sent to your desktop. If you saw nothing, look at its own “do not disturb”."
                ),
                Outcome.TRAY: tr(
                    "Your desktop has no notification service: a balloon at the tray icon is used instead."
                ),
                Outcome.NOWHERE: tr(
                    "Your desktop has no notification service and no tray. Everything else works; look at the counts in"
                    " the sidebar."
                ),
            }[outcome]
        )
        self.said.show()


def _time(name: str, text: str) -> QTimeEdit:
    made = QTimeEdit(QTime.fromString(text, "HH:mm"))
    made.setDisplayFormat("HH:mm")
    made.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
    made.setAccessibleName(name)
    made.lineEdit().setAccessibleName(name)
    return made
