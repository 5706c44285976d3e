"""Answering in a topic, and finding again what may have arrived."""

from typing import Any

import msgspec
from msgspec import Struct

from responder.connectors.discourse import parse, words
from responder.connectors.discourse.api import Api, Similar
from responder.connectors.discourse.parse import Post, Topic
from responder.core.clock import MINUTE, from_iso
from responder.core.errors import Gone, Malformed, Refused, Throttled, Uncertain
from responder.core.ports import Absent, Outgoing, Unproven
from responder.net.markup import same, to_text
from responder.net.payloads import decoded

LONGEST = 32_000
MOST_FILES = 4
LOOKED_AT = 200
"""How many later posts of a topic are looked through for an answer of ours."""

SLACK = 2 * MINUTE
AGAIN = 300.0
"""After how long (s) a forum takes the same words again, as a rule."""


class _Created(Struct):
    action: str | None = None
    post: msgspec.Raw | None = None


class _Uploaded(Struct):
    short_url: str


async def send(api: Api, reply: Outgoing) -> tuple[Post, Topic]:
    """Answer a post. Raises Refused also for an answer that waits for a moderator: it is not public."""
    if len(reply.text) > LONGEST:
        raise Refused("A forum takes 32,000 characters at most.")
    if len(reply.files) > MOST_FILES:
        raise Refused("Four pictures at most go with an answer on a forum")
    asked = await api.post(_number(reply.in_reply_to), answering=True)
    topic = await api.topic(asked.topic_id, fresh=True, answering=True)
    await api.me()
    raw = "\n\n".join([reply.text, *await _uploaded(api, reply)])
    body: dict[str, Any] = {"topic_id": asked.topic_id, "raw": raw, "reply_to_post_number": asked.post_number}
    try:
        answer = await api.write("POST", "posts.json", body, once=True)
    except Similar as error:
        return await _already(api, reply, error)
    return _posted(answer.body), topic


def _posted(body: bytes) -> Post:
    try:
        created = decoded(body, _Created, parse.NAME)
        if created.action == "enqueued":
            raise Refused(words.QUEUED)
        return parse.one(bytes(created.post) if created.post is not None else body)
    except Malformed as error:
        raise Uncertain("The forum took it, but its answer cannot be read") from error


async def _already(api: Api, reply: Outgoing, error: Similar) -> tuple[Post, Topic]:
    """Return this very answer where it is there; the same words elsewhere only mean patience."""
    found = await find(api, reply, 0)
    if isinstance(found, tuple):
        return found
    if isinstance(found, Absent):
        raise Throttled(words.SIMILAR, AGAIN) from error
    raise Uncertain(words.SIMILAR) from error


async def _uploaded(api: Api, reply: Outgoing) -> list[str]:
    """Return the Markdown of the pictures. One that is uploaded and not used does no harm."""
    found = []
    for one in reply.files:
        part = {"file": (one.path.name, one.path.read_bytes(), one.type)}
        form = {"upload_type": "composer", "type": "composer", "synchronous": "true"}
        answer = await api.write("POST", "uploads.json", form=form, files=part)
        description = one.description.replace("[", "(").replace("]", ")").replace("|", "/")
        found.append(f"![{description}]({answer.decode(_Uploaded).short_url})")
    return found


async def find(api: Api, reply: Outgoing, since: int) -> tuple[Post, Topic] | Absent | Unproven:
    """Look for an answer of ours among the later posts of the topic."""
    try:
        asked = await api.post(_number(reply.in_reply_to), answering=True)
    except Gone:
        return Unproven("The post that was answered is gone, and with it the way to the topic")
    topic = await api.topic(asked.topic_id, fresh=True, answering=True)
    me = await api.me()
    numbers = topic.post_stream.stream if topic.post_stream is not None else []
    later = [one for one in numbers if one > asked.id]
    page = await api.some(topic.id, later[-LOOKED_AT:], answering=True)
    begin = since + api.client.offset - SLACK
    for number in sorted(page.posts):
        post = page.posts[number]
        mine = post.user_id == me.id and not post.gone and from_iso(post.created_at) >= begin
        if mine and _answers(post, asked):
            typed = await api.post(number, answering=True)
            if alike(typed.raw if typed.raw is not None else to_text(typed.cooked), reply):
                return typed, topic
    if page.broken:
        return Unproven("The forum shows a post that we cannot read")
    if len(later) > LOOKED_AT:
        return Unproven("Too many posts were written since to look through all of them")
    return Absent()


def _answers(post: Post, asked: Post) -> bool:
    return post.answers == asked.post_number or (post.answers is None and asked.post_number == 1)


def alike(typed: str, reply: Outgoing) -> bool:
    """Say whether a post is this reply: its text, and as many pictures."""
    text, _, pictures = typed.partition("\n\n![") if reply.files else (typed, "", "")
    return same(text, reply.text) and pictures.count("](upload://") == len(reply.files)


def _number(remote_id: str) -> str:
    if not remote_id.isdecimal():
        raise Gone("This post is not one of the forum's")
    return remote_id
