"""The keyboard as data: every command, its keys, and who else has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from responder.core.settings import Settings
from responder.ui.commands import Command, Registry, Scope, shown
from responder.ui.keymap import keys_for


@dataclass(frozen=True)
class KeyLine:
    """One command: `home` names the pane its keys work in ("" for everywhere); `rivals` are titles."""

    command: Command
    home: str
    keys: tuple[str, ...]
    before: tuple[str, ...]
    rivals: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Say whether a person changed its keys."""
        return self.keys != self.before


def lines(registry: Registry, settings: Settings) -> list[KeyLine]:
    """Return a line for every command, with conflicts."""
    preset = Settings(preset=settings.preset)
    plain = [
        KeyLine(
            command, _home(registry, command), keys_for(command.id, command.keys, settings),
            keys_for(command.id, command.keys, preset),
        )
        for command in registry.all()
    ]  # fmt: skip
    return [KeyLine(one.command, one.home, one.keys, one.before, tuple(_rivals(one, plain))) for one in plain]


def normal(keys: str) -> str:
    """Return a key sequence in its one spelling."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def clash(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether any sequence of one is, or begins, a sequence of the other."""
    for a in map(_strokes, one):
        for b in map(_strokes, other):
            shorter = min(len(a), len(b))
            if shorter and a[:shorter] == b[:shorter]:
                return True
    return False


def fits(line: KeyLine, wanted: str) -> bool:
    """Say whether a line is found by words of its title, or by its keys."""
    if not wanted:
        return True
    if wanted.casefold() in line.command.title.casefold():
        return True
    return any(wanted.casefold() == text.casefold() for key in line.keys for text in (key, shown(key)))


def _rivals(line: KeyLine, others: Iterable[KeyLine]) -> Iterable[str]:
    for other in others:
        if other.command.id != line.command.id and other.home == line.home and clash(line.keys, other.keys):
            yield other.command.title


def _home(registry: Registry, command: Command) -> str:
    if command.scope is Scope.WINDOW:
        return ""
    home = registry.action(command.id).parent()
    return (home.objectName() or type(home).__name__) if home is not None else ""


def _strokes(keys: str) -> list[str]:
    return [part for part in normal(keys).split(", ") if part]
