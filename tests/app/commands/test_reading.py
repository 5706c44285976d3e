from collections.abc import Callable
from typing import Any

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
