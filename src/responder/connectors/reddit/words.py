"""What Reddit says no with, in words for people."""

import re

from responder.core.errors import Gone, NetworkError, Refused, Throttled

LOGIN = "Reddit does not accept this sign-in any more: sign in again."
FORBIDDEN = "Reddit does not allow that to this account: it may be banned there, or not be a moderator."
GONE = "This does not exist any more on Reddit."
MISSED = "Reddit lists only the latest 1,000, and what came before could not be seen"
LOCKED = "The moderators have locked this: Reddit takes no answer."
ARCHIVED = "This is archived: Reddit takes no answer."
TOO_LONG = "Reddit takes 10,000 characters at most."
NO_PICTURES = "Reddit takes no pictures in a comment from a program."

_KNOWN: dict[str, tuple[type[NetworkError], str]] = {
    "THREAD_LOCKED": (Refused, LOCKED),
    "COMMENT_LOCKED": (Refused, LOCKED),
    "TOO_OLD": (Refused, ARCHIVED),
    "DELETED_COMMENT": (Gone, "This comment was deleted: nothing was published."),
    "DELETED_LINK": (Gone, "This post was deleted: nothing was published."),
    "NO_THING_ID": (Gone, GONE),
    "NO_TEXT": (Refused, "Reddit does not take an empty comment."),
    "TOO_LONG": (Refused, TOO_LONG),
    "USER_REQUIRED": (Refused, "Reddit wants a sign-in for that."),
    "SUBREDDIT_NOTALLOWED": (Refused, "This account may not write in this community."),
    "USER_BLOCKED": (Refused, "This person has blocked you: nothing was sent."),
    "SOMETHING_IS_BROKEN": (Refused, "Reddit could not take it, and says so itself."),
}
_WAIT = re.compile(r"(\d{1,4})\s*(millisecond|second|minute|hour)", re.IGNORECASE)
_UNITS = {"millisecond": 0.001, "second": 1.0, "minute": 60.0, "hour": 3600.0}


def complaint(code: str, message: str) -> NetworkError:
    """Return what an error that came with a 200 stands for; one that we do not know is said in Reddit's own words."""
    if code == "RATELIMIT":
        return Throttled("Reddit lets this account write again later", patience(message))
    kind, text = _KNOWN.get(code, (Refused, ""))
    said = message[:200] or code[:50]
    return kind(text or f"Reddit refuses: {said}")


def patience(message: str) -> float:
    """Return how long (s) to wait, of a text such as “try again in 9 minutes”; five minutes when it does not say."""
    found = _WAIT.search(message)
    if found is None:
        return 300.0
    return min(int(found[1]) * _UNITS[found[2].lower()] + 1.0, 7200.0)
