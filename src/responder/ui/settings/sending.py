"""How long a reply can be taken back."""

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import Segment, card, setting
from responder.ui.settings.section import Section
from responder.ui.words import tr

SECONDS = (0, 5, 10, 20, 30)
"""What may be chosen."""


class Sending(Section):
    """The undo time of every reply."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, tr("Sending"))
        options = [(str(n), tr("{n} s", n=n) if n else tr("None")) for n in SECONDS]
        self.undo = Segment(tr("Time to undo"), options, str(self.settings.undo_seconds))
        self.undo.chosen.connect(lambda chosen: self.keep(undo_seconds=int(chosen)))
        about = tr("A reply waits this long before it leaves; Z takes it back, text and all.")
        self.column.addWidget(card(setting(tr("Time to undo"), about, self.undo)))
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self.undo.show_choice(str(settings.undo_seconds))
