"""Accounts, members, templates and monitors: the newest word on each is what holds."""

import sqlite3
from collections.abc import Iterable
from uuid import UUID

import msgspec

from responder.core import events as e
from responder.core.accounts import Account, Member
from responder.core.monitors import Field, Monitor
from responder.core.questions import TemplateUse
from responder.core.templates import Template

TABLES = """
CREATE TABLE team (
    stream BLOB PRIMARY KEY, kind TEXT NOT NULL, body TEXT, at INTEGER NOT NULL, event BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE template_uses (
    template BLOB PRIMARY KEY, used INTEGER NOT NULL, last_used INTEGER NOT NULL
) WITHOUT ROWID;
"""

_NEWEST = """
INSERT INTO team VALUES (?, ?, ?, ?, ?)
ON CONFLICT (stream) DO UPDATE SET kind = excluded.kind, body = excluded.body, at = excluded.at, event = excluded.event
WHERE (excluded.at, excluded.event) > (at, event)
"""
_USED = """
INSERT INTO template_uses VALUES (?, 1, ?)
ON CONFLICT (template) DO UPDATE SET used = used + 1, last_used = max(last_used, excluded.last_used)
"""


def fold(connection: sqlite3.Connection, events: Iterable[e.Event]) -> None:
    """Write what these events say; the order in which they come does not matter."""
    for event in events:
        match event.body:
            case (
                e.AccountConnected(account=Account() as saved)
                | e.TemplateSaved(template=Template() as saved)
                | e.MonitorSaved(monitor=Monitor() as saved)
            ):
                _write(connection, event, type(saved).__name__, saved)
            case e.MemberSaved(member=member):
                _write(connection, event, "Member", member)
            case e.AccountRemoved():
                _write(connection, event, "Account", None)
            case e.TemplateRemoved():
                _write(connection, event, "Template", None)
            case e.MonitorRemoved():
                _write(connection, event, "Monitor", None)
            case e.TemplateUsed():
                connection.execute(_USED, (event.stream.bytes, event.at))


def _write(connection: sqlite3.Connection, event: e.Event, kind: str, saved: msgspec.Struct | None) -> None:
    body = None if saved is None else msgspec.json.encode(saved).decode()
    connection.execute(_NEWEST, (event.stream.bytes, kind, body, event.at, event.id.bytes))


def _bodies(connection: sqlite3.Connection, kind: str) -> Iterable[str]:
    question = "SELECT body FROM team WHERE kind = ? AND body IS NOT NULL"
    return [row[0] for row in connection.execute(question, (kind,))]


def accounts(connection: sqlite3.Connection) -> list[Account]:
    """Return the connected accounts, by network and handle."""
    found = [msgspec.json.decode(body, type=Account) for body in _bodies(connection, "Account")]
    return sorted(found, key=lambda one: (one.network, one.handle, one.id))


def account(connection: sqlite3.Connection, account_id: UUID) -> Account | None:
    """Return one connected account."""
    return next((one for one in accounts(connection) if one.id == account_id), None)


def members(connection: sqlite3.Connection) -> list[Member]:
    """Return the members of the team, by name."""
    found = [msgspec.json.decode(body, type=Member) for body in _bodies(connection, "Member")]
    return sorted(found, key=lambda one: (one.name, one.id))


def templates(connection: sqlite3.Connection) -> list[TemplateUse]:
    """Return the templates with how often each was used, by name."""
    uses = {row[0]: row[1:] for row in connection.execute("SELECT * FROM template_uses")}
    found = [msgspec.json.decode(body, type=Template) for body in _bodies(connection, "Template")]
    return [
        TemplateUse(one, *uses.get(one.id.bytes, (0, 0)))
        for one in sorted(found, key=lambda one: (one.name.casefold(), one.id))
    ]


def monitors(connection: sqlite3.Connection) -> list[Monitor]:
    """Return the monitors, by what they watch and by name."""
    found = [msgspec.json.decode(body, type=Monitor) for body in _bodies(connection, "Monitor")]
    order = list(Field)
    return sorted(found, key=lambda one: (order.index(one.field), one.name.casefold(), one.id))
