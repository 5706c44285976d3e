"""An event log as the contract asks it, and ours in SQLite behind it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from responder.core.clock import SystemClock
from responder.core.events import Event
from responder.store.log import Log
from responder.store.rows import Rows
from responder.store.store import Appended, Store, Write
from tests.core.people import ACCOUNT
from tests.store.tables import Rows as Tables
from tests.store.tables import meaning


class Opened(Protocol):
    """What the contract needs to do and to look at."""

    def append(self, events: Sequence[Event], cursor: str | None = None) -> list[Event]: ...
    def append_at_once(self, batches: Sequence[Sequence[Event]]) -> list[list[Event] | Exception]: ...
    def failure(self, events: Sequence[Event], cursor: str) -> BaseException | None: ...
    def everything(self) -> list[Event]: ...
    def stream(self, stream: UUID) -> list[Event]: ...
    def seen_by_a_decision(self, stream: UUID) -> list[Event]: ...
    def cursor(self, account: UUID) -> str | None: ...
    def tables(self) -> Tables: ...
    def reopen(self) -> None: ...


class InSqlite:
    """The workspace's own log."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store.open(path, SystemClock())

    def append(self, events: Sequence[Event], cursor: str | None = None) -> list[Event]:
        at = None if cursor is None else (ACCOUNT, cursor)
        return list(self.store.append(events, cursor=at).result().events)

    def append_at_once(self, batches: Sequence[Sequence[Event]]) -> list[list[Event] | Exception]:
        futures = [self.store.append(batch) for batch in batches]
        errors = [future.exception() for future in futures]
        return [
            error if isinstance(error, Exception) else list(future.result().events)
            for future, error in zip(futures, errors, strict=True)
        ]

    def failure(self, events: Sequence[Event], cursor: str) -> BaseException | None:
        return self.store.append(events, cursor=(ACCOUNT, cursor)).exception()

    def everything(self) -> list[Event]:
        return [one.event for one in Log(self.store.reading()).after(0, 1_000_000)]

    def stream(self, stream: UUID) -> list[Event]:
        return self.store.rows().events(stream)

    def seen_by_a_decision(self, stream: UUID) -> list[Event]:
        seen: list[Event] = []

        def decide(rows: Rows) -> Write:
            seen.extend(rows.events(stream))
            return Write()

        done: Appended = self.store.transact(decide).result()
        assert done.events == ()
        return seen

    def cursor(self, account: UUID) -> str | None:
        return self.store.cursor(account)

    def tables(self) -> Tables:
        return meaning(self.path)

    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, SystemClock())
