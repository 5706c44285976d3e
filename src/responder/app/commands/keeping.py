"""`responder rebuild`, `backup`, `restore` and `export`."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from responder.app import printing
from responder.app.paths import Workspace
from responder.app.session import Session, opened, workspace
from responder.app.sole import sole
from responder.core.errors import DatabaseCorrupt, NotPossible, StoreError
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
    place = workspace(options)
    _spare(place, options.target)
    copies.backup(place.database, options.target)
    print(f"{options.target}: written and verified")
    return 0


def restore(options: Namespace) -> int:
    """Put a backup in the database's place."""
    place = workspace(options)
    with sole(place):
        try:
            copies.restore(options.source, place.database)
        except DatabaseCorrupt as error:
            raise StoreError(f"{error} The workspace is as it was.") from error
    print(f"{place.database}: restored from {options.source}")
    return 0


def export(options: Namespace) -> int:
    """Write every conversation, with its messages, as one JSON document a line."""
    _spare(workspace(options), options.target)
    with opened(options) as session, _output(options.target) as out:
        count = 0
        escaped = not printing.shows_all(out)
        for shape in _conversations(session):
            out.write(json.dumps(shape, ensure_ascii=escaped) + "\n")
            count += 1
    print(f"{count} conversations", file=sys.stderr)
    return 0


def _spare(place: Workspace, target: Path) -> None:
    if place.owns(target):
        raise NotPossible(f"{target} belongs to the workspace: choose another file")


@contextmanager
def _output(target: Path) -> Iterator[TextIO]:
    """Open what is written to; a file takes its name only once it is whole."""
    if str(target) == "-":
        yield sys.stdout
    elif target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8") as device:
            yield device
    else:
        with _whole(target) as file:
            yield file


@contextmanager
def _whole(target: Path) -> Iterator[TextIO]:
    part = target.with_name(target.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                yield file
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NotPossible(f"{target}: {error.strerror}. It was left as it was.") from error


def _conversations(session: Session) -> Iterator[printing.Shape]:
    for folder in (Folder.ALL, Folder.SPAM):
        after: str | None = None
        while True:
            page = session.views.page(InboxQuery(folder, Sort.NEWEST), after=after, limit=PAGE)
            for row in page.rows:
                found = session.views.thread(row.id, limit=1_000_000)
                if found is not None:
                    yield printing.thread(found, session.views.row_id(row.id))
            if (after := page.after) is None:
                break
