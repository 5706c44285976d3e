"""Words for facts: how old, how long left, what kind, who."""

import re
from datetime import datetime, tzinfo

from responder.core.clock import DAY, HOUR, MINUTE, SECOND
from responder.core.events import Mood
from responder.core.messages import Kind
from responder.ui.words import language, tr

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def one_line(text: str) -> str:
    """Return a stranger's text as one line that cannot turn the direction of what stands beside it."""
    return " ".join(_DIRECTION.sub("", text).split())


def initials(name: str) -> str:
    """Return one or two letters for somebody's avatar."""
    words = [w for w in re.split(r"[\s@._\-]+", one_line(name)) if w and w[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()


def kind_words(kind: Kind, network: str) -> str:
    """Return what somebody wrote and where: “Facebook comment”."""
    match kind:
        case Kind.COMMENT:
            return tr("{network} comment", network=network)
        case Kind.MENTION:
            return tr("{network} mention", network=network)
        case Kind.DIRECT:
            return tr("{network} message", network=network)
        case Kind.REVIEW:
            return tr("{network} review", network=network)


def short_kind(kind: Kind) -> str:
    """Return what somebody wrote, where the network is told beside it."""
    match kind:
        case Kind.COMMENT:
            return tr("comment")
        case Kind.MENTION:
            return tr("mention")
        case Kind.DIRECT:
            return tr("message")
        case Kind.REVIEW:
            return tr("review")


def mood_words(mood: Mood) -> str:
    """Return the word for a tone."""
    match mood:
        case Mood.NEGATIVE:
            return tr("Negative")
        case Mood.NEUTRAL:
            return tr("Neutral")
        case Mood.POSITIVE:
            return tr("Positive")


def span(length: int) -> str:
    """Return a length of time (µs) in its largest fitting unit; hours keep their minutes below three."""
    if length < 2 * MINUTE:
        return tr("{n} s", n=length // SECOND) if length >= SECOND else tr("0 s")
    if length < HOUR:
        return tr("{n} min", n=length // MINUTE)
    if length < DAY:
        hours, minutes = length // HOUR, length % HOUR // MINUTE
        if hours < 3 and minutes:
            return tr("{hours} h {minutes:02}", hours=hours, minutes=minutes)
        return tr("{n} h", n=hours)
    return tr("{n} d", n=length // DAY)


def age(at: int, now: int) -> str:
    """Return how long ago it was, coarsely: “now”, “6 min”, “2 h”, “3 d”."""
    passed = max(0, now - at)
    if passed < MINUTE:
        return tr("now")
    if passed < HOUR:
        return tr("{n} min", n=passed // MINUTE)
    return tr("{n} h", n=passed // HOUR) if passed < DAY else tr("{n} d", n=passed // DAY)


def ago(at: int, now: int) -> str:
    """Return how long ago it was, as part of a sentence."""
    return tr("{span} ago", span=span(max(SECOND, now - at)))


def time_of_day(at: int, zone: tzinfo | None = None) -> str:
    """Return the local time of day: 14:02, or 14 h 02 in French."""
    moment = datetime.fromtimestamp(at / SECOND, zone)
    return f"{moment.hour} h {moment.minute:02}" if language() == "fr" else f"{moment:%H:%M}"


def figure(n: int) -> str:
    """Return a number with its thousands apart: 10,000, or 10 000 in French."""
    return f"{n:,}".replace(",", "\u00a0") if language() == "fr" else f"{n:,}"


def stars(rating: float) -> str:
    """Return a review's rating as people say it: 4 of 5, 3.5 of 5."""
    n = f"{rating:.1f}".removesuffix(".0")
    return tr("{n} of 5", n=n.replace(".", ",") if language() == "fr" else n)


def ordinal(n: int) -> str:
    """Return a place in a queue: 1st, 2nd."""
    if language() == "fr":
        return "1er" if n == 1 else f"{n}e"
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def counted(n: int) -> str:
    """Return a counter as the sidebar shows it: nothing at zero, 999+ above."""
    return "" if n <= 0 else "999+" if n > 999 else str(n)
