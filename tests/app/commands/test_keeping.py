import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from responder.app.paths import Workspace
from responder.app.sole import sole

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]


def test_a_backup_is_restored(run: Run, ask: Ask, first: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy))[0] == 0
    ask("resolve", first)
    assert run("restore", str(copy))[0] == 0
    assert ask("show", first)["status"] == "open"


def test_a_backup_that_is_none_is_refused_and_the_database_stays(run: Run, ask: Ask, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"this is no database")
    code, _, err = run("restore", str(wrong))
    assert (code, err.count("\n")) == (1, 1)
    assert len(ask("inbox")["conversations"]) == 3


def test_rebuilding_gives_the_same(run: Run, ask: Ask, first: str) -> None:
    ask("tag", first, "parcel")
    before = ask("show", first)
    assert run("rebuild")[0] == 0
    assert ask("show", first) == before


def test_the_export_holds_every_conversation_and_no_secret(
    run: Run, place: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "all.jsonl"
    code, _, err = run("export", str(target))
    assert (code, err) == (0, "3 conversations\n")
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert {line["messages"][0]["text"] for line in lines} == {"Where is my parcel?"}


def test_the_export_may_go_to_standard_output(run: Run) -> None:
    assert len(run("export", "-")[1].splitlines()) == 3


def test_what_needs_the_workspace_alone_says_who_has_it(run: Run, place: Workspace, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copy.db"))
    with sole(place):
        for words in (("rebuild",), ("restore", str(tmp_path / "copy.db")), ("sync", "--once")):
            code, _, err = run(*words)
            assert (code, "Another Responder is running" in err) == (4, True)
        assert run("inbox")[0] == 0
