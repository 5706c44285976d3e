"""The tables, and how an older file becomes a newer one."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from responder.core.errors import DatabaseCorrupt, DatabaseTooNew
from responder.store import (
    acts,
    contacts,
    conversations,
    counters,
    drafts,
    health,
    hits,
    inbox,
    log,
    messages,
    search,
    sending,
    team,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = 2
"""What `PRAGMA user_version` says of a file that this code understands."""

WORKSPACE = "CREATE TABLE workspace (name TEXT PRIMARY KEY, value TEXT);"

KEPT = (
    log.TABLES,
    drafts.TABLES,
    health.KEPT_TABLES,
    health.HONESTY,
    WORKSPACE,
)
"""What cannot be made again."""

FOLDED = (
    conversations.TABLES, messages.TABLES, inbox.TABLES, contacts.TABLES, sending.TABLES, acts.TABLES,
    hits.TABLES, team.TABLES, health.TABLES, counters.TABLES, search.TABLES,
)  # fmt: skip
INDEXES = inbox.INDEXES
"""What is folded from the log; `rebuild` makes it again."""


MARK = 0x52535052
"""What `PRAGMA application_id` says of a file of ours: "RSPR"."""


def recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Look at a file without touching it. Raises DatabaseCorrupt, DatabaseTooNew, sqlite3.Error."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    mark: int = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    if mark != MARK and not empty:
        raise DatabaseCorrupt(f"{path} is no workspace of Responder. It was left as it is.")
    if version > VERSION:
        raise DatabaseTooNew(f"A later version of Responder wrote {path}. Install that version.")


def prepare(connection: sqlite3.Connection) -> None:
    """Bring a recognised file up to date. Raises sqlite3.Error."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < VERSION:
        connection.execute(f"PRAGMA application_id = {MARK}")
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database, Migrations  # costs a tenth of a second: only when needed

    migrations = Migrations("responder")

    @migrations(name="0001 first tables")
    def _first(database: "Database", /) -> None:
        for script in (log.TABLES, drafts.TABLES, health.KEPT_TABLES, WORKSPACE):
            run(database.conn, script)

    @migrations(name="0002 honesty")
    def _honesty(database: "Database", /) -> None:
        run(database.conn, health.HONESTY)
        drafts.add_missing(database.conn)

    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {VERSION}")


def fingerprint() -> str:
    """Return what tells one shape of the folded tables from another."""
    return blake2b("".join((*FOLDED, INDEXES)).encode(), digest_size=16).hexdigest()


def stale(connection: sqlite3.Connection) -> bool:
    """Say whether the folded tables have another shape than this code writes, or miss events of the log."""
    found = connection.execute("SELECT value FROM workspace WHERE name = 'folded'").fetchone()
    return found != (fingerprint(),) or log.position(connection) != log.Log(connection).last()


def clear(connection: sqlite3.Connection) -> None:
    """Drop the folded tables, whatever their shape, and make them again, empty and without `INDEXES`."""
    kept = _names(KEPT)
    question = (
        "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY name = 'search' DESC"
    )
    for kind, name in connection.execute(question).fetchall():
        if (
            name not in kept and not name.startswith(("sqlite_", "_sqlite", "search_"))
        ) or name == "search_source":
            connection.execute(f"DROP {kind} {name}")
    for script in FOLDED:
        run(connection, script)
    connection.execute("INSERT OR REPLACE INTO workspace VALUES ('folded', ?)", (fingerprint(),))


def _names(scripts: Iterable[str]) -> set[str]:
    with closing(sqlite3.connect(":memory:")) as scratch:
        for script in scripts:
            run(scratch, script)
        return {row[0] for row in scratch.execute("SELECT name FROM sqlite_master")}


def run(connection: sqlite3.Connection, script: str) -> None:
    """Execute several statements without ending the transaction that is open."""
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            if part.strip():
                connection.execute(statement)
            statement = ""
