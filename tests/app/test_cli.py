import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from responder.app import cli
from responder.app.arguments import parser
from responder.app.paths import Workspace
from responder.core.errors import AlreadyRunning, DatabaseCorrupt, NotFound

Run = Callable[..., tuple[int, str, str]]


def failing(error: BaseException) -> Callable[[str], Callable[[Namespace], int]]:
    def command(options: Namespace) -> int:
        raise error

    return lambda run: command


def words(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("There is no such thing"), 3),
        (AlreadyRunning("Another one is running"), 4),
        (DatabaseCorrupt("It is damaged"), 1),
        (OSError(28, "No space left on device"), 1),
        (ZeroDivisionError("division"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_failure_is_one_line_and_an_exit_code(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["inbox"], command=failing(error)) == code
    said = words(capsys)
    assert said.count("\n") <= 1
    assert "Traceback" not in said
    assert said.startswith("responder: ") or code == 130


def test_a_damaged_database_comes_with_the_ways_out(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["inbox"], command=failing(DatabaseCorrupt("It is damaged.")))
    said = words(capsys)
    assert "responder doctor --copy-to" in said
    assert "responder restore" in said


def test_a_file_that_cannot_be_used_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["inbox"], command=failing(PermissionError(13, "Permission denied", "/some/where")))
    assert words(capsys) == "responder: /some/where: Permission denied\n"


def test_verbose_adds_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--verbose", "inbox"], command=failing(NotFound("nothing")))
    assert "Traceback" in words(capsys)


def test_what_is_typed_wrong_has_the_code_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["dance"], ["inbox", "--folder", "none"], ["account"], ["tag"]):
        with pytest.raises(SystemExit) as end:
            cli.main(wrong)
        assert end.value.code == 2
        assert "usage: responder" in words(capsys)


def test_every_command_has_a_function() -> None:
    lines = Path(cli.__file__).with_name("arguments.py").read_text()
    runs = {
        part
        for part in lines.split('"')
        if part.count(":") == 1 and part.replace(":", "").replace("_", "").isalpha() and " " not in part
    }
    assert "reading:inbox" in runs
    for run in runs - {"accounts:help"}:
        assert callable(cli.command_for(run)), run


def test_the_workspace_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    for typed in (["--workspace", str(tmp_path), "inbox"], ["inbox", "--workspace", str(tmp_path)]):
        assert parser().parse_args(typed).workspace == tmp_path


def test_help_names_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert all(f"{code} " in out for code in (0, 1, 2, 3, 4, 70))


def test_it_runs_as_a_program_and_as_a_module(place: object, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("responder")
    for command in ([str(program)], [sys.executable, "-m", "responder"]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True)
        assert done.returncode == 0
        assert done.stdout.startswith("responder ")


def test_a_reader_that_goes_away_is_no_traceback(place: object, run: Run) -> None:
    program = f"{sys.executable} -m responder --help"
    done = subprocess.run(
        ["bash", "-c", f"{program} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr


def test_help_is_there_before_anything_heavy_is_imported() -> None:
    code = "import sys; from responder.app.arguments import parser; parser(); print([m for m in ('PySide6', 'httpx', 'jinja2', 'sqlite3') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_terminal_without_every_letter_still_gets_valid_json(place: Workspace, run: Run) -> None:
    number = str(json.loads(run("inbox", "--json")[1])["conversations"][0]["number"])
    run("tag", number, "café🎉")
    program = [sys.executable, "-m", "responder", "--workspace", str(place.folder)]
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for words in (["show", number, "--json"], ["export", "-"]):
        done = subprocess.run([*program, *words], capture_output=True, env=narrow, check=True)
        shapes = (
            [json.loads(done.stdout)] if "--json" in words else [*map(json.loads, done.stdout.splitlines())]
        )
        assert ["café🎉"] in [shape["tags"] for shape in shapes]
    assert subprocess.run([*program, "show", number], capture_output=True, env=narrow).returncode == 0


def test_an_output_without_room_is_one_line(place: Workspace) -> None:
    program = f"{sys.executable} -m responder --workspace {place.folder} inbox"
    full = subprocess.run(["bash", "-c", f"{program} > /dev/full"], capture_output=True, text=True)
    assert (full.returncode, full.stderr) == (1, "responder: No space left on device\n")
    for output in (">&-", "2>&-", "--json >&-"):
        closed = subprocess.run(["bash", "-c", f"{program} {output}"], capture_output=True, text=True)
        assert (closed.returncode, closed.stderr) == (0, "")
