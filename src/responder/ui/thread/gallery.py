"""The pictures of the conversation on screen: fetched after a click, or by themselves where a person allowed it."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from responder.core.errors import ResponderError
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.pictures import NoPicture, decoded
from responder.ui.words import tr

MOST = QSize(1280, 960)
"""px: no picture is kept larger than this; the thread shows it at most half as large."""

KEPT = 48
"""How many decoded pictures are kept."""


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
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def look(self, url: str) -> Shown | None:
        """Return how far a picture is; None while nobody asked for it."""
        return self._shown.get(url)

    def show(self, url: str) -> None:
        """Fetch a picture and show it."""
        known = self._shown.get(url)
        if known is not None and not known.problem:
            return
        self._note(url, Shown(loading=True))
        self._console.stage.start(self._fetch(url))

    async def _fetch(self, url: str) -> None:
        try:
            data = await self._console.services.picture(url)
            self._note(url, Shown(await asyncio.to_thread(decoded, data, MOST)))
        except ResponderError as error:
            self._note(url, Shown(problem=below(error)))
        except NoPicture:
            self._note(url, Shown(problem=tr("This is no picture that can be shown here.")))
        except asyncio.CancelledError:
            self._shown.pop(url, None)
            raise

    def _note(self, url: str, shown: Shown) -> None:
        self._shown[url] = shown
        self._shown.move_to_end(url)
        while len(self._shown) > KEPT:
            self._shown.popitem(last=False)
        self.changed.emit()
