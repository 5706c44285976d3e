"""Templates become text: sandboxed, strict, and bounded because a template can neither loop nor call."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from responder.actions.wording import CLOSE, OPEN, Blank, blank, blanks
from responder.core.errors import NotPossible

LONGEST = 10_000
"""Characters of a template's text."""

_CURSOR = "\ue000"
_FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "default", "d"})
_TESTS = frozenset({"defined", "undefined", "none"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.Test, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip


@dataclass(frozen=True)
class Rendered:
    """A template's text for one customer, where the caret goes, and the blanks a person must fill."""

    text: str
    caret: int
    blanks: tuple[Blank, ...]


class _Group(dict[str, Any]):
    """Variables under one name, such as `customer`."""

    path = ""


class _Missing(StrictUndefined):
    """Renders as a blank; anything else done with it is an error, but asking whether it is there."""

    def __str__(self) -> str:  # type: ignore[override]  # jinja2 declares it as never returning
        return blank(self._undefined_name or "")


class _Empty(_Missing):
    """A variable that we know and that has nothing in it."""

    def __bool__(self) -> bool:  # type: ignore[override]  # jinja2 declares it as never returning
        return False


class _Sandbox(SandboxedEnvironment):
    """Knows the variables it is given and nothing else: no globals, no attributes of Python."""

    def __init__(self) -> None:
        super().__init__(undefined=_Missing, finalize=_shown, keep_trailing_newline=True)
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a variable of a group, or a blank."""
        if not isinstance(obj, _Group):
            return _Missing(name=attribute)
        return obj.get(attribute, _Missing(name=f"{obj.path}.{attribute}"))


def _shown(value: Any) -> Any:
    if isinstance(value, str | int | float | Undefined):
        return value
    return _Missing(name=getattr(value, "path", type(value).__name__))


def fill(source: str, values: Mapping[str, Any]) -> Rendered:
    """Render a template. Raises NotPossible, in words for its author, when it is no proper one."""
    with _explained():
        marked = _compiled(source).render(cursor=_CURSOR, **_guarded(values))
    caret = marked.find(_CURSOR)
    text = marked.replace(_CURSOR, "")
    return Rendered(text, len(text) if caret < 0 else caret, blanks(text))


def check(source: str) -> None:
    """Raise NotPossible, saying what and where, when a text is no template that can be used."""
    with _explained():
        _compiled(source)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (TemplateError, SyntaxError, RecursionError, MemoryError) as error:
        raise NotPossible(f"The template is not right: {error}") from error


def _compiled(source: str) -> Template:
    environment = _Sandbox()
    _check(environment, source)
    return environment.from_string(source)


def _check(environment: SandboxedEnvironment, source: str) -> None:
    if len(source) > LONGEST:
        raise NotPossible(f"A template has at most {LONGEST} characters.")
    waiting: list[nodes.Node] = [environment.parse(source)]
    while waiting:
        node = waiting.pop()
        if (word := _forbidden(node)) is not None:
            raise NotPossible(f"Line {node.lineno}: a template cannot use “{word}”.")
        waiting.extend(node.iter_child_nodes())


def _forbidden(node: nodes.Node) -> str | None:
    if not isinstance(node, _ALLOWED):
        return type(node).__name__.lower()
    match node:
        case nodes.Getattr(attr=str(name)) if name.startswith("_"):
            return name
        case nodes.Filter(name=name) if name not in _FILTERS:
            return name
        case nodes.Test(name=name) if name not in _TESTS:
            return name
    return None


def _guarded(values: Mapping[str, Any], path: str = "") -> _Group:
    """Replace what is empty by a blank of that name; take our own marks out of what strangers wrote."""
    guarded = _Group()
    guarded.path = path
    for name, value in values.items():
        whole = f"{path}.{name}".lstrip(".")
        if isinstance(value, Mapping):
            guarded[name] = _guarded(value, whole)
        else:
            guarded[name] = _plain(str(value)) or _Empty(name=whole)
    return guarded


def _plain(text: str) -> str:
    kept = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return kept.translate({ord(OPEN): "[", ord(CLOSE): "]", ord(_CURSOR): None}).strip()
