"""Times in words, by the clock and the calendar of the person who reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from responder.core.clock import SECOND, Clock
from responder.ui.phrases import time_of_day
from responder.ui.words import tr


@dataclass(frozen=True)
class Times:
    """Times (µs UTC) as this place and language write them."""

    clock_source: Clock
    locale: QLocale

    def clock(self, at: int) -> str:
        """Return the hour and minute."""
        return f"{self._local(at):%H:%M}"

    def day(self, at: int) -> date:
        """Return the day it is here."""
        return self._local(at).date()

    def on(self, at: int) -> str:
        """Return day and month, with the year when it is not this one."""
        day = self.day(at)
        now = self.day(self.clock_source.now())
        return self._written(day, "d MMM" if day.year == now.year else "d MMM yyyy")

    def moment(self, at: int) -> str:
        """Return the time in words, with the date when it is not today."""
        today = self.day(self.clock_source.now()) == self.day(at)
        return time_of_day(at) if today else f"{self.on(at)} {time_of_day(at)}"

    def day_words(self, at: int, now: int) -> str:
        """Return the day as a separator names it."""
        day, today = self.day(at), self.day(now)
        if day == today:
            return tr("Today")
        if day == today - timedelta(days=1):
            return tr("Yesterday")
        return self._written(day, "dddd d MMMM" if day.year == today.year else "d MMMM yyyy")

    def _written(self, day: date, form: str) -> str:
        return self.locale.toString(QDate(day.year, day.month, day.day), form)

    @staticmethod
    def _local(at: int) -> datetime:
        return datetime.fromtimestamp(at / SECOND).astimezone()
