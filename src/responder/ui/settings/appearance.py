"""Theme, density, text size, motion."""

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import Segment, Switch, card, label, setting
from responder.ui.settings.section import Section
from responder.ui.theme.look import TEXT_STEPS
from responder.ui.words import tr


class Appearance(Section):
    """Every choice shows at once."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, tr("Appearance"))
        themes = [
            ("system", tr("System")), ("light", tr("Light")), ("dark", tr("Dark")), ("contrast", tr("High contrast")),
        ]  # fmt: skip
        self.theme = Segment(tr("Theme"), themes, self.settings.theme)
        self.theme.chosen.connect(lambda chosen: self.keep(theme=chosen))
        rows = [("compact", tr("Compact")), ("cosy", tr("Cosy")), ("large", tr("Large"))]
        self.density = Segment(tr("Density"), rows, self.settings.density)
        self.density.chosen.connect(lambda chosen: self.keep(density=chosen))
        sizes = [(str(step), tr("{n}%", n=step)) for step in TEXT_STEPS]
        self.text_size = Segment(tr("Text size"), sizes, str(self.settings.text_percent))
        self.text_size.chosen.connect(lambda chosen: self.keep(text_percent=int(chosen)))
        self.motion = Switch(tr("Reduce motion"), self.settings.reduce_motion)
        self.motion.toggled.connect(lambda on: self.keep(reduce_motion=on))
        self.column.addWidget(card(setting(tr("Theme"), "", self.theme)))
        self.column.addWidget(
            card(setting(tr("Density"), tr("How much room a conversation takes in the list."), self.density))
        )
        self.column.addWidget(card(label(tr("Text size"), "strong"), self.text_size))
        motion = setting(tr("Reduce motion"), tr("Nothing slides or fades."), self.motion)
        self.column.addWidget(card(motion))
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self.theme.show_choice(settings.theme)
        self.density.show_choice(settings.density)
        self.text_size.show_choice(str(settings.text_percent))
        self.motion.setChecked(settings.reduce_motion)
