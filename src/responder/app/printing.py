"""How conversations and messages are printed: JSON with stable names for scripts, short lines for people."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from responder.core.clock import DAY, HOUR, MINUTE, SECOND, to_iso
from responder.core.conversations import Conversation
from responder.core.places import PlaceReport, key
from responder.core.questions import Hit, MessageView, Thread
from responder.core.replies import Reply

Shape = dict[str, Any]


def as_json(value: object) -> None:
    """Print one JSON document."""
    print(json.dumps(value, indent=2, ensure_ascii=not shows_all(sys.stdout)))


def shows_all(stream: TextIO | None) -> bool:
    """Say whether a stream takes every character; for others JSON must be escaped by its own rules."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")


def table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows with aligned columns; the last column runs as long as it likes."""
    lines = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [cell + " " * (room - width(cell)) for cell, room in zip(line[:-1], widths, strict=False)]
        print("  ".join([*cells, line[-1]]).rstrip())


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def time(at: int | None) -> str | None:
    """Return a time as ISO 8601, or nothing."""
    return None if at is None else to_iso(at)


def age(since: int | None, now: int) -> str:
    """Return how long ago it was, in its largest unit."""
    if since is None:
        return "-"
    for unit, letter in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m")):
        if now - since >= unit:
            return f"{(now - since) // unit}{letter}"
    return "now"


def span(duration: int | None) -> str:
    """Return how long something took (µs), in its largest unit."""
    return "-" if duration is None else age(0, max(duration, MINUTE))


def one_line(text: str, longest: int = 80) -> str:
    """Return the beginning of a text, without line breaks or control characters."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def conversation(row: Conversation, number: int | None) -> Shape:
    """Return a conversation for JSON."""
    return {
        "id": str(row.id), "number": number, "network": row.network, "account": str(row.account),
        "kind": row.kind, "name": row.name, "handle": row.handle, "title": row.title,
        "status": row.status, "needs_reply": row.needs_reply, "assignee": row.assignee,
        "priority": row.priority, "mood": row.mood, "tags": list(row.tags), "level": row.level,
        "level_reason": row.level_reason, "level_person": row.level_person,
        "level_acknowledged": row.level_acknowledged, "private": row.private, "unread": row.unread, "place": row.place or None,
        "addressed": row.addressed, "monitors": [str(monitor) for monitor in row.monitors],
        "starred": row.starred, "muted": row.muted, "spam": row.spam, "language": row.language,
        "waiting_since": time(row.waiting_since), "last_at": time(row.last_at),
        "snoozed_until": time(row.snoozed_until), "messages": row.messages, "snippet": row.snippet,
    }  # fmt: skip


def message(view: MessageView) -> Shape:
    """Return a message for JSON."""
    said = view.message
    return {
        "id": str(said.id), "remote_id": said.remote_id, "parent": said.parent, "kind": said.kind,
        "name": said.author.name, "handle": said.author.handle, "ours": said.author.ours, "member": view.member,
        "text": said.text, "spoiler": said.spoiler, "created_at": time(said.created_at),
        "edited_at": time(said.edited_at), "visibility": said.visibility, "state": said.state,
        "language": said.language, "url": said.url, "deleted": view.deleted, "mood": view.mood, "rating": said.rating,
        "place": None if said.place is None else {"key": key(said.network, said.place), "name": said.place.name},
        "addressed": said.addressed, "monitors": [str(monitor) for monitor in said.monitors],
        "tags": list(view.tags), "earlier": list(view.earlier),
        "attachments": [{"kind": file.kind, "url": file.url, "description": file.description} for file in said.attachments],
    }  # fmt: skip


def reply(row: Reply) -> Shape:
    """Return a reply for JSON."""
    return {
        "id": str(row.id), "conversation": str(row.conversation), "author": row.author, "text": row.text,
        "visibility": row.visibility, "state": row.state, "submitted_at": time(row.submitted_at),
        "due_at": time(row.due_at), "attempts": row.attempts, "error": row.error, "held_by": row.held_by,
        "remote_id": row.remote_id,
    }  # fmt: skip


def thread(found: Thread, number: int | None) -> Shape:
    """Return a whole conversation for JSON."""
    return conversation(found.row, number) | {
        "messages": [message(view) for view in found.messages],
        "replies": [reply(row) for row in found.replies],
        "history": [{"kind": e.kind, "actor": e.actor, "at": time(e.at)} for e in found.events],
    }


def place(found: PlaceReport) -> Shape:
    """Return a place's report for JSON; times are in seconds."""
    where = found.place
    return {
        "key": found.key, "network": found.network, "name": where.name, "address": where.address,
        "latitude": where.latitude, "longitude": where.longitude, "reviews": found.reviews, "rated": found.rated,
        "rating": found.rating, "answered": found.answered, "answered_share": found.share,
        "first_answer_seconds": None if found.first_answer is None else found.first_answer / SECOND,
    }  # fmt: skip


def hit(found: Hit) -> Shape:
    """Return a search result for JSON, its marks as `[` and `]`."""
    snippet = found.snippet.replace("\x02", "[").replace("\x03", "]")
    return {
        "message": str(found.message), "conversation": str(found.conversation), "name": found.name,
        "snippet": snippet, "at": time(found.at),
    }  # fmt: skip
