"""What is asked of the Graph API: paths, fields and forms, made without a line open. Fields: api_specs of 2026-04."""

import json

from responder.net.client import Params

API = "https://graph.facebook.com/v26.0"
DIALOG = "https://www.facebook.com/v26.0/dialog/oauth"
PORT = 8917
PATH = "/facebook"
"""The redirect address that a person registers: Meta compares it to the letter."""

POSTS = 25
"""How many posts one question brings."""

COMMENTS = 25
"""How many of the latest comments come along with each post."""

FEW = 10
"""How many come along with older posts."""

THREADS = 10
MESSAGES = 25
PAGE = 50

_WHO = "from{id,name,picture}"
COMMENT = (
    f"id,{_WHO},message,created_time,parent{{id}},permalink_url,is_hidden,can_comment,can_remove,"
    "can_reply_privately,user_likes,attachment,admin_creator"
)
ABOVE = f"{COMMENT},object,private_reply_conversation"
POST = f"id,{_WHO},message,story,created_time,permalink_url"
DIRECT = "id,created_time,from,to,message,attachments,sticker,shares,reply_to"
THREAD = "id,updated_time,can_reply,participants"
RATING = "created_time,has_rating,rating,recommendation_type,review_text,reviewer,open_graph_story"


def posts(comments: int, *, nested: bool = True) -> Params:
    """Ask for posts, newest first, each with so many of its latest comments, replies among them."""
    along = f",comments.filter(stream).order(reverse_chronological).limit({comments}){{{COMMENT}}}"
    return {"fields": POST + (along if nested else ""), "limit": POSTS}


def comments(*, fields: str = COMMENT) -> Params:
    """Ask for comments, newest first, replies among them."""
    return {"filter": "stream", "order": "reverse_chronological", "fields": fields, "limit": PAGE}


def threads() -> Params:
    """Ask for conversations, the last that changed first, each with its latest messages."""
    along = f",messages.limit({MESSAGES}){{{DIRECT}}}"
    return {"platform": "messenger", "fields": THREAD + along, "limit": THREADS}


def thread_with(person: str) -> Params:
    """Ask for the conversation with one person."""
    return {**threads(), "user_id": person}


def messages() -> Params:
    """Ask for the messages of a conversation, newest first."""
    return {"fields": DIRECT, "limit": PAGE}


def ratings() -> Params:
    """Ask for recommendations."""
    return {"fields": RATING, "limit": POSTS}


def private(kind: str, key: str, text: str) -> dict[str, str]:
    """Return the form of a private answer to a comment or a post, by `comment_id` or `post_id`."""
    return {"recipient": json.dumps({kind: key}), "message": json.dumps({"text": text})}


def direct(person: str, text: str, *, human: bool) -> dict[str, str]:
    """Return the form of a message; `human` is for the days after the first one."""
    form = {"recipient": json.dumps({"id": person}), "message": json.dumps({"text": text})}
    if human:
        return {**form, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {**form, "messaging_type": "RESPONSE"}
