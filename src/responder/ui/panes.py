"""The panes and pages that the window puts together; each is imported when it is first shown.

Every one is a `QWidget` made with the `Console`. A pane hears of the conversation on screen through
`console.stage.opened`, of commits through `console.bridge.changed`, of a new theme through `look().changed`.
"""

from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast, runtime_checkable

from PySide6.QtWidgets import QWidget

from responder.ui.commands import Command
from responder.ui.console import Console

_WHERE = MappingProxyType(
    {
        "thread": ("responder.ui.thread.pane", "ThreadPane"),
        "composer": ("responder.ui.composer.composer", "Composer"),
        "contact": ("responder.ui.contact.panel", "ContactPanel"),
        "settings": ("responder.ui.settings.page", "SettingsPage"),
        "setup": ("responder.ui.setup.page", "SetupPage"),
        "health": ("responder.ui.health.page", "HealthPage"),
        "templates": ("responder.ui.templates.page", "TemplatesPage"),
        "monitors": ("responder.ui.monitors.page", "MonitorsPage"),
        "places": ("responder.ui.places.page", "PlacesPage"),
    }
)
PAGES = ("settings", "setup", "health", "templates", "monitors", "places")
"""Those that take the whole width beside the sidebar."""


@runtime_checkable
class Commanding(Protocol):
    """A pane with commands of its own."""

    def commands(self) -> list[Command]:
        """Return them; asked once, when the pane is made."""
        ...


@runtime_checkable
class Sectioned(Protocol):
    """A page that can open at one of its sections (`settings/keyboard`)."""

    def show_section(self, name: str) -> None:
        """Show that section."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A page that knows which of its sections is on screen."""

    def section(self) -> str:
        """Return its name."""
        ...


def make(name: str, console: Console) -> QWidget:
    """Make a pane or page and take its commands into the registry."""
    module, attribute = _WHERE[name]
    pane = cast(QWidget, getattr(import_module(module), attribute)(console))
    pane.setObjectName(name)
    if isinstance(pane, Commanding):
        console.stage.commands.add(pane, pane.commands())
    return pane
