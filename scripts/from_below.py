"""Find the sentences that lower layers say to people: failures, and what they keep of them in the log.

Those layers speak English only, and the log keeps their words for good; the window finds the sentence again by its
pattern and says it in the language in use.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from responder.core import errors

LAYERS = ("core", "actions", "connectors", "ingest", "net", "outbox", "store")
KEPT_WORDS = {
    "SendFailed",
    "SendUncertain",
    "SendPostponed",
    "Unproven",
    "Gap",
    "uncertain",
    "postponed",
    "_unproven",
    "replace",
}
TELLING_FIELDS = {"no_reply"}
"""Fields of what lower layers make that are shown to people as they are."""
TELLING = KEPT_WORDS | {name for name, found in inspect.getmembers(errors, inspect.isclass)}
WORDS = ("words.py", "answering.py")
FEWEST_LETTERS = 8
"""A pattern with fewer letters of its own is no sentence: an address and what a server said."""


def patterns(sources: Path) -> dict[str, str]:
    """Return each sentence as a pattern with `{names}`, with the file that says it."""
    found: dict[str, str] = {}
    for layer in LAYERS:
        for path in sorted((sources / layer).rglob("*.py")):
            for text in in_module(ast.parse(path.read_text("utf-8")), everything=path.name in WORDS):
                found.setdefault(text, str(path.relative_to(sources.parents[1])))
    return found


def in_module(tree: ast.Module, *, everything: bool) -> Iterator[str]:
    """Yield what a module says; `everything` is for one that holds nothing but words."""
    if everything:
        yield from _sentences(ast.Module([_without_docstring(node) for node in tree.body], []))
    said = [
        a for node in ast.walk(tree) if _tells(node) for a in (*node.args, *(k.value for k in node.keywords))
    ] + [
        k.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for k in node.keywords
        if k.arg in TELLING_FIELDS
    ]
    names = {part.id for a in said for part in ast.walk(a) if isinstance(part, ast.Name)}
    for argument in said:
        yield from _sentences(argument)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and names & {t.id for t in node.targets if isinstance(t, ast.Name)}:
            yield from _sentences(node.value)


def _tells(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and _name(node.func) in TELLING


def _without_docstring(node: ast.stmt) -> ast.stmt:
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
        return ast.If(ast.Constant(True), node.body[1:], [])
    if isinstance(node, ast.Expr):
        return ast.Pass()
    return node


def _sentences(node: ast.AST) -> Iterator[str]:
    """Yield the texts of an expression, whole f-strings as one pattern."""
    if isinstance(node, ast.JoinedStr):
        text = _pattern(node)
        if _is_sentence(text):
            yield text
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _is_sentence(node.value):
            yield node.value
    elif not _tells(node):
        for child in ast.iter_child_nodes(node):
            yield from _sentences(child)


def _is_sentence(text: str) -> bool:
    own = re.sub(r"\{\w+\}", "", text)
    return (
        " " in own.strip()
        and sum(map(str.isalpha, own)) >= FEWEST_LETTERS
        and not re.search(r"[<>*\n\\=]", own)
    )


def _pattern(joined: ast.JoinedStr) -> str:
    parts, taken = [], set[str]()
    for value in joined.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            name = _free(_name(value.value).lower().strip("_") or "value", taken)
            taken.add(name)
            parts.append(f"{{{name}}}")
    return "".join(parts)


def _free(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name}{i}" for i in range(2, 9))) if n not in taken)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value) | ast.Call(func=value):
            return _name(value)
        case _:
            return ""
