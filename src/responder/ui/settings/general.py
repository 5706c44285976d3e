"""Who answers here, and in which language the interface speaks."""

from msgspec.structs import replace

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import Field, Segment, card, setting
from responder.ui.settings.section import Section
from responder.ui.words import tr


class General(Section):
    """The profile is a member's and goes with their answers; the language is this computer's."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, tr("General"))
        me = console.desk.member
        self.name = Field(
            tr("Your name"), me.name, help=tr("A real person signs every answer: never an alias.")
        )
        self.signature = Field(
            tr("You sign as (optional)"), me.signature, example=tr("Marie"),
            help=tr("It ends every answer. Leave it empty to sign with your first name."),
        )  # fmt: skip
        self.title = Field(tr("Your title (optional)"), me.title)
        self.business = Field(
            tr("Your business"), self.settings.business, help=tr("Templates can say it with {{ business }}.")
        )
        for field in (self.name, self.signature, self.title):
            field.edit.editingFinished.connect(self._keep_profile)
        self.business.edit.editingFinished.connect(lambda: self.keep(business=self.business.text()))
        languages = [("", tr("As the system")), ("en", "English"), ("fr", "Français")]
        self.language = Segment(tr("Language"), languages, self.settings.language)
        self.language.chosen.connect(lambda chosen: self.keep(language=chosen))
        self.column.addWidget(card(self.name, self.signature, self.title, self.business))
        self.column.addWidget(
            card(setting(tr("Language"), tr("Of the interface. Replies have their own."), self.language))
        )
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self.language.show_choice(settings.language)

    def _keep_profile(self) -> None:
        me = self.console.desk.member
        if not self.name.text():
            self.name.complain(tr("Type your name: customers get an answer from a person."))
            return
        changed = replace(me, name=self.name.text(), signature=self.signature.text(), title=self.title.text())
        if changed != me:
            self.console.services.save_member(changed)
