"""The business's places, as the newest message about each tells them, and what was said of them."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from responder.core import events as e
from responder.core import places
from responder.core.messages import Message, Place
from responder.core.places import PlaceReport, Said
from responder.store.log import Log, marks

_TRIES = 5
"""In how many conversations a place is looked for: what is spam or deleted tells nothing."""

_KEYS = (
    "SELECT value FROM counts WHERE folder = '*' AND facet = 'place' AND n > 0 ORDER BY n DESC, value LIMIT ?"
)


def known(connection: sqlite3.Connection, limit: int = -1) -> dict[str, Place]:
    """Return the places that most conversations are about, by key; each as the newest conversation has it."""
    log, found = Log(connection), dict[str, Place]()
    for (key,) in connection.execute(_KEYS, (limit,)).fetchall():
        numbers = _newest(connection, key)
        told = _messages(connection, log, numbers)
        place = next((one for number in numbers for one in _told(told.get(number, ()), key)), None)
        if place is not None:
            found[key] = place
    return found


def _newest(connection: sqlite3.Connection, key: str) -> list[int]:
    """Return the newest conversations about a place, whatever their priority: none of the others is looked at."""
    question = f"""SELECT newest, number FROM stands WHERE place = ? AND priority = ?
        ORDER BY newest DESC, number LIMIT {_TRIES}"""
    found = [row for level in range(4) for row in connection.execute(question, (key, level))]
    return [number for _, number in sorted(found, key=lambda row: (-row[0], row[1]))[:_TRIES]]


def _told(messages: Iterable[Message], key: str) -> Iterator[Place]:
    for message in messages:
        if message.place is not None and places.key(message.network, message.place) == key:
            yield message.place


def reports(connection: sqlite3.Connection, since: int = 0) -> list[PlaceReport]:
    """Return what was said of each place since a time (µs UTC), by the places' names."""
    made = (
        places.report(key, key.partition(":")[0], place, _said(connection, key, since))
        for key, place in known(connection).items()
    )
    return sorted(made, key=lambda one: (one.place.name.casefold(), one.key))


def _said(connection: sqlite3.Connection, key: str, since: int) -> list[Said]:
    """Return the reviews of a place, each with how long our first answer took."""
    question = """SELECT c.rating, max(0, c.answered_at - c.reviewed_at)
        FROM stands s JOIN conversations c ON c.number = s.number
        WHERE s.place = ? AND s.newest >= ? AND c.reviewed_at >= ? AND NOT c.spam"""
    return [Said(*row) for row in connection.execute(question, (key, since, since))]


def _messages(connection: sqlite3.Connection, log: Log, numbers: list[int]) -> dict[int, list[Message]]:
    """Return what is still shown of these conversations, oldest first, by conversation."""
    question = f"""SELECT conversation, event FROM messages WHERE conversation IN ({marks(numbers)}) AND NOT deleted
        ORDER BY conversation, created_at, number"""
    rows = connection.execute(question, numbers).fetchall()
    events = log.at(event for _, event in rows)
    found: dict[int, list[Message]] = {}
    for conversation, group in groupby(rows, key=itemgetter(0)):
        bodies = (events[event].body for _, event in group)
        received = (body.message for body in bodies if isinstance(body, e.MessageReceived))
        found[conversation] = [message for message in received if not message.state.junk]
    return found
