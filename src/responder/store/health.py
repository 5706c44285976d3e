"""How the accounts are doing: their state, the gaps, and what could not be read."""

import sqlite3
from collections.abc import Iterable
from uuid import UUID

import msgspec
from msgspec import Struct

from responder.core import events as e
from responder.core.ports import Unreadable
from responder.core.questions import BudgetLeft, ChannelHealth, Recount

KEPT_TABLES = """
CREATE TABLE health (
    account BLOB PRIMARY KEY, state TEXT NOT NULL, last_success INTEGER, problem TEXT NOT NULL, retry_at INTEGER
) WITHOUT ROWID;
CREATE TABLE unreadable (
    number INTEGER PRIMARY KEY, account BLOB NOT NULL, payload BLOB NOT NULL, why TEXT NOT NULL
);
CREATE INDEX unreadable_account ON unreadable (account);
CREATE TABLE unreadable_counts (account BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
"""

HONESTY = """
CREATE TABLE budgets (key TEXT PRIMARY KEY, spent TEXT NOT NULL) WITHOUT ROWID;
ALTER TABLE health ADD COLUMN figures TEXT NOT NULL DEFAULT '{}';
ALTER TABLE unreadable ADD COLUMN tried TEXT NOT NULL DEFAULT '';
"""
"""What came after `KEPT_TABLES`: budgets, figures of a channel, and which version last tried to read a payload."""

TABLES = """
CREATE TABLE gaps (
    event BLOB PRIMARY KEY, account BLOB NOT NULL, filled INTEGER NOT NULL, at INTEGER NOT NULL,
    since INTEGER NOT NULL, until INTEGER NOT NULL
) WITHOUT ROWID;
"""

KEPT = 200
"""How many unreadable payloads an account keeps; all are counted."""
LONGEST = 65_536
"""How many bytes of one payload are kept."""


def fold(connection: sqlite3.Connection, events: Iterable[e.Event]) -> None:
    """Write what these events say of gaps."""
    for event in events:
        match event.body:
            case e.GapSeen(since=since, until=until) | e.GapFilled(since=since, until=until):
                filled = isinstance(event.body, e.GapFilled)
                row = (event.id.bytes, event.stream.bytes, filled, event.at, since, until)
                connection.execute("INSERT INTO gaps VALUES (?, ?, ?, ?, ?, ?)", row)


def gaps(connection: sqlite3.Connection, account: UUID) -> tuple[tuple[int, int], ...]:
    """Return the stretches for which nobody can prove that nothing was missed, oldest first."""
    question = """SELECT DISTINCT since, until FROM gaps seen WHERE account = ? AND NOT filled AND NOT EXISTS (
            SELECT 1 FROM gaps later WHERE later.account = seen.account AND later.filled
            AND (later.at, later.event) > (seen.at, seen.event)
            AND later.since <= seen.since AND later.until >= seen.until
        ) ORDER BY since, until"""
    return tuple((since, until) for since, until in connection.execute(question, (account.bytes,)))


class Figures(Struct, frozen=True, omit_defaults=True):
    """The part of a channel's health that only people read."""

    lag: int | None = None
    next_at: int | None = None
    budgets: tuple[BudgetLeft, ...] = ()
    recount: Recount | None = None


def save(connection: sqlite3.Connection, health: ChannelHealth) -> None:
    """Keep the state of an account; gaps and unreadable payloads are counted elsewhere."""
    figures = Figures(health.lag, health.next_at, health.budgets, health.recount)
    row = (
        health.account.bytes, health.state, health.last_success, health.problem, health.retry_at,
        msgspec.json.encode(figures).decode(),
    )  # fmt: skip
    connection.execute("INSERT OR REPLACE INTO health VALUES (?, ?, ?, ?, ?, ?)", row)


def one(connection: sqlite3.Connection, account: UUID) -> ChannelHealth:
    """Return how an account is doing."""
    key = (account.bytes,)
    question = "SELECT state, last_success, problem, retry_at, figures FROM health WHERE account = ?"
    nothing = ("off", None, "", None, "{}")
    state, success, problem, retry_at, text = connection.execute(question, key).fetchone() or nothing
    figures = msgspec.json.decode(text, type=Figures)
    counted = connection.execute("SELECT n FROM unreadable_counts WHERE account = ?", key).fetchone()
    n: int = counted[0] if counted else 0
    return ChannelHealth(
        account, state, success, problem, retry_at, n, gaps(connection, account),
        figures.lag, figures.next_at, figures.budgets, figures.recount,
    )  # fmt: skip


def save_budget(connection: sqlite3.Connection, key: str, spent: str) -> None:
    """Keep what was used of some budgets."""
    connection.execute("INSERT OR REPLACE INTO budgets VALUES (?, ?)", (key, spent))


def budget(connection: sqlite3.Connection, key: str) -> str | None:
    """Return what was used of some budgets."""
    found = connection.execute("SELECT spent FROM budgets WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def keep_unreadable(connection: sqlite3.Connection, account: UUID, item: Unreadable) -> None:
    """Keep a payload as it came (the newest of each account) and count it."""
    key = account.bytes
    connection.execute(
        "INSERT INTO unreadable (account, payload, why) VALUES (?, ?, ?)",
        (key, item.payload[:LONGEST], item.why),
    )
    connection.execute(
        "INSERT INTO unreadable_counts VALUES (?, 1) ON CONFLICT (account) DO UPDATE SET n = n + 1", (key,)
    )
    connection.execute(
        "DELETE FROM unreadable WHERE account = ?1 AND number <= (SELECT number FROM unreadable"
        " WHERE account = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
        (key, KEPT),
    )


def untried(connection: sqlite3.Connection, account: UUID, version: str) -> list[tuple[int, Unreadable]]:
    """Return the payloads that a version of the program has not tried to read again, with their numbers, oldest first."""
    question = "SELECT number, payload, why FROM unreadable WHERE account = ? AND tried != ? ORDER BY number"
    rows = connection.execute(question, (account.bytes, version))
    return [(number, Unreadable(payload, why)) for number, payload, why in rows]


def tried(connection: sqlite3.Connection, number: int, version: str, *, read: bool) -> None:
    """Note that a version tried a payload again; one that it could read is let go and no longer counted."""
    if not read:
        connection.execute("UPDATE unreadable SET tried = ? WHERE number = ?", (version, number))
        return
    connection.execute(
        "UPDATE unreadable_counts SET n = n - 1 WHERE n > 0 AND account ="
        " (SELECT account FROM unreadable WHERE number = ?)",
        (number,),
    )
    connection.execute("DELETE FROM unreadable WHERE number = ?", (number,))


def unreadable(connection: sqlite3.Connection, account: UUID) -> list[Unreadable]:
    """Return the payloads kept, newest first."""
    question = "SELECT payload, why FROM unreadable WHERE account = ? ORDER BY number DESC"
    return [Unreadable(*row) for row in connection.execute(question, (account.bytes,))]
