"""The pictures of the conversation on screen: fetched after a click, or by themselves where a person allowed it."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from responder.core.errors import ResponderError
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.pictures import NoPicture, decoded
from responder.ui.words import tr

MOST = QSize(1280, 960)
"""px: no picture is kept larger than this; the thread shows it at most half as large."""

KEPT = 16
"""How many decoded pictures are kept: at most 80 MB."""


Key = tuple[str, UUID | None]
"""A picture's address, and the account as which it is fetched where nobody else can."""


@dataclass(frozen=True)
class Shown:
    """How far a picture is: nothing yet, on its way, or `image`; `problem` in words when it cannot be shown."""

    image: QImage | None = None
    loading: bool = False
    problem: str = ""


class Gallery(QObject):
    """`changed` when a picture came, or could not."""

    changed = Signal()

    def __init__(self, console: Console, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._shown: OrderedDict[Key, Shown] = OrderedDict()

    def look(self, url: str, account: UUID | None = None) -> Shown | None:
        """Return how far a picture is; None while nobody asked for it."""
        return self._shown.get((url, account))

    def show(self, url: str, account: UUID | None = None) -> None:
        """Fetch a picture and show it; with an account it is fetched as that."""
        known = self._shown.get((url, account))
        if known is not None and not known.problem:
            return
        self._note((url, account), Shown(loading=True))
        self._console.stage.start(self._fetch((url, account)))

    async def _fetch(self, key: Key) -> None:
        try:
            data = await self._console.services.picture(*key)
            self._note(key, Shown(await asyncio.to_thread(decoded, data, MOST)))
        except ResponderError as error:
            self._note(key, Shown(problem=below(error)))
        except NoPicture:
            self._note(key, Shown(problem=tr("This is no picture that can be shown here.")))
        except asyncio.CancelledError:
            self._shown.pop(key, None)
            raise

    def _note(self, key: Key, shown: Shown) -> None:
        self._shown[key] = shown
        self._shown.move_to_end(key)
        while len(self._shown) > KEPT:
            self._shown.popitem(last=False)
        self.changed.emit()
