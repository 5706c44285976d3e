"""Until when a conversation can be put away."""

from datetime import datetime, time, timedelta

from responder.core.clock import HOUR, SECOND
from responder.ui.phrases import time_of_day
from responder.ui.pickers import Option
from responder.ui.words import tr

MORNING, AFTERNOON = time(8, 30), time(13)


def snoozes(now: int) -> list[Option]:
    """Return the choices, each with its time in µs UTC; None waits for the customer."""
    today = datetime.fromtimestamp(now / SECOND).astimezone()
    tomorrow = _at(today + timedelta(days=1), MORNING)
    monday = _at(today + timedelta(days=7 - today.weekday()), MORNING)
    times = [(tr("In one hour"), now + HOUR), (tr("In three hours"), now + 3 * HOUR)]
    if today.time() < AFTERNOON:
        times.append((tr("This afternoon"), _at(today, AFTERNOON)))
    times += [(tr("Tomorrow morning"), tomorrow), (tr("Monday morning"), monday)]
    options = [Option(words, at, "clock", time_of_day(at)) for words, at in times]
    return [*options, Option(tr("Until the customer writes"), None, "reply")]


def _at(day: datetime, moment: time) -> int:
    return round(datetime.combine(day.date(), moment).astimezone().timestamp() * SECOND)
