"""What is being written: never in the log, kept until sent or thrown away."""

import sqlite3
from uuid import UUID

from msgspec.structs import replace

from responder.core.messages import Enclosure
from responder.core.questions import Draft
from responder.store.columns import Columns

ROW = Columns(Draft)

TABLES = f"CREATE TABLE drafts ({ROW.declared}, PRIMARY KEY (conversation)) WITHOUT ROWID;"


def add_missing(connection: sqlite3.Connection) -> None:
    """Add the columns that a table made by an earlier version lacks."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(drafts)")}
    for name in ROW.names:
        if name not in there:
            connection.execute(f"ALTER TABLE drafts ADD COLUMN \"{name}\" TEXT NOT NULL DEFAULT '[]'")


def save(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft in place of the one before."""
    connection.execute(f"INSERT OR REPLACE INTO drafts ({ROW.quoted}) VALUES ({ROW.marks})", ROW.of(draft))


def enclose(connection: sqlite3.Connection, conversation: UUID, file: Enclosure, at: int) -> None:
    """Put a file into a conversation's draft, which begins with it if there is none."""
    draft = one(connection, conversation) or Draft(conversation, "")
    others = tuple(known for known in draft.files if known.key != file.key)
    save(connection, replace(draft, files=(*others, file), saved_at=at))


def discard(connection: sqlite3.Connection, conversation: UUID) -> None:
    """Throw a draft away; not having one is no error."""
    connection.execute("DELETE FROM drafts WHERE conversation = ?", (conversation.bytes,))


def one(connection: sqlite3.Connection, conversation: UUID) -> Draft | None:
    """Return the draft of a conversation."""
    question = f"SELECT {ROW.quoted} FROM drafts WHERE conversation = ?"
    found = connection.execute(question, (conversation.bytes,)).fetchone()
    return None if found is None else ROW.read(found)


def every(connection: sqlite3.Connection) -> list[Draft]:
    """Return all drafts, the one last written on top."""
    question = f"SELECT {ROW.quoted} FROM drafts ORDER BY saved_at DESC, conversation"
    return [ROW.read(found) for found in connection.execute(question)]
