import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from responder.app import checks
from responder.app.cli import main
from responder.app.commands import doctor
from responder.app.paths import Workspace
from responder.core.accounts import Account
from responder.core.settings import Settings

Run = Callable[..., tuple[int, str, str]]


def findings(run: Run, *words: str) -> tuple[int, dict[str, dict[str, str]]]:
    code, out, _ = run("doctor", "--json", "--offline", *words)
    return code, {found["what"]: found for found in json.loads(out)}


def test_a_healthy_workspace_is_called_so(run: Run) -> None:
    code, found = findings(run)
    assert code == 0
    assert {found[what]["state"] for what in ("python", "qt", "database", "disk", "settings", "secrets")} == {
        "good"
    }
    assert found["engine"]["state"] == "note"


def test_people_get_a_line_for_each_thing_and_how_to_mend_it(run: Run) -> None:
    code, out, _ = run("doctor", "--offline")
    assert code == 0
    assert "ok   python: 3." in out
    assert "→ open the window, or run responder sync" in out


def test_a_damaged_database_is_found_left_alone_and_can_be_copied(
    run: Run, place: Workspace, tmp_path: Path
) -> None:
    damage = b"SQLite format 3\0" + b"\xff" * 8192
    for part in place.folder.glob("responder.db*"):
        part.unlink()
    place.database.write_bytes(damage)
    code, found = findings(run)
    assert (code, found["database"]["state"]) == (1, "bad")
    assert "responder doctor --copy-to" in found["database"]["mend"]
    assert run("doctor", "--copy-to", str(tmp_path / "saved"))[0] == 0
    assert (tmp_path / "saved" / "responder.db").read_bytes() == damage == place.database.read_bytes()


@pytest.mark.parametrize(
    "command", [("inbox",), ("rebuild",), ("backup", "x.db"), ("export", "-"), ("sync", "--once")]
)
def test_no_command_touches_a_damaged_database(run: Run, place: Workspace, command: tuple[str, ...]) -> None:
    for part in place.folder.glob("responder.db*"):
        part.unlink()
    place.database.write_bytes(b"not a database at all" * 500)
    code, _, err = run(*command)
    assert code == 1
    assert err.startswith("responder: ")
    assert err.count("\n") == 1
    assert place.database.read_bytes() == b"not a database at all" * 500


def test_damaged_settings_are_found(run: Run, place: Workspace) -> None:
    place.settings.write_text("{")
    code, found = findings(run)
    assert (code, found["settings"]["state"]) == (1, "bad")


def test_a_place_without_a_workspace_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(tmp_path / "new"), "doctor", "--offline", "--json"]) == 0
    found = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["database"]["state"] == "note"
    assert not (tmp_path / "new").exists()


def test_without_a_keyring_it_says_what_to_install(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        found = checks.secrets(place, Settings())
    finally:
        keyring.set_keyring(before)
    assert found.state is checks.State.BAD
    assert "gnome-keyring" in found.said


def test_an_account_that_cannot_sign_in_is_found(run: Run) -> None:
    code, out, _ = run("doctor", "--json")
    account = next(found for found in json.loads(out) if found["what"].startswith("account "))
    assert (code, account["state"]) == (1, "bad")
    assert "responder account add mastodon" in account["mend"]


def test_a_lock_that_is_no_file_is_found(run: Run, place: Workspace) -> None:
    place.lock.mkdir()
    code, found = findings(run, "--offline")
    assert (code, found["engine"]["state"]) == (1, "bad")


def test_a_workspace_that_is_no_folder_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_bytes(b"")
    for name in ("loop", "file"):
        assert main(["doctor", "--offline", "--workspace", str(tmp_path / name)]) == 1
        assert "it is no folder" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "website"),
    [
        ({}, "https://shop.example"),
        ({"base": "http://127.0.0.1:1", "channels": "help"}, "http://127.0.0.1:1"),
        ({"imap": "imaps://mail.example:993", "smtp": "smtp://mail.example:587"}, ""),
    ],
)
def test_the_clock_is_compared_where_an_account_is_asked(options: dict[str, str], website: str) -> None:
    account = Account(UUID(int=1), "any", "shop.example", "1", "us", "Us", options=options)
    assert doctor.website(account) == website
