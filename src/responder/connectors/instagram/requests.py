"""What is asked of the Instagram API: paths, fields and forms, made without a line open. Fields: api_specs of 2026-04."""

import json

from responder.net.client import Params

ROOT = "https://graph.instagram.com"
VERSION = "v26.0"
DIALOG = "https://www.instagram.com/oauth/authorize"
CODES = "https://api.instagram.com"
PORT = 8917
PATH = "/instagram"
"""The redirect address that a person registers: it is compared to the letter."""

MEDIA = 10
"""How many posts one question brings."""

COMMENTS = 25
REPLIES = 25
"""How many comments come along with a post, and how many answers with a comment."""

THREADS = 10
MESSAGES = 25
PAGE = 50

_COMMENT = "id,text,timestamp,username,from{id,username},hidden,parent_id"
COMMENT = f"{_COMMENT},replies.limit({REPLIES}){{{_COMMENT}}}"
ABOVE = f"{_COMMENT},media{{id,caption,permalink,timestamp,username}}"
ABOUT = "id,caption,permalink,timestamp,username"
DIRECT = "id,created_time,from,to,message,attachments,shares,reply_to"
USER = "id,username,name"


def media() -> Params:
    """Ask for posts, newest first, each with its comments and their answers."""
    return {"fields": f"{ABOUT},comments.limit({COMMENTS}){{{COMMENT}}}", "limit": MEDIA}


def tags() -> Params:
    """Ask for posts of others in which we are tagged."""
    return {"fields": ABOUT, "limit": 25}


def comments() -> Params:
    """Ask for the comments under a post, with their answers."""
    return {"fields": COMMENT, "limit": PAGE}


def replies() -> Params:
    """Ask for the answers to a comment."""
    return {"fields": _COMMENT, "limit": PAGE}


def threads() -> Params:
    """Ask for conversations, the last that changed first, each with its latest messages."""
    along = f"messages.limit({MESSAGES}){{{DIRECT}}}"
    return {"platform": "instagram", "fields": f"id,updated_time,participants,{along}", "limit": THREADS}


def messages() -> Params:
    """Ask for the messages of a conversation, newest first."""
    return {"fields": DIRECT, "limit": PAGE}


def private(comment: str, text: str) -> dict[str, str]:
    """Return the form of a private answer to a comment."""
    return {"recipient": json.dumps({"comment_id": comment}), "message": json.dumps({"text": text})}


def direct(person: str, text: str, *, human: bool) -> dict[str, str]:
    """Return the form of a message; `human` is for the days after the first one."""
    form = {"recipient": json.dumps({"id": person}), "message": json.dumps({"text": text})}
    return {**form, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if human else form
