"""Menus made from the table of commands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from responder.ui.commands import Group, Registry
from responder.ui.words import tr

CONTEXT = (
    "conversation.done", "conversation.take", "conversation.assign", "conversation.snooze", "", "conversation.tag",
    "conversation.untag", "conversation.negative", "conversation.neutral", "conversation.positive",
    "conversation.priority", "", "conversation.escalate", "conversation.acknowledge", "conversation.deescalate", "",
    "conversation.reopen", "conversation.pend", "conversation.wake", "conversation.star", "conversation.mute",
    "conversation.read", "conversation.unread", "conversation.spam", "conversation.remove", "", "conversation.undo",
)  # fmt: skip


def fill_menu_bar(bar: QMenuBar, registry: Registry) -> None:
    """Put every command into the bar, by group; asked anew what makes sense each time a menu opens."""
    for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    bar.clear()
    for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    for group in Group:
        bar.addMenu(_group(bar, group, registry))


def main_menu(parent: QWidget, registry: Registry) -> QMenu:
    """Return one menu with all groups, for the button in the top bar."""
    registry.refresh()
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in Group:
        menu.addMenu(_group(menu, group, registry))
    return menu


def context_menu(parent: QWidget, registry: Registry) -> QMenu:
    """Return what can be done with the conversations in hand."""
    registry.refresh()
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for id in CONTEXT:
        if not id:
            menu.addSeparator()
        elif registry.action(id).isEnabled():
            menu.addAction(registry.action(id))
    return menu


def _group(parent: QWidget, group: Group, registry: Registry) -> QMenu:
    menu = QMenu(tr(group.value), parent)
    menu.aboutToShow.connect(registry.refresh)
    for command in registry.all():
        if command.group is group:
            menu.addAction(registry.action(command.id))
    return menu
