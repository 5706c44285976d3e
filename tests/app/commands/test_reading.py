import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from responder.app.paths import Workspace
from responder.core import events as e
from responder.core.clock import SystemClock
from responder.core.messages import Kind, Place, Visibility
from responder.store.store import Store
from tests.app.conftest import message

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]


def test_the_inbox_lists_who_waits_with_a_number_to_name_them_by(ask: Ask) -> None:
    rows = ask("inbox")["conversations"]
    assert [row["name"] for row in rows] == ["Ann 1", "Ann 2", "Ann 3"]
    assert all(isinstance(row["number"], int) and row["needs_reply"] for row in rows)
    assert rows[0]["waiting_since"] == "1970-01-01T00:00:01.000Z"


def test_pages_follow_each_other_to_the_end(ask: Ask) -> None:
    first = ask("inbox", "--limit", "2")
    second = ask("inbox", "--limit", "2", "--after", first["after"])
    assert [row["name"] for row in second["conversations"]] == ["Ann 3"]


def test_the_inbox_is_narrowed_by_what_is_asked(ask: Ask, first: str) -> None:
    ask("tag", first, "parcel")
    assert [row["name"] for row in ask("inbox", "--tag", "parcel")["conversations"]] == ["Ann 1"]
    assert ask("inbox", "--folder", "escalated")["conversations"] == []
    assert ask("inbox", "--network", "wordpress")["conversations"] == []
    assert len(ask("inbox", "--account", "@shop@shop.example")["conversations"]) == 3


def test_a_conversation_is_shown_by_its_number_and_by_its_id(ask: Ask) -> None:
    row = ask("inbox")["conversations"][0]
    shown = ask("show", str(row["number"]))
    assert shown == ask("show", row["id"])
    assert [said["text"] for said in shown["messages"]] == ["Where is my parcel?"]


def test_people_get_lines_instead_of_json(run: Run, first: str) -> None:
    code, out, _ = run("inbox")
    assert code == 0
    assert "Ann 1" in out.splitlines()[0]
    assert "Where is my parcel?" in run("show", first)[1]
    assert "[parcel]" in run("search", "parcel")[1]


def test_search_finds_by_the_beginning_of_a_word(ask: Ask) -> None:
    hits = ask("search", "parc")
    assert len(hits) == 3
    assert "[parcel]" in hits[0]["snippet"]


def test_what_is_not_there_is_said_with_its_own_exit_code(run: Run) -> None:
    code, out, err = run("show", "99")
    assert (code, out, err) == (3, "", "responder: There is no conversation 99\n")
    assert run("show", "nonsense")[0] == 3
    assert run("inbox", "--account", "nobody")[0] == 3


def test_people_see_who_else_could_read_a_message_its_warning_and_that_it_is_gone(
    place: Workspace, run: Run, first: str
) -> None:
    store = Store.open(place.database, SystemClock())
    seen = message(1, "My parcel!", visibility=Visibility.DIRECT, spoiler="angry", edited_at=2_000_000)
    news = e.received(seen, store.device, 9, "collector:mastodon")
    gone = e.deleted(seen.id, news.stream, store.device, 10, "collector:mastodon")
    store.append([news, gone]).result()
    store.close()
    assert "(private, edited, deleted there, warning: angry)" in run("show", first)[1]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "-1", ""])
def test_a_number_that_no_database_can_hold_is_nobody_s(run: Run, number: str) -> None:
    assert run("show", "--", number)[0] == 3


@pytest.mark.parametrize("key", ["garbage", "1:", "1:2:3", "9" * 30 + ":1"])
def test_a_key_that_no_page_ended_with_is_refused(run: Run, key: str) -> None:
    code, _, err = run("inbox", "--after", key)
    assert (code, "key" in err) == (1, True)


@pytest.mark.parametrize("limit", ["0", "-1", "9" * 30, "many"])
def test_a_limit_is_a_number_that_makes_sense(run: Run, limit: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("inbox", "--limit", limit)


def test_damage_met_on_the_way_is_a_clear_word_and_no_bug(run: Run, place: Workspace, first: str) -> None:
    size = place.database.stat().st_size
    with closing(sqlite3.connect(place.database)) as connection:
        question = "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf'"
        page = connection.execute(question).fetchone()[0]
    with place.database.open("r+b") as file:
        file.seek((page - 1) * 8192)
        file.write(b"\xff" * 8192)
    assert place.database.stat().st_size == size
    code, _, err = run("show", first)
    assert (code, "is damaged" in err, "bug" in err) == (1, True, False)


def test_places_are_reported_and_the_inbox_is_narrowed_to_one(place: Workspace, ask: Ask, run: Run) -> None:
    assert ask("places") == []
    store = Store.open(place.database, SystemClock())
    shop = Place("locations/1", "First shop", "1 rue X")
    said = message(8, "Cold", place=shop, rating=2.0, kind=Kind.REVIEW)
    store.append([e.received(said, store.device, 9, "collector:mastodon")]).result()
    store.close()
    (report,) = ask("places")
    assert (report["name"], report["reviews"], report["rating"], report["answered_share"]) == (
        "First shop",
        1,
        2.0,
        0,
    )
    assert [row["place"] for row in ask("inbox", "--place", report["key"])["conversations"]] == [
        report["key"]
    ]
    assert ask("places", "--days", "1")[0]["reviews"] == 0
    assert "2.0 of 5" in run("places")[1]
    number = str(ask("inbox", "--place", report["key"])["conversations"][0]["number"])
    assert "(2 of 5, about First shop)" in run("show", number)[1]
    (shown,) = ask("show", number)["messages"]
    assert (shown["rating"], shown["place"]) == (2.0, {"key": report["key"], "name": "First shop"})
