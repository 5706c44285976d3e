"""A workspace that the first version wrote, opened by this one: nothing that cannot be made again is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

from responder.core.ports import Unreadable
from responder.core.questions import ChannelHealth, Draft, InboxQuery
from responder.store.store import Store
from responder.views.views import Views
from tests.scripted import ACCOUNT, CONVERSATION, START, Clock, arrive, done, message

DOWN = """
DROP TABLE budgets;
ALTER TABLE health DROP COLUMN figures;
ALTER TABLE unreadable DROP COLUMN tried;
ALTER TABLE drafts DROP COLUMN files;
DELETE FROM _sqlite_migrations WHERE name = '0002 honesty';
UPDATE workspace SET value = 'another shape' WHERE name = 'folded';
PRAGMA user_version = 1;
"""
"""Makes of a workspace what the first version had."""

PAUSED = ChannelHealth(ACCOUNT.id, "paused", START, "a person wants peace", unreadable=1)
DRAFT = Draft(CONVERSATION, "half an ans", 4)


def first_version(path: Path) -> None:
    with closing(Store.open(path, Clock())) as store:
        arrive(store, message("1"))
        done(store.save_draft(DRAFT))
        done(store.save_health(PAUSED))
        kept = [(ACCOUNT.id, Unreadable(b"{", "?"))]
        done(store.append([], cursor=(ACCOUNT.id, "page 7"), unreadable=kept))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DOWN)


def test_a_workspace_of_the_first_version_keeps_everything(tmp_path: Path) -> None:
    first_version(tmp_path / "w.db")
    with closing(Store.open(tmp_path / "w.db", Clock())) as store:
        assert store.draft(CONVERSATION) == DRAFT
        assert store.health(ACCOUNT.id) == PAUSED
        assert store.cursor(ACCOUNT.id) == "page 7"
        assert [item.payload for _, item in store.untried(ACCOUNT.id, "now")] == [b"{"]
        assert len(Views(store, Clock()).page(InboxQuery()).rows) == 1


def test_what_came_with_this_version_works_there(tmp_path: Path) -> None:
    first_version(tmp_path / "w.db")
    with closing(Store.open(tmp_path / "w.db", Clock())) as store:
        done(store.save_budget("account:x", "{}"))
        done(store.enclose(CONVERSATION, store.enclosures.keep(b"%PDF-1.4", "menu.pdf")))
        assert store.budget("account:x") == "{}"
        kept = store.draft(CONVERSATION)
        assert kept is not None
        assert (kept.text, [file.name for file in kept.files]) == ("half an ans", ["menu.pdf"])
