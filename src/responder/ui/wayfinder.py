"""Takes people from one place of the window to another."""

from uuid import UUID

import msgspec
from PySide6.QtWidgets import QMainWindow

from responder.core.questions import Folder, InboxQuery
from responder.ui import panes
from responder.ui.columns import Width
from responder.ui.console import Console
from responder.ui.furniture import Furniture
from responder.ui.inbox.entries import Entry
from responder.ui.inbox.places import DRAFTS, OUTBOX, SEARCH, Place
from responder.ui.words import tr


class Wayfinder:
    """Shows lists, pages and conversations."""

    def __init__(self, window: QMainWindow, console: Console, furniture: Furniture) -> None:
        self._window, self._console, self._in = window, console, furniture
        furniture.sidebar.chosen.connect(self.choose)
        furniture.inbox.shown.connect(self._mark)
        furniture.inbox.opened.connect(self._opened)
        furniture.inbox.view.entered.connect(self.open_thread)
        furniture.inbox.view.clicked.connect(lambda _index: self._clicked())
        furniture.palette_box.entry_wanted.connect(self.choose)
        furniture.palette_box.conversation_wanted.connect(self.show_conversation)
        furniture.palette_box.search_wanted.connect(self._show_found)
        furniture.palette_box.key_wanted.connect(lambda _id: console.stage.go("settings/keyboard"))

    # --- places

    def go(self, place: str) -> None:
        """Show a place by its name (see `Stage.wanted`)."""
        name, _, section = place.partition("/")
        if name in panes.PAGES:
            page = self._in.page(name)
            if section and isinstance(page, panes.Sectioned):
                page.show_section(section)
            self._in.pages.setCurrentWidget(page)
            self._in.sidebar.mark(name)
            page.setFocus()
        elif name == "conversation":
            self.show_conversation(UUID(section))
        elif name == "monitor":
            query = InboxQuery(Folder.LISTENING, member=self._console.desk.member.id, monitor=UUID(section))
            self.show_list(Place(query))
        elif name == "place":
            self.show_list(Place(msgspec.structs.replace(self._everything(), place=section)))
        elif name in (OUTBOX, DRAFTS):
            self.show_list(Place(self._everything(), name))
        else:
            self._show_inbox()
            self._mark(self._in.inbox.place)

    def here(self) -> str:
        """Return the name of the page on screen; "" for the inbox."""
        page = self._in.pages.currentWidget()
        if page is None or page is self._in.columns:
            return ""
        section = page.section() if isinstance(page, panes.Placed) else ""
        return f"{page.objectName()}/{section}" if section else page.objectName()

    def choose(self, entry: Entry) -> None:
        """Show what a row of the sidebar stands for."""
        if entry.place is not None:
            self.show_list(entry.place)
        else:
            self.go(entry.go)

    def show_list(self, place: Place) -> None:
        """Show a list; its arrivals join now."""
        self._show_inbox()
        self._in.columns.show_inbox()
        self._in.inbox.show_place(place)
        self._in.inbox.front.setFocus()

    def show_conversation(self, conversation: UUID) -> None:
        """Show a conversation: in the list on screen if it is there, else in the list of all."""
        self._show_inbox()
        view = self._in.inbox.view
        if not view.go_to(conversation):
            row = self._console.views.conversation(conversation)
            if row is None:
                self._console.stage.say(tr("This conversation is no longer here"))
                return
            words = row.name or row.handle
            self._in.inbox.show_place(Place(self._everything(), SEARCH, (conversation,), words))
        self._opened(conversation)
        self.open_thread()

    def _show_found(self, words: str, found: tuple[UUID, ...]) -> None:
        self.show_list(Place(self._everything(), SEARCH, found, words))

    def _everything(self) -> InboxQuery:
        return InboxQuery(Folder.ALL, member=self._console.desk.member.id)

    def _show_inbox(self) -> None:
        self._in.pages.setCurrentWidget(self._in.columns)

    def _mark(self, place: Place) -> None:
        entries = self._in.sidebar.entries()
        plain = msgspec.structs.replace(place.query, sort=InboxQuery().sort)
        key = next((e.key for e in entries if e.place == Place(plain, place.kind)), "")
        self._in.sidebar.mark(key or (place.query.folder.value if place.kind == "" else ""))

    # --- the conversation

    def _opened(self, conversation: UUID | None) -> None:
        self._console.stage.show(conversation)
        self._in.tell_middle()

    def _clicked(self) -> None:
        if self._in.columns.width_now is Width.SINGLE and not self._in.inbox.view.checking:
            self._in.columns.show_thread()

    def open_thread(self) -> None:
        """Show the conversation and give it the focus."""
        if self._console.stage.conversation is None:
            return
        self._in.furnish_conversation()
        self._in.tell_middle()
        self._in.columns.show_thread()
        if self._in.thread_pane is not None:
            self._in.thread_pane.setFocus()

    def back(self) -> None:
        """Return to the list; a selection or an overlay ends first."""
        if self._in.palette_box.isVisible():
            self._in.palette_box.leave()
        elif self._in.columns.close_overlay():
            pass
        elif self._in.pages.currentWidget() is not self._in.columns:
            self.go("inbox")
        elif self._in.inbox.view.hasFocus() and self._in.inbox.view.checking:
            self._in.inbox.view.check(False)
        self._in.columns.show_inbox()
        self._in.inbox.front.setFocus()
