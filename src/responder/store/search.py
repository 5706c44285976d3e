"""Full-text search over messages, newest first. The text itself lies once, in the log."""

import sqlite3
from collections.abc import Iterable, Sequence
from uuid import UUID

from responder.core.messages import Message
from responder.core.questions import Hit

_TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"
TABLES = f"""
CREATE VIEW search_source AS
    SELECT m.number AS rowid, json_extract(e.body, '$.message.text') AS text,
        json_extract(e.body, '$.message.author.name') || ' ' || json_extract(e.body, '$.message.author.handle')
        AS who
    FROM messages m JOIN events e ON e.seq = m.event WHERE NOT m.deleted;
CREATE VIRTUAL TABLE search USING fts5 (
    text, who, content = 'search_source', content_rowid = 'rowid', prefix = '2 3', detail = none, columnsize = 0,
    {_TOKENS}
);
"""

NOTHING = '""'
"""A MATCH expression that finds nothing."""
MOST_WORDS = 32

_SCRATCH = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS temp.typed USING fts5 (text, {_TOKENS});
CREATE VIRTUAL TABLE IF NOT EXISTS temp.typed_words USING fts5vocab (temp, typed, instance);
"""


def expression(connection: sqlite3.Connection, text: str) -> str:
    """Return what a person typed as a MATCH expression: every word must occur, the last one may be begun only.

    The index's own tokenizer cuts the words: without positions (`detail = none`) it could not look
    for a word that it would cut in two.
    """
    for statement in _SCRATCH.strip().splitlines():
        connection.execute(statement)
    connection.execute("DELETE FROM temp.typed")
    connection.execute("INSERT INTO temp.typed (text) VALUES (?)", (_before_nul(text),))
    question = f'SELECT term FROM temp.typed_words ORDER BY "offset" LIMIT {MOST_WORDS}'
    words = [f'"{row[0]}"' for row in connection.execute(question)]
    if not words:
        return NOTHING
    return " ".join(words) + ("*" if text[-1].isalnum() else "")


def entry(number: int, message: Message) -> tuple[int, str, str]:
    """Return what the index holds of a message: the same words that `search_source` finds in the log."""
    who = f"{_before_nul(message.author.name)} {_before_nul(message.author.handle)}"
    return number, _before_nul(message.text), who


def _before_nul(text: str) -> str:
    """Return the text as far as SQLite's JSON functions read it."""
    return text.partition("\0")[0]


def add(connection: sqlite3.Connection, entries: Iterable[tuple[int, str, str]]) -> None:
    """Index messages that were just written.

    Row by row with values: an INSERT from a SELECT makes FTS5 write its segment out after each one.
    """
    connection.executemany("INSERT INTO search (rowid, text, who) VALUES (?, ?, ?)", entries)


def fill(connection: sqlite3.Connection) -> None:
    """Index every message there is, in one go."""
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")


def remove(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Take messages out of the index; called before their rows change."""
    connection.executemany(
        "INSERT INTO search (search, rowid, text, who)"
        " SELECT 'delete', rowid, text, who FROM search_source WHERE rowid = ?",
        [(number,) for number in numbers],
    )


def hits(connection: sqlite3.Connection, text: str, limit: int) -> list[Hit]:
    """Return the newest messages in which the words occur."""
    question = """
        SELECT m.id, c.id, s.found, m.created_at, c.name FROM (
            SELECT rowid AS number, snippet(search, 0, char(2), char(3), '…', 16) AS found
            FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?
        ) s JOIN messages m ON m.number = s.number JOIN conversations c ON c.number = m.conversation
        ORDER BY s.number DESC"""
    rows = connection.execute(question, (expression(connection, text), limit))
    return [
        Hit(UUID(bytes=message), UUID(bytes=conversation), name, found or "", at)
        for message, conversation, found, at, name in rows
    ]


def conversations(connection: sqlite3.Connection, words: str, limit: int) -> set[int] | None:
    """Return the numbers of the conversations with a message that matches; None if more than `limit` do."""
    question = """SELECT m.conversation FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?) s
        CROSS JOIN messages m ON m.number = s.rowid"""
    found = connection.execute(question, (words, limit + 1)).fetchall()
    return None if len(found) > limit else {row[0] for row in found}
