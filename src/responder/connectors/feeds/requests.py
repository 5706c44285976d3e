"""What is asked of a feed's server, and when it may be asked again. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from responder.connectors.feeds.cursor import Cursor
from responder.connectors.feeds.entries import Feed
from responder.core.clock import DAY, MINUTE, SECOND
from responder.net.limits import http_date

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"

LONGEST = DAY
"""However rarely a feed wants to be asked, it is asked once a day (µs)."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def headers(cursor: Cursor, where: str) -> dict[str, str]:
    """Return what to send along, so that a feed that did not change is not sent again."""
    asked = {"Accept": ACCEPT}
    if cursor.where != where:
        return asked
    if cursor.tag:
        asked["If-None-Match"] = cursor.tag
    if cursor.changed:
        asked["If-Modified-Since"] = cursor.changed
    return asked


def rhythm(cursor: Cursor, feed: Feed) -> None:
    """Take down how often a feed wants to be asked; RSS counts minutes, its hours are Greenwich's."""
    cursor.ttl = min(feed.ttl * MINUTE, LONGEST)
    cursor.skip_hours = feed.skip_hours if len(set(feed.skip_hours)) < 24 else ()
    cursor.skip_days = feed.skip_days if len(set(feed.skip_days)) < 7 else ()


def due(cursor: Cursor, answer: Mapping[str, str], now: int) -> int:
    """Return when (µs) the feed may be asked again, by what it and its server say; now when they say nothing."""
    at = now + min(LONGEST, max(cursor.ttl, _fresh(answer)))
    for _ in range(24 * 7):
        moment = datetime.fromtimestamp(at / SECOND, UTC)
        if moment.hour not in cursor.skip_hours and moment.strftime("%A") not in cursor.skip_days:
            break
        following = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        at = round(following.timestamp() * SECOND)
    return min(at, now + 3 * LONGEST)


def just_changed(answer: Mapping[str, str]) -> bool:
    """Say whether a feed may have changed again in the second that its marks speak of (RFC 9110, 8.8.2.2).

    WordPress makes both of them from that second: what came in its second half would be called unchanged.
    """
    changed, date = http_date(answer.get("last-modified", "")), http_date(answer.get("date", ""))
    return changed is not None and date is not None and date - changed < 2 * SECOND


def _fresh(answer: Mapping[str, str]) -> int:
    control = answer.get("cache-control", "")
    if "no-cache" in control or "no-store" in control:
        return 0
    found = _MAX_AGE.search(control)
    age = answer.get("age", "")
    used = int(age) if age.isdecimal() and len(age) < 9 else 0
    return max(0, int(found[1]) - used) * SECOND if found else 0
