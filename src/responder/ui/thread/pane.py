"""The conversation on screen: who, how it stands, what was said."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QLocale, QPoint, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from responder.core.changes import Changes, Touched
from responder.core.questions import Thread
from responder.core.replies import ReplyState
from responder.ui.ask_bar import AskBar
from responder.ui.commands import Command, Group
from responder.ui.console import Console
from responder.ui.inbox import face
from responder.ui.thread import block_menu
from responder.ui.thread.around import Surroundings
from responder.ui.thread.blocks import Block
from responder.ui.thread.build import EARLIER, build
from responder.ui.thread.canvas import Anchor
from responder.ui.thread.deeds import Deeds
from responder.ui.thread.event_words import level_words
from responder.ui.thread.files import ACTIONS, Files
from responder.ui.thread.find_bar import FindBar
from responder.ui.thread.finder import Finder
from responder.ui.thread.header import ThreadHeader
from responder.ui.thread.names import Names
from responder.ui.thread.strip import Strip, StripWidget
from responder.ui.thread.times import Times
from responder.ui.thread.view import ThreadView
from responder.ui.words import language, tr

FIRST, MOST = 200, 100_000
"""How many messages of a conversation are read at first, and when the earlier ones are asked for."""

_CONCERNS = Touched.THREAD | Touched.SENDING | Touched.INBOX
_TEAM = Touched.MEMBERS | Touched.ACCOUNTS
_OPENS = {"unfold": "", "earlier": "earlier:", "whole": "whole:"}


def _browse(url: str) -> None:
    QDesktopServices.openUrl(QUrl(url))


class ThreadPane(QWidget):
    """Shows `stage.conversation`; `browse` opens an address in the system browser."""

    def __init__(self, console: Console, browse: Callable[[str], None] = _browse) -> None:
        super().__init__()
        self._console = console
        self._thread: Thread | None = None
        self._open: frozenset[str] = frozenset()
        self._limit = FIRST
        self.header = ThreadHeader(console.stage.commands)
        self.strip = StripWidget()
        self.find_bar = FindBar()
        self.ask = AskBar()
        self.view = ThreadView()
        self.finder = Finder(self.find_bar, self.view)
        self._deeds = Deeds(console, self.ask)
        self._files = Files(console, self.ask, self)
        self.gallery, self.saver = self._files.gallery, self._files.saver
        self.gallery.changed.connect(self.reload)
        self.saver.changed.connect(self.reload)
        self._menu = QMenu(self)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self.setFocusProxy(self.view)
        self._arrange()
        self._tick.timeout.connect(self.reload)
        self.view.asked.connect(self._asked)
        self.view.link.connect(browse)
        self.view.menu_wanted.connect(self._show_menu)
        console.stage.opened.connect(self.show_conversation)
        console.bridge.changed.connect(self._changed)
        self.show_conversation(console.stage.conversation)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.strip, self.find_bar):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.ask)
        self.find_bar.hide()

    def show_conversation(self, conversation: UUID | None) -> None:
        """Show another conversation, at its end."""
        self._open, self._limit = frozenset(), FIRST
        self.finder.end()
        self.ask.hide()
        self._load(conversation, Anchor(end=True))
        self._files.show_by_themselves(self._thread)

    def reload(self) -> None:
        """Read the conversation again; what is looked at stays where it is."""
        if self._thread is not None:
            self._load(self._thread.row.id, None)

    def commands(self) -> list[Command]:
        """Return what can be done with the keyboard here."""
        return [
            Command("thread.next", tr("Next message"), lambda: self._step(1), Group.MOVE, ("N",), enabled=self._needs),
            Command(
                "thread.previous", tr("Previous message"), lambda: self._step(-1), Group.MOVE, ("P",),
                enabled=self._needs,
            ),
            Command("thread.down", tr("Scroll the conversation"), lambda: self._page(1), Group.MOVE, ("Space",)),
            Command(
                "thread.up", tr("Scroll the conversation back"), lambda: self._page(-1), Group.MOVE, ("Shift+Space",)
            ),
            Command(
                "thread.find", tr("Find in this conversation"), self._find, Group.FIND, ("Ctrl+F",),
                icon="search", enabled=self._needs,
            ),
            Command(
                "thread.pictures", tr("Show the pictures of this conversation"), lambda: self._files.show(self._thread), Group.CONVERSATION,
                ("Shift+P",), icon="image", enabled=self._shows,
            ),
        ]  # fmt: skip

    def _shows(self) -> str:
        return "" if self._files.pictures(self._thread) else tr("There is no picture here")

    def _needs(self) -> str:
        return "" if self._thread is not None else tr("No conversation is open")

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the countdown rest while nobody sees it."""
        super().hideEvent(event)
        self._tick.stop()

    # --- showing

    def _load(self, conversation: UUID | None, anchor: Anchor | None) -> None:
        console = self._console
        self._tick.stop()
        self._thread = console.views.thread(conversation, self._limit) if conversation is not None else None
        thread = self._thread
        self.setEnabled(thread is not None)
        if thread is None:
            self.view.set_blocks([], Anchor(end=True))
            return
        around = self._around(thread)
        self.header.show_row(thread.row, console.networks.get(thread.row.network))
        self.strip.show_strip(self._strip(thread))
        self.view.set_blocks(build(thread, around, console.clock.now()), anchor)
        self.finder.again()
        now = console.clock.now()
        if any(one.state is ReplyState.QUEUED and one.due_at > now for one in thread.replies):
            self._tick.start(1000)

    def _around(self, thread: Thread) -> Surroundings:
        console = self._console
        network = console.networks.get(thread.row.network)
        account = next((one for one in console.views.accounts() if one.id == thread.row.account), None)
        return Surroundings(
            names=Names.of(console.views.members(), console.desk.member),
            times=Times(console.clock, QLocale(language())),
            account=account.name or account.handle if account is not None else "",
            network=network.name if network is not None else thread.row.network,
            verbs=network.verbs if network is not None else (),
            open=self._open,
            look=self.gallery.look,
            fetches=self._files.fetches(thread),
            saving=self.saver.look,
        )

    def _strip(self, thread: Thread) -> Strip:
        console, row = self._console, thread.row
        members = {member.id: member for member in console.views.members()}
        known = {monitor.id: monitor for monitor in console.views.heard.monitors()}
        around = face.Surroundings(console.networks, members, {}, {}, console.clock.now(), monitors=known)
        shown = face.face(row, around)
        names = Names.of(members.values(), console.desk.member)
        person = names.first(row.level_person) if row.level_person else level_words(row.level)
        level = tr("L{n} · {person}", n=row.level, person=person) if row.level else ""
        return Strip(
            shown.mark,
            level,
            row.tags,
            shown.assignee,
            row.assignee == console.desk.member.id,
            _status(row.status),
            " · ".join((tr("Not addressed to us"), *shown.monitors)) if shown.overheard else "",
        )

    def _changed(self, changes: Changes) -> None:
        if self._thread is None:
            return
        mine = not changes.conversations or self._thread.row.id in changes.conversations
        if changes.touched & _TEAM or (changes.touched & _CONCERNS and mine):
            self.reload()

    # --- doing

    def _asked(self, block: Block, action: str) -> None:
        thread = self._thread
        if thread is None:
            return
        if block.key == EARLIER:
            self._read_all()
        elif action.startswith(ACTIONS):
            about = (view.message for view in thread.messages if view.message.id == block.subject)
            for message in about:
                self._files.ask(message, action)
        elif action in _OPENS:
            key = f"{_OPENS[action]}{block.subject}" if _OPENS[action] else block.key
            self._open = self._open ^ {key}
            self._load(thread.row.id, self.view.anchor_at(block.key))
        else:
            self._deeds.do(block, action, thread)

    def _read_all(self) -> None:
        """Read the earlier messages too; what is looked at stays where it is."""
        if self._limit == FIRST and self._thread is not None:
            self._limit = MOST
            shown = self.view.first_spoken()
            self._load(self._thread.row.id, self.view.anchor_at(shown))

    def _show_menu(self, block: Block, at: QPoint) -> None:
        if self._thread is None:
            return
        network = self._console.networks.get(self._thread.row.network)
        self._menu.clear()
        verbs = network.verbs if network is not None else ()
        block_menu.fill(self._menu, self.view, block, self._thread, verbs, self._deeds)
        self._menu.popup(at)

    def _find(self) -> None:
        self._read_all()
        self.finder.begin()

    def _step(self, step: int) -> None:
        self.view.setFocus()
        self.view.step(step)

    def _page(self, step: int) -> None:
        if not self.view.scroll_page(step):
            if step < 0 and self.view.canvas.index(EARLIER) is not None:
                self._read_all()
                return
            self._console.stage.commands.run("list.next" if step > 0 else "list.previous")


def _status(status: str) -> str:
    words = {"pending": tr("Waiting"), "snoozed": tr("Snoozed"), "resolved": tr("Done")}
    return words.get(status, "")
