"""Pages of the inbox: which index to walk, so that any folder, filter and order is quick at any depth.

Rows that lists cannot tell apart (save by label: a tag, a monitor, a place) share a cell, and cells say how many rows a question has. If these
are few they are all read and sorted; otherwise rows come in the order wanted from several index ranges ("streams",
one for each priority), merged as far as the page goes, by the rarest of the folder and the filters that have an index
in that order: as many match, some are soon found. Who waits always comes before who does not.
"""

import heapq
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isqrt

import msgspec

from responder.core.errors import NotPossible
from responder.core.questions import Folder, InboxQuery, Sort
from responder.core.sla import TARGETS
from responder.store import search
from responder.store.counters import EVERYWHERE, count
from responder.store.facets import BITS, LAST
from responder.store.inbox import LABELS, index

FEW = 5_000
"""Up to how many rows may be read and sorted rather than walked in order.

Fewer where walking is cheaper: to meet `limit` of m rows that match, it passes limit / m of all that it leads by.
"""
IN_ORDER = ("folder", "account", "assignee", "mood")
"""What has an index in the order of time, so that rows can be walked by it."""
MANY_HITS = 20_000
"""Up to how many messages that contain a text are read at once; a more common one is looked for row by row."""
NEVER = 2 * (LAST + 1)
"""Later than any time in µs: those who do not wait come after those who do, newest first."""
PRIORITIES = (3, 2, 1, 0)

_KEY = re.compile("(-?[0-9]{1,18}):([0-9]{1,18})")

Row = tuple[int, int]
"""(key, number): lists are in ascending order of both."""


@dataclass(slots=True)
class Filter:
    """Conditions on rows of `inbox`, with their values."""

    terms: list[str]
    values: list[object]

    def add(self, term: str, *values: object) -> None:
        """Add one condition."""
        self.terms.append(term)
        self.values.extend(values)

    @property
    def sql(self) -> str:
        """Return the conditions as one."""
        return " AND ".join(self.terms)


def numbers(
    connection: sqlite3.Connection, query: InboxQuery, after: str | None, limit: int, few: int = FEW
) -> tuple[list[int], str | None]:
    """Return the next conversations of a list by number, and the key to go on from (None at the end)."""
    rows = _Page(connection, query, _key(after), few).rows(limit)
    following = "{}:{}".format(*rows[-1]) if len(rows) == limit else None
    return [number for _, number in rows], following


def matching(connection: sqlite3.Connection, query: InboxQuery) -> Iterable[bytes]:
    """Yield the ids of all conversations that match, in no order."""
    found = _filter(query)
    _by_text(connection, query, found)
    question = f"""SELECT id FROM conversations WHERE number IN
        (SELECT number FROM inbox WHERE {found.sql})"""
    for row in connection.execute(question, found.values):
        yield row[0]


def _key(after: str | None) -> Row | None:
    if after is None:
        return None
    found = _KEY.fullmatch(after)
    if found is None:
        raise NotPossible(f"{after!r} is not the key that a page ended with.")
    return int(found[1]), int(found[2])


def _by_cell(query: InboxQuery, table: str = "cells") -> Filter:
    """Return the conditions that hold for all rows of a cell or for none."""
    found = Filter([f"folders & {BITS[query.folder]}"], [])
    if query.folder is Folder.MINE:
        found.add("assignee = ?", query.member)
    for column, value in _wanted(query):
        found.add(f"{column} = ?", value)
    if query.priority is not None:
        found.add(f"{table}.priority = ?", query.priority)
    return found


def _filter(query: InboxQuery) -> Filter:
    found = _by_cell(query, "inbox")
    for label, value in _labels(query):
        found.add(
            f"EXISTS (SELECT 1 FROM {LABELS[label]} t WHERE t.{label} = ? AND t.priority = inbox.priority"
            " AND t.newest = inbox.newest AND t.number = inbox.number)",
            value,
        )
    return found


def _labels(query: InboxQuery) -> Iterator[tuple[str, object]]:
    """Yield what is asked of that has a table of its own."""
    if query.tag is not None:
        yield "tag", query.tag
    if query.monitor is not None:
        yield "monitor", query.monitor.bytes
    if query.place is not None:
        yield "place", query.place


def _wanted(query: InboxQuery) -> Iterator[tuple[str, object]]:
    if query.account is not None:
        yield "account", query.account.bytes
    for column, value in (
        ("network", query.network),
        ("assignee", query.assignee),
        ("language", query.language),
    ):
        if value is not None:
            yield column, value
    for column, word in (("kind", query.kind), ("mood", query.mood)):
        if word is not None:
            yield column, word.value


def _told(value: object) -> str:
    """Return a value as counters are kept under it."""
    return value.hex() if isinstance(value, bytes) else str(value)


def _by_text(connection: sqlite3.Connection, query: InboxQuery, found: Filter) -> bool:
    """Add the condition of the text; say whether it leaves few enough rows to lead."""
    if not query.text.strip():
        return False
    words = search.expression(connection, query.text)
    hits = search.conversations(connection, words, MANY_HITS)
    if hits is None:
        found.add(
            "EXISTS (SELECT 1 FROM messages m CROSS JOIN search s ON s.rowid = m.number"
            " WHERE m.conversation = inbox.number AND s.search MATCH ?)",
            words,
        )
        return False
    found.add("inbox.number IN (SELECT value FROM json_each(?))", msgspec.json.encode(sorted(hits)).decode())
    return True


class _Page:
    """One question on its way to rows."""

    def __init__(
        self, connection: sqlite3.Connection, query: InboxQuery, after: Row | None, few: int
    ) -> None:
        self._connection, self._query, self._after, self._few = connection, query, after, few
        self._filter = _filter(query)
        self._labels = dict(_labels(query))
        self._levels: Sequence[int] = PRIORITIES

    def rows(self, limit: int) -> list[Row]:
        """Return the rows after the key."""
        counts = self._counts()
        least = min(counts, key=lambda name: counts[name])
        if not counts[least]:
            return []
        if _by_text(self._connection, self._query, self._filter):
            return self._gather("NOT INDEXED", limit)
        if least in self._labels and counts[least] <= self._few:
            lead = f"number IN (SELECT number FROM {LABELS[least]} WHERE {least} = ?)"
            return self._gather("", limit, lead, self._labels[least])
        if self._filtered():
            cells = self._cells()
            if sum(n for _, _, n in cells) <= min(self._few, isqrt(counts[least] * limit)):
                told = msgspec.json.encode([number for number, _, _ in cells]).decode()
                return self._gather(
                    "INDEXED BY inbox_cell", limit, "cell IN (SELECT value FROM json_each(?))", told
                )
            self._levels = sorted({level for _, level, _ in cells}, reverse=True)
        return list(islice(self._walk(least), limit))

    def _filtered(self) -> bool:
        """Say whether more than the folder and labels decides."""
        return self._query.priority is not None or any(True for _ in _wanted(self._query))

    def _cells(self) -> list[tuple[int, int, int]]:
        """Return (number, priority, rows) of the cells that the folder and the filters leave, whatever the labels."""
        found = _by_cell(self._query)
        question = f"SELECT number, priority, n FROM cells WHERE {found.sql}"
        return self._connection.execute(question, found.values).fetchall()

    def _counts(self) -> dict[str, int]:
        """Return how many rows the folder and each filter hold by themselves, where rows can be walked by it."""
        query, connection = self._query, self._connection
        mine = query.folder is Folder.MINE
        found = {
            "folder": count(connection, query.folder, "assignee", query.member)
            if mine
            else count(connection, query.folder, "", "")
        }
        for name, value in _wanted(query):
            if name not in IN_ORDER:
                continue
            found[name] = count(connection, EVERYWHERE, name, _told(value))
        for label, value in self._labels.items():
            found[label] = count(connection, EVERYWHERE, label, _told(value))
        return found

    def _gather(self, hint: str, limit: int, lead: str = "", *led: object) -> list[Row]:
        """Read every row that the leading filter leaves, and sort."""
        key = KEYS[self._query.sort]
        terms, values = [*self._filter.terms], [*self._filter.values]
        if lead:
            terms.append(f"inbox.{lead}")
            values.extend(led)
        if self._after is not None:
            terms.append(f"({key}, inbox.number) > (?, ?)")
            values.extend(self._after)
        question = f"""SELECT {key} AS key, inbox.number FROM inbox {hint} WHERE {" AND ".join(terms)}
            ORDER BY key, inbox.number LIMIT ?"""
        return self._connection.execute(question, (*values, limit)).fetchall()

    def _walk(self, lead: str) -> Iterator[Row]:
        """Yield rows in order, from as few index ranges as the order needs."""
        levels = self._levels
        match self._query.sort:
            case Sort.PRIORITY:
                for level in levels:
                    base = (3 - level) << 55
                    yield from self._waiting(lead, level, base)
                    yield from self._newest(lead, level, base + NEVER, rest_only=True)
            case Sort.NEWEST:
                yield from heapq.merge(*[s for p in levels for s in self._all_newest(lead, p)])
            case sort:
                added = TARGETS if sort is Sort.DUE else (0, 0, 0, 0)
                yield from heapq.merge(*[self._waiting(lead, p, added[p]) for p in levels])
                yield from heapq.merge(*[self._newest(lead, p, NEVER, rest_only=True) for p in levels])

    def _all_newest(self, lead: str, level: int) -> list[Iterator[Row]]:
        if lead != "folder":
            return [self._newest(lead, level, 0)]
        return [self._newest(lead, level, 0, rest_only=True), self._newest("waiting", level, 0)]

    def _waiting(self, lead: str, level: int, added: int) -> Iterator[Row]:
        """Yield who waits at one priority, the longest first; the key is since when, and `added`."""
        terms, values = (
            [*self._filter.terms, "waiting IS NOT NULL", "priority = ?"],
            [*self._filter.values, level],
        )
        if self._after is not None:
            since, number = self._after[0] - added, self._after[1]
            terms.append("waiting >= ? AND (waiting > ? OR number > ?)")
            values.extend((since, since, number))
        by_folder = lead == "folder" or lead in self._labels
        hint = index(self._query.folder, "waiting") if by_folder else f"inbox_{lead}_waiting"
        question = f"""SELECT waiting + {added}, number FROM inbox INDEXED BY {hint}
            WHERE {" AND ".join(terms)} ORDER BY waiting, number"""
        return self._connection.execute(question, values)

    def _newest(self, lead: str, level: int, base: int, *, rest_only: bool = False) -> Iterator[Row]:
        """Yield rows of one priority, newest first; the key is `base` less the time."""
        if rest_only and self._query.folder is Folder.NEEDS_REPLY:
            return iter(())  # whoever is there waits
        table, order = "inbox", "newest"
        terms, values = [*self._filter.terms, "priority = ?"], [*self._filter.values, level]
        match lead:
            case "folder":
                table += f" INDEXED BY {index(self._query.folder, 'resting')}"
            case "waiting":
                table += f" INDEXED BY {index(self._query.folder, 'waiting_newest')}"
                terms.append("waiting IS NOT NULL")
            case _ if lead in self._labels:
                return self._newest_by_label(lead, level, base, rest_only)
            case _:
                table += f" INDEXED BY inbox_{lead}"
        if rest_only:
            terms.append("waiting IS NULL")
        self._go_on(terms, values, order, base, "number")
        question = f"""SELECT {base} - newest, number FROM {table}
            WHERE {" AND ".join(terms)} ORDER BY newest DESC, number"""
        return self._connection.execute(question, values)

    def _newest_by_label(self, label: str, level: int, base: int, rest_only: bool) -> Iterator[Row]:
        terms: list[str] = [f"led.{label} = ?", "led.priority = ?"]
        values: list[object] = [self._labels[label], level]
        self._go_on(terms, values, "led.newest", base, "led.number")
        terms.extend(self._filter.terms)
        values.extend(self._filter.values)
        if rest_only:
            terms.append("inbox.waiting IS NULL")
        question = f"""SELECT {base} - led.newest, led.number
            FROM {LABELS[label]} led CROSS JOIN inbox ON inbox.number = led.number
            WHERE {" AND ".join(terms)} ORDER BY led.newest DESC, led.number"""
        return self._connection.execute(question, values)

    def _go_on(self, terms: list[str], values: list[object], column: str, base: int, number: str) -> None:
        if self._after is not None:
            at = base - self._after[0]
            terms.append(f"{column} <= ? AND ({column} < ? OR {number} > ?)")
            values.extend((at, at, self._after[1]))


_DUE = "CASE inbox.priority {} END".format(
    " ".join(f"WHEN {priority} THEN {target}" for priority, target in enumerate(TARGETS))
)
KEYS: dict[Sort, str] = {
    Sort.NEWEST: "-inbox.newest",
    Sort.WAITING: f"coalesce(waiting, {NEVER} - inbox.newest)",
    Sort.DUE: f"coalesce(waiting + {_DUE}, {NEVER} - inbox.newest)",
    Sort.PRIORITY: f"((3 - inbox.priority) << 55) + coalesce(waiting, {NEVER} - inbox.newest)",
}
"""What each order sorts by, the smallest first; ties by number."""
