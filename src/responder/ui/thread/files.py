"""The files of the conversation on screen: which pictures there are, and what a person asks of one."""

from PySide6.QtWidgets import QWidget

from responder.core.messages import Message
from responder.core.questions import Thread
from responder.ui.ask_bar import AskBar
from responder.ui.console import Console
from responder.ui.thread.gallery import KEPT, Gallery, Key
from responder.ui.thread.message_blocks import as_whom, picture_of
from responder.ui.thread.saving import Saver

BY_ITSELF = 12
"""How many pictures of a conversation come by themselves; the others after a click."""

ACTIONS = PICTURE, SAVE = "picture:", "save:"
"""What a place in the thread asks of a file; its address follows."""


class Files:
    """Shows pictures and saves files. `gallery` and `saver` say when there is something else to see."""

    def __init__(self, console: Console, ask: AskBar, parent: QWidget) -> None:
        self._console = console
        self.gallery = Gallery(console, parent)
        self.saver = Saver(console, ask, parent)

    def fetches(self, thread: Thread) -> bool:
        """Say whether the conversation's connector gets files at addresses of its own."""
        network = self._console.networks.get(thread.row.network)
        return network is not None and network.fetches

    def pictures(self, thread: Thread | None) -> list[Key]:
        """Return where the pictures of a conversation are, oldest first."""
        if thread is None:
            return []
        fetches = self.fetches(thread)
        found = [
            (picture_of(one, fetches=fetches), view.message.account)
            for view in thread.messages for one in view.message.attachments
        ]  # fmt: skip
        return [(picture, as_whom(picture, account)) for picture, account in found if picture]

    def show(self, thread: Thread | None, most: int = KEPT) -> None:
        """Show the latest pictures of a conversation."""
        for picture, account in self.pictures(thread)[-most:]:
            self.gallery.show(picture, account)

    def show_by_themselves(self, thread: Thread | None) -> None:
        """Show the latest pictures of an account whose pictures a person allowed to come by themselves."""
        if thread is not None and str(thread.row.account) in self._console.services.settings.pictures_of:
            self.show(thread, BY_ITSELF)

    def ask(self, message: Message, action: str) -> None:
        """Do what a place asks of a file of a message."""
        if action.startswith(PICTURE):
            address = action.removeprefix(PICTURE)
            self.gallery.show(address, as_whom(address, message.account))
        else:
            self.saver.save(action.removeprefix(SAVE), message.account)
