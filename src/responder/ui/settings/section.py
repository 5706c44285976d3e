"""What every section of the settings is."""

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import label


class Section(QWidget):
    """A title and cards in a column. `show_settings` is called at every change, wherever it was made."""

    def __init__(self, console: Console, title: str, about: str = "") -> None:
        super().__init__()
        self.console = console
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(32, 20, 32, 24)
        self.column.setSpacing(14)
        self.column.addWidget(label(title, "page-title"))
        if about:
            self.column.addWidget(label(about, tone="secondary"))

    @property
    def settings(self) -> Settings:
        """Return the settings as they are now."""
        return self.console.services.settings

    def keep(self, **changed: object) -> None:
        """Save some of the settings."""
        self.console.services.save_settings(replace(self.settings, **changed))

    def show_settings(self, settings: Settings) -> None:
        """Show them; a section that only writes need not."""

    def end(self) -> None:
        """Close the column."""
        self.column.addStretch(1)
