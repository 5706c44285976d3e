"""`responder rebuild`, `backup`, `restore` and `export`."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from responder.app import printing
from responder.app.session import Session, opened, workspace
from responder.app.sole import sole
from responder.core.questions import Folder, InboxQuery, Sort
from responder.store import backup as copies
from responder.store import rebuild as rebuilding

PAGE = 500


def rebuild(options: Namespace) -> int:
    """Make every projection again from the log."""
    place = workspace(options)
    with sole(place):
        rebuilding.rebuild(place.database, _progress)
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,} events", end="" if done < total else "\n", file=sys.stderr)


def backup(options: Namespace) -> int:
    """Copy the database while it is in use, and prove the copy."""
    copies.backup(workspace(options).database, options.target)
    print(f"{options.target}: written and verified")
    return 0


def restore(options: Namespace) -> int:
    """Put a backup in the database's place."""
    place = workspace(options)
    with sole(place):
        copies.restore(options.source, place.database)
    print(f"{place.database}: restored from {options.source}")
    return 0


def export(options: Namespace) -> int:
    """Write every conversation, with its messages, as one JSON document a line."""
    with opened(options) as session, _output(options.target) as out:
        count = 0
        for line in _conversations(session):
            out.write(line + "\n")
            count += 1
    print(f"{count} conversations", file=sys.stderr)
    return 0


@contextmanager
def _output(target: str) -> Iterator[TextIO]:
    if target == "-":
        yield sys.stdout
        return
    with Path(target).open("w", encoding="utf-8") as file:
        yield file


def _conversations(session: Session) -> Iterator[str]:
    for folder in (Folder.ALL, Folder.SPAM):
        after: str | None = None
        while True:
            page = session.views.page(InboxQuery(folder, Sort.NEWEST), after=after, limit=PAGE)
            for row in page.rows:
                found = session.views.thread(row.id, limit=1_000_000)
                if found is not None:
                    yield json.dumps(printing.thread(found, session.views.row_id(row.id)), ensure_ascii=False)
            if (after := page.after) is None:
                break
