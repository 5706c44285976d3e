"""The sheet with every key, by group; opened with `?`."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from responder.ui.commands import Command, Group, Registry, shown
from responder.ui.forms import button, label
from responder.ui.keycap import keycap
from responder.ui.words import tr

COLUMNS = 2


class KeySheet(QDialog):
    """Made anew at each opening, so that it shows the keys in force."""

    def __init__(self, parent: QWidget, registry: Registry) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard"))
        columns = QHBoxLayout()
        columns.setSpacing(32)
        stacks = [QVBoxLayout() for _ in range(COLUMNS)]
        for stack in stacks:
            columns.addLayout(stack, 1)
        heights = [0] * COLUMNS
        for group in Group:
            commands = [c for c in registry.all() if c.group is group and registry.keys(c.id)]
            if commands:
                shortest = heights.index(min(heights))
                stacks[shortest].addWidget(_section(group, commands, registry))
                heights[shortest] += len(commands) + 2
        for stack in stacks:
            stack.addStretch(1)
        inside = QFrame()
        inside.setProperty("surface", "base")
        inside.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(tr("Keyboard"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.reject))
        layout = QVBoxLayout(self)
        layout.addWidget(label(tr("Keyboard"), "page-title", wrap=False))
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.resize(min(820, parent.width() - 40), min(680, parent.height() - 40))


def _section(group: Group, commands: list[Command], registry: Registry) -> QWidget:
    section = QWidget()
    grid = QGridLayout(section)
    grid.setContentsMargins(0, 0, 0, 16)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(tr(group.value), "caption-strong", "secondary", wrap=False), 0, 0)
    for number, command in enumerate(commands, 1):
        grid.addWidget(label(command.title, "base"), number, 0)
        keys = QHBoxLayout()
        keys.setSpacing(4)
        keys.addStretch(1)
        for sequence in registry.keys(command.id):
            keys.addWidget(keycap(shown(sequence)))
        grid.addLayout(keys, number, 1)
    return section
