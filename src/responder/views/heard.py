"""What screens ask about monitors: by day of this machine's calendar, from the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from responder.core.clock import SECOND, Clock
from responder.core.heard import MonitorReport, Trial, Voice
from responder.core.monitors import Deaf, Field, Monitor
from responder.store import hits
from responder.store import trial as trying
from responder.store.store import Store

AUTHORS = 10


def days(now: int, count: int) -> tuple[int, ...]:
    """Return the bounds (µs UTC) of the last days here, today being the last: one more than there are days."""
    today = (
        datetime.fromtimestamp(now / SECOND).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    )
    naive = today.replace(tzinfo=None)
    midnights = (naive + timedelta(days=1 - count + n) for n in range(count + 1))
    return tuple(round(midnight.astimezone().timestamp()) * SECOND for midnight in midnights)


class Heard:
    """What the monitors heard. May take some 10 ms on a large workspace: ask from a worker thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def monitors(self) -> list[Monitor]:
        """Return the monitors, by what they watch and by name."""
        return self._store.rows().monitors()

    def deaf(self, account: UUID) -> tuple[Deaf, ...]:
        """Return which terms of monitors an account cannot look for now."""
        return self._store.rows().deaf(account)

    def report(self, monitor: Monitor, count: int) -> MonitorReport:
        """Return one monitor's volume in each of the last `count` days, and who was heard most."""
        bounds, connection = days(self._clock.now(), count), self._store.reading()
        aside = hits.without_spam(connection)
        authors = hits.authors(connection, monitor.id, bounds[0], bounds[-1], AUTHORS, aside)
        return MonitorReport(monitor.id, hits.volume(connection, [monitor.id], bounds, aside), authors)

    def voice(self, count: int) -> Voice:
        """Return how loud we and the competition were in each of the last `count` days."""
        bounds, connection = days(self._clock.now(), count), self._store.reading()
        monitors = self._store.rows().monitors()
        us, them = (
            [one.id for one in monitors if one.field is field] for field in (Field.COMPANY, Field.COMPETITION)
        )
        whole, aside = (bounds[0], bounds[-1]), hits.without_spam(connection)
        totals = [(one, hits.volume(connection, [one], whole, aside)[0]) for one in (*us, *them)]
        return Voice(
            hits.volume(connection, us, bounds, aside),
            hits.volume(connection, them, bounds, aside),
            tuple(totals),
        )

    def trial(self, monitor: Monitor) -> Trial:
        """Return what a monitor would have found in what is here already."""
        return trying.trial(self._store.reading(), monitor)

    def bounds(self, count: int) -> Sequence[int]:
        """Return the bounds of the last `count` days (µs UTC)."""
        return days(self._clock.now(), count)
