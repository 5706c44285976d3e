"""A network's neutral tile as a widget."""

from PySide6.QtWidgets import QLabel

from responder.core.manifest import Manifest
from responder.ui.icons import tile
from responder.ui.theme.look import look


class Tile(QLabel):
    """Two letters; the name stands beside it in words."""

    def __init__(self, network: Manifest, size: int = 32) -> None:
        super().__init__()
        self._network, self._size = network, size
        self.again()
        look().changed.connect(self.again)

    def again(self, _theme: object = None) -> None:
        """Paint it in the theme in use."""
        theme = look().theme
        size = theme.px(self._size)
        self.setFixedSize(size, size)
        self.setPixmap(tile(self._network.code, theme, size, self.devicePixelRatioF()))
