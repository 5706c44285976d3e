"""Which one is meant: asked when a sign-in finds several accounts, Pages or places."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from responder.core.ports import Option
from responder.ui.announce import say_aloud
from responder.ui.forms import button, label, row
from responder.ui.theme.look import look
from responder.ui.words import tr, trn


class Choice(QWidget):
    """Hidden until `ask` is called, and again after the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: asyncio.Future[str] | None = None
        self._head = label("", "strong")
        self.list = QListWidget()
        self.list.setProperty("kind", "choices")
        self.list.setSpacing(2)
        self.list.setAccessibleName(tr("Which one is meant"))
        self.list.itemActivated.connect(lambda _item: self._answer())
        self.use = button(tr("Use this one"), self._answer, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self.list)
        column.addLayout(row(self.use))
        self.hide()

    async def ask(self, options: tuple[Option, ...]) -> str:
        """Return the key of the one that the person takes; there is no question about a single one."""
        if len(options) == 1:
            return options[0].key
        self._asked = asyncio.get_running_loop().create_future()
        self._show(options)
        try:
            return await self._asked
        finally:
            self._asked = None
            if isValid(self):
                self.hide()

    def _show(self, options: tuple[Option, ...]) -> None:
        self.list.clear()
        for option in options:
            item = QListWidgetItem(f"{option.name}\n{option.about}" if option.about else option.name)
            item.setData(Qt.ItemDataRole.UserRole, option.key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(look().theme.px(44 * min(len(options), 6) + 8))
        asked = trn("{n} was found. Which one is meant?", "{n} were found. Which one is meant?", len(options))
        self._head.setText(asked)
        self.show()
        say_aloud(self, asked)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        item = self.list.currentItem()
        if item is not None and self._asked is not None and not self._asked.done():
            self._asked.set_result(str(item.data(Qt.ItemDataRole.UserRole)))
