"""What is asked of YouTube: paths and parameters, made without a line open."""

from collections.abc import Iterable

from responder.net.client import Params

API = "https://youtube.googleapis.com"
PAGE = 100
"""The most that one page of comments or threads may hold."""

SOME = 20
"""How many ids one question carries: as many as a page has that is not asked for a size, lest some seem to be gone."""

VIDEOS_AT_ONCE = 50

WRITING = 50
"""What a change costs, in units; a reading costs one (docs/determine_quota_cost)."""

HELD = "heldForReview"
SPAM = "likelySpam"
PUBLISHED = "published"

VERDICTS = {"approve": PUBLISHED, "hold": HELD, "spam": "rejected"}
"""What our verbs are there: `markAsSpam` does nothing any more, and `likelySpam` cannot be set."""

ME = "youtube/v3/channels"
VIDEOS = "youtube/v3/videos"
THREADS = "youtube/v3/commentThreads"
COMMENTS = "youtube/v3/comments"
VERDICT = "youtube/v3/comments/setModerationStatus"
SEARCH = "youtube/v3/search"

_PLAIN = {"textFormat": "plainText"}


def threads(channel: str, status: str, token: str = "") -> Params:
    """Ask for a page of the threads of a channel and all its videos, newest first."""
    return {
        "part": "snippet,replies", "allThreadsRelatedToChannelId": channel, "order": "time",
        "moderationStatus": status, "maxResults": PAGE, "pageToken": token or None, **_PLAIN,
    }  # fmt: skip


def thread(key: str) -> Params:
    """Ask for one thread, for how many replies it says it has."""
    return {"part": "snippet", "id": key, **_PLAIN}


def some_threads(keys: Iterable[str]) -> Params:
    """Ask for threads by name, with some of their replies and how many there are."""
    return {"part": "snippet,replies", "id": ",".join(keys), **_PLAIN}


def replies(parent: str, token: str = "") -> Params:
    """Ask for a page of the replies to a comment."""
    return {"part": "snippet", "parentId": parent, "maxResults": PAGE, "pageToken": token or None, **_PLAIN}


def some(ids: Iterable[str]) -> Params:
    """Ask for comments by name."""
    return {"part": "snippet", "id": ",".join(ids), **_PLAIN}


def search(words: str, after: str) -> Params:
    """Ask for the newest videos about something."""
    return {
        "part": "snippet", "q": words, "type": "video", "order": "date", "maxResults": 50, "publishedAfter": after or None,
    }  # fmt: skip


def thread_of(comment: str) -> str:
    """Return the thread that a comment is in: a reply's id is its thread's, a dot, and something of its own."""
    return comment.partition(".")[0]
