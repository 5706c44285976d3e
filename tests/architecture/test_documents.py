"""What documents name must exist: paths, make targets, commands and their options."""

import re
from pathlib import Path

import pytest

from responder.app.arguments import parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^    (\S.*)$", re.MULTILINE)
PATH = re.compile(
    r"(?:src|tests|docs|scripts|requirements|benchmarks|\.ci)/[\w./-]*\w|[\w/]+\.(?:py|toml|md)"
)
MADE = {"Mastodon.py", "settings.json", "responder.db", "responder.log"}


def named(document: Path) -> list[str]:
    text = document.read_text("utf-8")
    return [*QUOTED.findall(text), *(line.split("#")[0].strip() for line in BLOCK.findall(text))]


def exists(path: str, document: Path) -> bool:
    places = (ROOT, document.parent, ROOT / "src/responder")
    return any((place / path).exists() for place in places) or any(
        found.as_posix().endswith("/" + path) for found in (ROOT / "src").rglob(Path(path).name)
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_exist(document: Path) -> None:
    paths = [text for text in named(document) if PATH.fullmatch(text) and text not in MADE]
    assert [path for path in paths if not exists(path, document)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(document: Path) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    wanted = re.findall(r"(?:^|[`\s])make (\w+)(?=[`\s]|$)", "\n".join(named(document)))
    assert [target for target in wanted if target not in targets] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_can_be_typed(document: Path) -> None:
    known = re.findall(r"^    (\w+)  +\S", parser().format_help(), re.MULTILINE)
    for command in named(document):
        words = command.removeprefix(".venv/bin/").split()
        if words[:1] != ["responder"] or len(words) == 1 or words[1].startswith("-"):
            continue
        assert [name for name in words[1].split("|") if name not in known] == [], command
        if "|" not in words[1] and len(words) > 2:
            parser().parse_args(words[1:])


def test_a_wrong_name_would_be_found(tmp_path: Path) -> None:
    document = tmp_path / "wrong.md"
    document.write_text("See `src/responder/nowhere.py` and `make coffee`.")
    with pytest.raises(AssertionError):
        test_paths_exist(document)
    with pytest.raises(AssertionError):
        test_make_targets_exist(document)
