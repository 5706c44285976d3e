"""Turns commits into alerts, and alerts into what the desktop shows. Nothing is ever raised by it."""

import sys
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from responder.alerts.rules import GROUPED_ABOVE, Alert, Reason, allowed, of_conversation, of_health
from responder.core.changes import Changes, Touched
from responder.core.clock import SECOND
from responder.core.conversations import Conversation
from responder.core.questions import Folder, InboxQuery, Sort
from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.notify.bubble import Bubble, NoNotificationService
from responder.ui.phrases import one_line
from responder.ui.words import tr, trn

if TYPE_CHECKING:
    from responder.ui.notify.dbus import NotificationService
    from responder.ui.notify.tray import Tray

LONGEST = 180
"""Characters of a stranger's text in a notification."""


LOOKED_AT = 50
"""Rows of a folder that are looked at when nobody says which changed."""


class Outcome(Enum):
    """Where a notification went."""

    DESKTOP = "desktop"
    TRAY = "tray"
    NOWHERE = "nowhere"


class Notifier(QObject):
    """`wanted(str)` is a place (see `Stage.wanted`) that a person clicked on; `opening` and `quitting` come from the tray."""

    wanted = Signal(str)
    opening = Signal()
    quitting = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__(console.stage)
        self._console = console
        self._rows: dict[UUID, Conversation] = {}
        self._health = {h.account: h for h in console.views.health()}
        self._service: NotificationService | None = None
        self._tray: Tray | None = None
        self._since = console.clock.now()
        self._last = ""
        console.bridge.changed.connect(self._changed)
        console.bridge.settings_changed.connect(self._settings_changed)

    def start(self) -> None:
        """Show the tray icon and listen to the desktop's service, as a task of the window."""
        from responder.ui.notify.tray import Tray

        self._tray = tray = Tray(self)
        tray.opening.connect(self.opening)
        tray.quitting.connect(self.quitting)
        tray.quieting.connect(self._quiet)
        tray.clicked.connect(lambda: self._clicked(self._last))
        tray.show_quiet(not self._console.services.settings.notifications)
        self._count()
        if sys.platform == "linux":
            from responder.ui.notify.dbus import NotificationService

            self._service = NotificationService(self._clicked)
            self._console.stage.start(self._service.run())

    async def test(self) -> Outcome:
        """Show a notification and say where it went."""
        return await self.show(
            Bubble("inbox", tr("This is a test"), tr("Notifications from Responder look like this."))
        )

    async def show(self, bubble: Bubble) -> Outcome:
        """Show it where there is a place for it."""
        if self._service is not None:
            try:
                await self._service.show(bubble)
            except NoNotificationService:
                pass
            else:
                return Outcome.DESKTOP
        self._last = bubble.key
        if self._tray is not None and self._tray.balloon(bubble.title, bubble.body):
            return Outcome.TRAY
        return Outcome.NOWHERE

    def close(self) -> None:
        """Take the tray icon away."""
        if self._tray is not None:
            self._tray.close()

    def _changed(self, changes: Changes) -> None:
        self._count()
        alerts = self._alerts(changes)
        now = datetime.fromtimestamp(self._console.clock.now() / SECOND).time()
        alerts = allowed(alerts, self._console.services.settings, now)
        if alerts:
            self._console.stage.start(self._tell(alerts))

    async def _tell(self, alerts: list[Alert]) -> None:
        for bubble in bubbles(alerts):
            await self.show(bubble)

    def _alerts(self, changes: Changes) -> list[Alert]:
        console, found = self._console, []
        for row in self._changed_rows(changes):
            id = row.id
            alert = of_conversation(self._rows.get(id), row, console.desk.member)
            self._remember(row)
            if alert is not None and self._is_news(alert):
                found.append(alert)
        if changes.touched & Touched.HEALTH:
            found += self._lost_access()
        return found

    def _remember(self, row: Conversation) -> None:
        """Keep what the next change is compared with: of a row that calls nobody, that it is not here."""
        if row.level or row.assignee == self._console.desk.member.id:
            self._rows[row.id] = replace(row)
        else:
            self._rows.pop(row.id, None)

    def _changed_rows(self, changes: Changes) -> Iterable[Conversation]:
        """Yield the rows that changed; where none or thousands are named, look where alerts come from."""
        views, me = self._console.views, self._console.desk.member.id
        unnamed = changes.touched == Touched.ALL and not changes.conversations
        if unnamed or len(changes.conversations) > LOOKED_AT:
            for folder in (Folder.ESCALATED, Folder.MINE):
                yield from views.page(InboxQuery(folder, Sort.NEWEST, me), limit=LOOKED_AT).rows
            return
        for id in changes.conversations:
            if (row := views.conversation(id)) is not None:
                yield row

    def _is_news(self, alert: Alert) -> bool:
        """Nobody is called for what they did themselves, nor for what was so before the window opened."""
        thread = self._console.views.thread(alert.about, 1)
        wanted = "Escalated" if alert.reason is Reason.ESCALATED else "Assigned"
        acts = [event for event in (thread.events if thread else ()) if event.kind == wanted]
        return bool(acts) and acts[-1].actor != self._console.desk.member.id and acts[-1].at >= self._since

    def _lost_access(self) -> list[Alert]:
        views = self._console.views
        names = {a.id: self._network(a.network) for a in views.accounts()}
        found: list[Alert] = []
        for health in views.health():
            alert = of_health(self._health.get(health.account), health, names.get(health.account, ""))
            self._health[health.account] = health
            if alert is not None:
                found.append(alert)
        return found

    def _network(self, id: str) -> str:
        return self._console.networks[id].name if id in self._console.networks else id

    def _count(self) -> None:
        if self._tray is not None:
            counters = self._console.views.counters(self._console.desk.member.id)
            self._tray.show_count(counters.folders.get(Folder.NEEDS_REPLY, 0))

    def _clicked(self, key: str) -> None:
        if key:
            self.wanted.emit(key)

    def _quiet(self, on: bool) -> None:
        services = self._console.services
        if services.settings.notifications is on:
            services.save_settings(replace(services.settings, notifications=not on))

    def _settings_changed(self, settings: Settings) -> None:
        if self._tray is not None:
            self._tray.show_quiet(not settings.notifications)


def notifier(console: Console) -> Notifier:
    """Return the notifier of a window; made at the first call."""
    found = console.stage.findChild(Notifier)
    return found if isinstance(found, Notifier) else Notifier(console)


def bubbles(alerts: list[Alert]) -> list[Bubble]:
    """Return what is shown for alerts: one for each, or a single one above a few."""
    if len(alerts) > GROUPED_ABOVE:
        urgent = any(alert.level >= 2 for alert in alerts)
        names = ", ".join(dict.fromkeys(one_line(alert.who) for alert in alerts if alert.who))
        title = trn("{n} conversation needs you", "{n} conversations need you", len(alerts))
        return [Bubble("inbox", title, names[:LONGEST], urgent)]
    return [_bubble(alert) for alert in alerts]


def _bubble(alert: Alert) -> Bubble:
    who, text = one_line(alert.who), one_line(alert.text)[:LONGEST]
    match alert.reason:
        case Reason.ESCALATED:
            title = tr("Escalated to you, level {level}: {who}", level=alert.level, who=who)
            return Bubble(f"conversation/{alert.about}", title, text, alert.level >= 2)
        case Reason.ASSIGNED:
            return Bubble(f"conversation/{alert.about}", tr("Assigned to you: {who}", who=who), text)
        case Reason.ACCESS_LOST:
            title = tr("{network} asks you to sign in again", network=who)
            return Bubble(f"health/{alert.about}", title, tr("Nothing is read from it until then."), True)
