"""Trying a monitor out on what is here already."""

import sqlite3
from collections.abc import Iterable, Iterator

from responder.core.events import MessageReceived
from responder.core.heard import Trial
from responder.core.messages import Message
from responder.core.monitors import Monitor, Term, TermKind, holds
from responder.store import search
from responder.store.log import Log

LOOKED_AT = 1_000
"""Of how many messages of each term the newest are looked at."""
SAMPLES = 3

_BY_WORDS = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
_BY_AUTHOR = """SELECT m.number FROM contacts c JOIN participants p ON p.contact = c.number
    JOIN messages m ON m.conversation = p.conversation
    WHERE c.handle = ? COLLATE NOCASE AND NOT m.deleted ORDER BY m.number DESC LIMIT ?"""


def trial(connection: sqlite3.Connection, monitor: Monitor) -> Trial:
    """Return what a monitor would have found, newest first. Feeds and places are not looked for."""
    numbers: dict[int, None] = {}
    more = False
    for term in monitor.terms:
        met = _numbers(connection, term)
        more = more or len(met) == LOOKED_AT
        numbers.update(dict.fromkeys(met))
    found = [one for one in _messages(connection, numbers) if _fits(one, monitor)]
    found.sort(key=lambda one: one.created_at, reverse=True)
    return Trial(len(found), more, tuple(found[:SAMPLES]))


def _numbers(connection: sqlite3.Connection, term: Term) -> list[int]:
    if term.kind in (TermKind.KEYWORD, TermKind.HASHTAG):
        # a space at its end: the last word is whole
        values: tuple[str, int] = (search.expression(connection, f"{term.text} "), LOOKED_AT)
        question = _BY_WORDS
    elif term.kind is TermKind.ACCOUNT:
        values, question = (term.text.lstrip("@"), LOOKED_AT), _BY_AUTHOR
    else:
        return []
    return [row[0] for row in connection.execute(question, values)]


def _messages(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[Message]:
    events = [
        row[0]
        for number in numbers
        if (row := connection.execute("SELECT event FROM messages WHERE number = ?", (number,)).fetchone())
    ]
    for event in Log(connection).at(events).values():
        if isinstance(event.body, MessageReceived):
            yield event.body.message


def _fits(message: Message, monitor: Monitor) -> bool:
    if message.author.ours or message.network not in (monitor.networks or (message.network,)):
        return False
    said = any(_says(message, term) for term in monitor.terms)
    return said and monitor.wants(f"{message.spoiler}\n{message.text}", message.language)


def _says(message: Message, term: Term) -> bool:
    match term.kind:
        case TermKind.ACCOUNT:
            return message.author.handle.casefold() == term.text.lstrip("@").casefold()
        case TermKind.HASHTAG:
            return holds(message.text, f"#{term.text.lstrip('#')}")
        case _:
            return holds(message.text, term.text)
