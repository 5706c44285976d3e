"""Files that somebody sent, saved where a person says. Nothing is ever opened or run."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from responder.core.errors import ResponderError
from responder.core.ports import Attached
from responder.ui.announce import say_aloud
from responder.ui.ask_bar import AskBar
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.thread.safe_files import dangerous, safe_name
from responder.ui.words import tr

KEPT = 200
"""For how many files it is remembered what became of them."""


class Saver(QObject):
    """Fetches a file, asks where to put it, puts it there. `changed` when there is something else to say of one."""

    changed = Signal()

    def __init__(self, console: Console, ask: AskBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._console, self._ask, self._parent = console, ask, parent
        self._said: dict[tuple[str, UUID], str] = {}
        self._busy: set[tuple[str, UUID]] = set()
        self.dialog: QFileDialog | None = None

    def look(self, address: str, account: UUID) -> str:
        """Return what is to be said of a file, "" while nobody asked for it."""
        return self._said.get((address, account), "")

    def save(self, address: str, account: UUID) -> None:
        """Fetch a file and ask where to save it."""
        key = address, account
        if key not in self._busy:
            self._busy.add(key)
            self._say(key, tr("Fetching the file…"))
            self._console.stage.start(self._fetch(key))

    async def _fetch(self, key: tuple[str, UUID]) -> None:
        said = ""
        try:
            address, account = key
            file = await self._console.services.attachment(account, address)
            self._offer(key, file)
        except ResponderError as error:
            said = below(error)
        finally:
            self._busy.discard(key)
            self._say(key, said)
        if said:
            say_aloud(self._parent, said)

    def _offer(self, key: tuple[str, UUID], file: Attached) -> None:
        name = safe_name(file.name) or tr("file")
        if not dangerous(name):
            self._choose(key, file, name)
            return
        warning = tr(
            "“{name}” can run as a program. Save it only if you trust who sent it and expected it.", name=name
        )
        self._ask.ask(warning, tr("Save it all the same"), lambda: self._choose(key, file, name))
        say_aloud(self._ask, warning, urgent=True)

    def _choose(self, key: tuple[str, UUID], file: Attached, name: str) -> None:
        dialog = self.dialog = QFileDialog(self._parent, tr("Save the file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog.selectFile(name)
        dialog.fileSelected.connect(
            lambda path: self._console.stage.start(self._write(key, file.data, Path(path)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write(self, key: tuple[str, UUID], data: bytes, path: Path) -> None:
        try:
            await self._console.services.save_file(path, data)
            said = tr("Saved: {path}", path=path)
        except OSError as error:
            said = tr("It could not be saved: {why}", why=error.strerror or error)
        self._say(key, said)
        say_aloud(self._parent, said)

    def _say(self, key: tuple[str, UUID], said: str) -> None:
        self._said.pop(key, None)
        if said:
            self._said[key] = said
        while len(self._said) > KEPT:
            del self._said[next(iter(self._said))]
        self.changed.emit()
