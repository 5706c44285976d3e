"""Every visible text is in the catalogue, translated, with the same placeholders and proper French spaces."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from responder.core.errors import NotPossible, Refused
from responder.ui import words
from responder.ui.below import below

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = [path for part in ("ui", "app") for path in (ROOT / "src/responder" / part).rglob("*.py")]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts/translations.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "scripts"))
        spec.loader.exec_module(module)
    return module


def test_every_text_has_its_french(tool: ModuleType) -> None:
    wanted = set(tool.translations(tool.collected()))
    kept = tool.translations(tool.catalogue("fr"))
    assert sorted(map(str, wanted - set(kept))) == [], "run scripts/translations.py"
    assert [text for text in wanted if not all(kept[text])] == []


def test_no_translation_is_left_of_a_text_that_is_gone(tool: ModuleType) -> None:
    gone = set(tool.translations(tool.catalogue("fr"))) - set(tool.translations(tool.collected()))
    assert sorted(map(str, gone)) == [], "run scripts/translations.py"


def test_placeholders_are_the_same_in_both_languages(tool: ModuleType) -> None:
    for (_context, text), forms in tool.translations(tool.catalogue("fr")).items():
        sources = text if isinstance(text, tuple) else (text,)
        wanted = set().union(*map(tool.placeholders, sources))
        for form in forms:
            if "{{" not in form:
                assert tool.placeholders(form) == wanted, (text, form)


def test_nothing_is_fuzzy_and_the_compiled_catalogue_is_current(tool: ModuleType) -> None:
    catalog = tool.catalogue("fr")
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    kept = (ROOT / "src/responder/ui/locale/fr.mo").read_bytes()
    assert kept == tool.compiled(catalog), "run scripts/translations.py"


def test_french_has_its_spaces_and_quotation_marks(tool: ModuleType) -> None:
    for forms in tool.translations(tool.catalogue("fr")).values():
        for form in forms:
            bare = re.sub(r"\{\{.*?\}\}|\{[^}]*\}", "x", form)
            assert not re.search(r" [:;?!»%]|« ", bare), form
            assert not re.search(r"[^\s\u00a0:][;?!»]", bare), form
            assert not re.search(r"[“”\"']", bare), form
            assert "..." not in bare, form


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(ROOT / "src/responder")))
def test_texts_are_literals_or_marked_constants_so_that_they_can_be_found(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn"):
            for argument in node.args[: 2 if node.func.id == "trn" else 1]:
                found = isinstance(argument, ast.Constant | ast.Name | ast.Attribute | ast.Subscript)
                assert found, f"{path}:{node.lineno}"


def test_the_interface_speaks_the_language_that_was_installed() -> None:
    try:
        words.install("fr")
        assert words.tr("Needs reply", context="folder") == "À répondre"
        assert words.tr("Done", context="folder") == "Terminées"
        assert words.tr("Done", context="button") == "Terminer"
        assert words.trn("{n} new", "{n} new", 0) == "0 nouvelle"
        assert words.trn("{n} new", "{n} new", 2) == "2 nouvelles"
        words.install("de")
        assert words.tr("Needs reply", context="folder") == "Needs reply"
    finally:
        words.install("en")


@pytest.fixture
def french() -> Iterator[None]:
    words.install("fr")
    yield
    words.install("en")


def test_the_sentences_of_lower_layers_are_known_by_their_patterns(tool: ModuleType) -> None:
    kept = (ROOT / "src/responder/ui/locale/below.txt").read_text("utf-8")
    assert kept == tool.below(), "run scripts/translations.py"


@pytest.mark.usefixtures("french")
def test_every_sentence_of_a_lower_layer_is_said_in_french_with_its_values(tool: ModuleType) -> None:
    for pattern in tool.below().splitlines():
        values = {name: f"zq{n}" for n, name in enumerate(sorted(tool.placeholders(pattern)))}
        said = below(pattern.format(**values))
        assert said != pattern.format(**values)
        assert all(value in said for value in values.values()), said


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotPossible("There is nothing to send."), "Il n’y a rien à envoyer."),
        (Refused("blog.example does not answer"), "blog.example ne répond pas"),
        (
            Refused("The server did not let us in: a.example did not answer in time"),
            "Le serveur ne nous a pas laissés entrer\u00a0: a.example n’a pas répondu à temps",
        ),
        (Refused("a.example: POST /api/v1/statuses: 422 Text is too long"), "a.example: POST /api/v1/statuses: 422 Text is too long"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_the_language_in_use(error: object, said: str) -> None:
    assert below(error) == said


def test_english_is_left_as_it_is() -> None:
    assert below("There is nothing to send.") == "There is nothing to send."


def test_a_raised_sentence_is_collected_wherever_it_stands(tool: ModuleType) -> None:
    source = """
WHY = "Nobody may do that here"
def refuse(row, host):
    text = f"{host.name} is closed today"
    raise Refused(text) if row else SignInNeeded(WHY if host else "It is shut for now")
"""
    found = set(tool.from_below.in_module(ast.parse(source), everything=False))
    assert found == {"Nobody may do that here", "{name} is closed today", "It is shut for now"}
