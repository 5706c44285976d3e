"""What is asked of X: paths and parameters, in both families of names. Pure."""

from typing import Literal

from responder.core.errors import Refused
from responder.core.monitors import Term, TermKind

API = "https://api.x.com"
SITE = "https://x.com"
PAGE = 100
"""The most posts or private messages that one page may hold."""

DEPTH = 800
"""How far back the list of mentions goes (docs.x.com, timelines)."""

LONGEST_QUERY = 512
SCOPES = (
    "tweet.read", "users.read", "tweet.write", "tweet.moderate.write", "dm.read", "dm.write", "media.write",
    "offline.access",
)  # fmt: skip

Family = Literal["post", "tweet"]
"""The OpenAPI description says `post.fields`, the prose `tweet.fields`: servers know one or both."""

_USER = "username,name,profile_image_url,public_metrics,verified,subscription_type"
_MEDIA = "type,url,preview_image_url,alt_text"
_POST = "created_at,conversation_id,lang,entities,attachments"


def fields(family: Family) -> dict[str, str]:
    """Return what every listing of posts asks for: with the default fields there would be no author and no time."""
    if family == "post":
        own = f"{_POST},note_post"
        along = "author_id,in_reply_to_user_id,referenced_posts,edit_history_post_ids,attachments.media_keys"
    else:
        own = f"{_POST},author_id,in_reply_to_user_id,referenced_tweets,note_tweet,edit_history_tweet_ids"
        along = "author_id,in_reply_to_user_id,referenced_tweets.id,attachments.media_keys"
    return {f"{family}.fields": own, "expansions": along, "user.fields": _USER, "media.fields": _MEDIA}


def messages() -> dict[str, str]:
    """Return what every listing of private messages asks for."""
    return {
        "dm_event.fields": "id,text,event_type,created_at,dm_conversation_id,attachments,entities",
        "expansions": "sender_id,attachments.media_keys",
        "event_types": "MessageCreate",
        "user.fields": _USER,
        "media.fields": _MEDIA,
    }


def query(term: Term, handle: str) -> str:
    """Return the search for a monitor's term, without reposts and our own posts. Raises Refused."""
    text = " ".join(term.text.replace('"', " ").split())
    match term.kind:
        case TermKind.KEYWORD if text:
            wanted = f'"{text}"'
        case TermKind.HASHTAG if text.lstrip("#"):
            wanted = f"#{text.lstrip('#')}"
        case TermKind.ACCOUNT if text.lstrip("@"):
            name = text.lstrip("@")
            wanted = f"(from:{name} OR @{name})"
        case _:
            raise Refused(f"X cannot look for this: {term.text[:80]}")
    whole = f"{wanted} -is:retweet -from:{handle}"
    if len(whole) > LONGEST_QUERY:
        raise Refused("This is longer than what X lets us look for: 512 characters")
    return whole
