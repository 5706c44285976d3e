"""Answering: once by a nonce that Discord enforces, and found again by reading the channel."""

from typing import Any
from uuid import UUID

from responder.connectors.discord import parse, words
from responder.connectors.discord.api import PAGE, Api, snowflake
from responder.connectors.discord.parse import Ours, Written
from responder.core.clock import MINUTE, from_iso
from responder.core.errors import Gone, Refused
from responder.core.ports import Absent, Outgoing, Unproven
from responder.net.client import Part
from responder.net.markup import same

LIMIT = 2000
MOST_FILES = 10
MOST_PAGES = 50
"""How far a channel is read for an answer of ours: 5,000 messages."""

SLACK = 2 * MINUTE
"""By how much the clocks may differ (µs)."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def nonce(reply: UUID) -> str:
    """Return a reply's id in at most 25 characters, as many as Discord takes."""
    number, text = reply.int, ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def parted(remote_id: str) -> tuple[str, str]:
    """Return channel and message. Raises Gone."""
    channel, _, number = remote_id.partition("/")
    if not (channel.isdecimal() and number.isdecimal()):
        raise Gone("This message is not one of Discord's")
    return channel, number


async def send(api: Api, reply: Outgoing) -> bytes:
    """Send a reply; return Discord's answer. Mentions in it call nobody but who is answered."""
    channel, number = parted(reply.in_reply_to)
    if len(reply.text) > LIMIT:
        raise Refused(words.TOO_LONG)
    if len(reply.files) > MOST_FILES:
        raise Refused("Discord takes ten pictures with an answer at most")
    body: dict[str, Any] = {
        "content": reply.text, "nonce": nonce(reply.id), "enforce_nonce": True,
        "message_reference": {"message_id": number, "fail_if_not_exists": True},
        "allowed_mentions": {"parse": [], "replied_user": True},
    }  # fmt: skip
    files: dict[str, Part] = {}
    if reply.files:
        body["attachments"] = [
            {"id": i, "filename": one.path.name, "description": one.description}
            for i, one in enumerate(reply.files)
        ]
        files = {
            f"files[{i}]": (one.path.name, one.path.read_bytes(), one.type)
            for i, one in enumerate(reply.files)
        }
    return (await api.write("POST", f"channels/{channel}/messages", body, files=files, once=True)).body


async def found(api: Api, ours: Ours, reply: Outgoing, since: int) -> Written | Absent | Unproven:
    """Look for a reply in its channel, from the question and the time of the attempt on."""
    channel, after = parted(reply.in_reply_to)
    begin: int | None = None
    for _ in range(MOST_PAGES):
        page = parse.page((await api.messages(channel, after=after)).body)
        # How far the clocks are apart is known only once the network has answered.
        begin = since + api.client.offset - SLACK if begin is None else begin
        for one in page.messages:
            if ours.wrote(one) and from_iso(one.timestamp) >= begin and _is(one, reply):
                return one
        if any(ours.bot.encode() in broken.payload for broken in page.broken):
            return Unproven(words.UNSEEN)
        if len(page) < PAGE or not page.messages:
            return Absent()
        after = max(page.messages[-1].id, snowflake(begin), key=int)
    return Unproven("There are too many messages in this channel to look through all of them")


def _is(one: Written, reply: Outgoing) -> bool:
    if one.nonce is not None:
        return str(one.nonce) == nonce(reply.id)
    return one.above == reply.in_reply_to and same(one.content, reply.text)
