import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize("command", ["export", "backup"])
@pytest.mark.parametrize("name", ["responder.db", "responder.db-wal", "settings.json", "engine.lock"])
def test_nothing_is_written_over_what_the_workspace_lives_by(
    run: Run, place: Workspace, command: str, name: str
) -> None:
    kept = place.database.read_bytes()
    code, _, err = run(command, str(place.folder / name))
    assert (code, "belongs to the workspace" in err) == (1, True)
    assert place.database.read_bytes() == kept


def test_an_export_that_fails_leaves_the_file_before(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    target.write_text("the one before", "utf-8")
    target.with_name("all.jsonl.part").mkdir()
    code, _, err = run("export", str(target))
    assert (code, err.count("\n")) == (1, 1)
    assert target.read_text("utf-8") == "the one before"


def test_an_export_is_for_its_owner_s_eyes_and_leaves_nothing_else(run: Run, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "all.jsonl"))[0] == 0
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))
    assert run("export", "/dev/null")[0] == 0


def test_a_backup_of_a_damaged_database_names_the_database(
    run: Run, place: Workspace, tmp_path: Path
) -> None:
    with place.database.open("r+b") as file:
        file.truncate(place.database.stat().st_size // 2)
    code, _, err = run("backup", str(tmp_path / "copy.db"))
    assert (code, str(place.database) in err, "copy.db" in err) == (1, True, False)


def test_a_backup_that_is_not_there_is_not_called_a_damaged_workspace(run: Run, tmp_path: Path) -> None:
    code, _, err = run("restore", str(tmp_path / "none.db"))
    assert (code, "there is no such file" in err, "damaged" in err) == (1, True, False)


def test_only_its_owner_may_look_into_a_new_workspace(tmp_path: Path) -> None:
    new = Workspace(tmp_path / "deep" / "new")
    new.make()
    assert new.folder.stat().st_mode & 0o077 == 0
