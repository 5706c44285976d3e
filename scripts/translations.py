"""Collect the visible text, bring the catalogues up to date and compile them.

Run `python scripts/translations.py` after changing any text: it prints what has no translation yet.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import from_below
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from responder.actions.starter import starters

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src/responder"
LOCALE = SOURCES / "ui/locale"
LANGUAGES = ("fr",)
SPOKEN = ("ui", "app")
CALLS = {"tr": 1, "mark": 1, "trn": 2}
MANIFEST_TEXTS = ("about", "sign_in")
MANIFEST_LISTS = ("needs", "can", "cannot")
FIELD_TEXTS = ("label", "help")

CONTEXT = "context"
"""The argument of `tr` and `mark` that tells two uses of one English word apart."""

MessageId = str | tuple[str, str]
Key = tuple[str, MessageId]
"""A text with its context, "" for most."""


def in_code(source: str) -> Iterator[Key]:
    """Yield every text that a module marks as visible."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        wanted = CALLS.get(name, 0)
        texts = [
            a.value for a in node.args[:wanted] if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if not wanted or len(texts) != wanted:
            continue
        context = next(
            (k.value.value for k in node.keywords if k.arg == CONTEXT and isinstance(k.value, ast.Constant)),
            "",
        )
        yield str(context), (texts[0], texts[1]) if wanted == 2 else texts[0]


def in_manifest(text: str) -> Iterator[str]:
    """Yield what a network's manifest says to people."""
    manifest = tomllib.loads(text)
    yield from (manifest[key] for key in MANIFEST_TEXTS if manifest.get(key))
    for key in MANIFEST_LISTS:
        yield from manifest.get(key, ())
    yield from (budget.get("name", "requests") for budget in manifest.get("budgets", ()))
    yield from (scope["gives"] for scope in manifest.get("scopes", ()))
    for field in manifest.get("form", ()):
        yield from (field[key] for key in FIELD_TEXTS if field.get(key))


def collected() -> Catalog:
    """Return every visible text of the sources, without translations."""
    catalog = Catalog(project="Responder", charset="utf-8")
    for part in SPOKEN:
        for path in sorted((SOURCES / part).rglob("*.py")):
            for context, message in in_code(path.read_text("utf-8")):
                catalog.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context or None)
    for path in sorted(SOURCES.glob("connectors/*/manifest.toml")):
        for text in in_manifest(path.read_text("utf-8")):
            catalog.add(text, locations=[(str(path.relative_to(ROOT)), 0)])
    for template in starters():
        for text in (template.name, template.description):
            catalog.add(text, locations=[("src/responder/actions/starter.py", 0)])
    for text, where in from_below.patterns(SOURCES).items():
        catalog.add(text, locations=[(where, 0)])
    return catalog


def below() -> str:
    """Return the file by which the window knows the sentences of the lower layers again."""
    return "".join(f"{text}\n" for text in sorted(from_below.patterns(SOURCES)))


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """Return the bytes that gettext reads."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def translations(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    """Return each text with its translation: one form, or one for each plural form."""
    found: dict[Key, tuple[str, ...]] = {}
    for message in catalog:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            id = (message.id[0], message.id[1]) if isinstance(message.id, tuple | list) else message.id
            found[message.context or "", id] = tuple(str(form or "") for form in forms)
    return found


def placeholders(text: str) -> set[str]:
    """Return the `{names}` of a text."""
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


def _write(language: str, catalog: Catalog) -> None:
    catalog.header_comment = (
        "# The interface in another language. Bring up to date with scripts/translations.py"
    )
    catalog.project, catalog.version = "Responder", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "the team"
    with (LOCALE / f"{language}.po").open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    (LOCALE / f"{language}.mo").write_bytes(compiled(catalogue(language)))


def _update(language: str) -> list[Key]:
    path = LOCALE / f"{language}.po"
    kept = catalogue(language) if path.exists() else Catalog(locale=language, charset="utf-8")
    template = collected()
    template.creation_date = kept.creation_date  # a date that moves at every run would be all that changes
    kept.update(template, no_fuzzy_matching=True)
    kept.revision_date, kept.fuzzy = kept.creation_date, False
    _write(language, kept)
    return [message for message, forms in translations(kept).items() if not all(forms)]


def main() -> int:
    """Update and compile; say what is missing."""
    (LOCALE / "below.txt").write_text(below(), "utf-8")
    missing = {language: _update(language) for language in LANGUAGES}
    for language, texts in missing.items():
        for text in texts:
            print(f"{language}: {text!r}")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
