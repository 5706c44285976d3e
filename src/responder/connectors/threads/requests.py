"""What is asked of the Threads API: paths and parameters, made without a line open."""

from responder.net.client import Params

ROOT = "https://graph.threads.net"
VERSION = "v1.0"
DIALOG = "https://threads.net/oauth/authorize"
PORT = 8917
PATH = "/threads"
"""The redirect address that a person registers: it is compared to the letter."""

MENTIONS = "me/mentions"
POSTS = 25
PAGE = 50
FIELDS = (
    "id,text,username,permalink,timestamp,media_type,media_url,root_post,replied_to,is_reply,is_reply_owned_by_me,"
    "hide_status,has_replies"
)
USER = "id,username,name"


def posts() -> Params:
    """Ask for our own posts, newest first."""
    return {"fields": FIELDS, "limit": POSTS}


def mentions() -> Params:
    """Ask for posts that name us."""
    return {"fields": FIELDS, "limit": PAGE}


def replies() -> Params:
    """Ask for replies, newest first."""
    return {**mentions(), "reverse": True}


def search(text: str) -> Params:
    """Ask for the latest posts with some words."""
    return {"q": text, "search_type": "RECENT", "fields": FIELDS, "limit": PAGE}


def prepared(text: str, to: str) -> dict[str, str]:
    """Return the form of a container."""
    return {"media_type": "TEXT", "text": text, "reply_to_id": to}
