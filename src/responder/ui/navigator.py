"""What the window offers to its commands: menus, palette, panes, besides the way to every place."""

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from responder.ui.console import Console
from responder.ui.furniture import Furniture
from responder.ui.inbox.entries import Entry
from responder.ui.keysheet import KeySheet
from responder.ui.menus import context_menu, main_menu
from responder.ui.pickers import Option, Picker
from responder.ui.wayfinder import Wayfinder
from responder.ui.words import tr


class Navigator(Wayfinder):
    """Implements `moving.Frame` over the window's furniture."""

    def __init__(self, window: QMainWindow, console: Console, furniture: Furniture) -> None:
        super().__init__(window, console, furniture)
        furniture.inbox.view.customContextMenuRequested.connect(self._context)
        furniture.top.menu_wanted.connect(self.show_menu)
        furniture.top.search_wanted.connect(self.ask_palette)

    def next_pane(self, by: int) -> None:
        """Move the focus to another pane, going round."""
        stops: list[QWidget | None] = [
            self._in.sidebar.folders, self._in.inbox.view, self._in.thread_pane, self._in.composer, self._in.columns.panel,
        ]  # fmt: skip
        if self._in.pages.currentWidget() is not self._in.columns:
            stops = [self._in.sidebar.folders, self._in.pages.currentWidget()]
        seen = [stop for stop in stops if stop is not None and stop.isVisible()]
        focus = self._window.focusWidget()
        here = next(
            (n for n, s in enumerate(seen) if focus is not None and (s is focus or s.isAncestorOf(focus))), -1
        )
        seen[(here + by) % len(seen)].setFocus()

    def toggle_sidebar(self) -> None:
        """Fold or unfold the sidebar, and remember it."""
        self._save(sidebar=not self._console.services.settings.sidebar)

    def toggle_panel(self) -> None:
        """Show or hide the right panel, and remember it."""
        self._save(panel=self._in.columns.toggle_panel())

    def ask_palette(self, typed: str = "") -> None:
        """Open the palette."""
        self._in.palette_box.ask(typed)

    def ask_place(self) -> None:
        """Ask for a channel or tag by name."""
        entries = [e for e in self._in.sidebar.entries() if e.place is not None]
        options = [Option(e.title, e, e.icon or "globe", e.count) for e in entries]
        picker = Picker(
            self._window, tr("Go to"), options, lambda e: self.choose(e) if isinstance(e, Entry) else None
        )
        picker.open_at(self._window.mapToGlobal(QPoint(self._window.width() // 3, 120)))

    def show_keys(self) -> None:
        """Open the key sheet."""
        KeySheet(self._window, self._console.stage.commands).open()

    def show_menu(self) -> None:
        """Open the menu under its button."""
        button = self._in.top.menu
        main_menu(self._window, self._console.stage.commands).popup(
            button.mapToGlobal(button.rect().bottomLeft())
        )

    def show_actions(self) -> None:
        """Open the menu of what can be done with the conversation."""
        view = self._in.inbox.view
        self._context(view.visualRect(view.currentIndex()).center())

    def _context(self, at: QPoint) -> None:
        menu: QMenu = context_menu(self._window, self._console.stage.commands)
        menu.popup(self._in.inbox.view.viewport().mapToGlobal(at))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def close(self) -> bool:
        """Close the window."""
        return self._window.close()

    def _save(self, **changed: object) -> None:
        services = self._console.services
        services.save_settings(msgspec.structs.replace(services.settings, **changed))
