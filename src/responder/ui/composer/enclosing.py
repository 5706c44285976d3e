"""Puts pictures and files beside what is written: chosen, pasted or dropped."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from responder.actions import drafts
from responder.core.errors import ResponderError
from responder.core.messages import Enclosure
from responder.ui.below import below
from responder.ui.composer.field import ComposerField
from responder.ui.composer.session import Session
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.ui.words import tr
from responder.views.composing import Mode


class Host(Protocol):
    """The composer, as far as this needs it."""

    console: Console
    session: Session | None
    field: ComposerField

    def touch(self) -> None:
        """Remember that something is not saved yet."""
        ...

    def refresh(self) -> None:
        """Show what goes with the text."""
        ...


class Enclosing:
    """Files go to the conversation for which they were chosen, also when another is on screen by then."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.dialog: QFileDialog | None = None

    def choose(self) -> None:
        """Let the person choose files."""
        parent = self._host.field
        assert isinstance(parent, QWidget)
        dialog = self.dialog = QFileDialog(parent, tr("Attach a picture or a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self, source: QMimeData) -> None:
        """Add what was pasted or dropped: files of this machine, or a picture."""
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if files:
            self.add(files)
        elif source.hasImage():
            image = source.imageData()
            if isinstance(image, QImage):
                self._start(self._pasted(image))

    def add(self, paths: list[Path]) -> None:
        """Add files of this machine."""
        for path in paths:
            self._start(self._host.console.services.enclose(path))

    def remove(self, key: str) -> None:
        """Take a file away again; writing goes on."""
        session = self._host.session
        if session is not None:
            session.files[:] = [file for file in session.files if file.key != key]
            self._host.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._changed()

    def describe(self, key: str, words: str) -> None:
        """Say what a picture shows."""
        session = self._host.session
        if session is not None:
            session.files[:] = [
                replace(file, description=words) if file.key == key else file for file in session.files
            ]
            self._changed()

    def _start(self, taking: Coroutine[Any, Any, Enclosure]) -> None:
        session = self._host.session
        if session is None or session.mode is Mode.NOTE:
            taking.close()
            if session is not None:
                self._host.console.stage.say(tr("A note takes no files."))
            return
        self._host.console.stage.start(self._take(session.conversation, taking))

    async def _take(self, conversation: UUID, taking: Coroutine[Any, Any, Enclosure]) -> None:
        console = self._host.console
        try:
            file = await taking
        except ResponderError as error:
            console.stage.said.emit(Notice(below(error), bad=True))
            return
        session = self._host.session
        if session is None or session.conversation != conversation:
            console.stage.follow(drafts.enclose(console.desk, conversation, file), lambda _done: None)
            return
        if all(known.key != file.key for known in session.files):
            session.files.append(file)
        self._changed()

    async def _pasted(self, image: QImage) -> Enclosure:
        data = await asyncio.to_thread(_png, image)  # a large one takes a fifth of a second
        return await self._host.console.services.enclose_data(data, tr("Pasted picture") + ".png")

    def _changed(self) -> None:
        self._host.touch()
        self._host.refresh()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
