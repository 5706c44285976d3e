"""First step: who answers here, and for whom."""

import re
import unicodedata

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from responder.core.accounts import Member
from responder.ui.console import Console
from responder.ui.forms import READABLE, Field, label
from responder.ui.theme.look import look
from responder.ui.words import language, tr


class WhoStep(QWidget):
    """A real person and a business; both appear beside every answer."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        settings, me = console.services.settings, _profile(console)
        self.name = Field(
            tr("Your name"), me.name if me else "", example=tr("Marie Tremblay"),
            help=tr("A real person signs every answer: never an alias."),
        )  # fmt: skip
        self.business = Field(
            tr("Your business"), settings.business, example=tr("Biscuiterie Grand Lièvre"),
            help=tr("Templates can say it with {{ business }}."),
        )  # fmt: skip
        self.title = Field(tr("Your title (optional)"), me.title if me else "", example=tr("Customer care"))
        self.signature = Field(
            tr("You sign as (optional)"), me.signature if me else "", example=tr("Marie"),
            help=tr("It ends every answer. Leave it empty to sign with your first name."),
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label(tr("Who are you?"), "page-title"))
        column.addWidget(label(tr("Your colleagues see your name on what you do."), "message", "secondary"))
        for field in self._fields():
            field.setMaximumWidth(look().theme.px(READABLE) * 3 // 4)
            column.addWidget(field)
        column.addStretch(1)

    def save(self) -> bool:
        """Keep the profile; False when something is missing, which is then said."""
        if not self.name.text():
            self.name.complain(tr("Type your name: customers get an answer from a person."))
            self.name.edit.setFocus()
            return False
        services, me = self._console.services, _profile(self._console)
        member = Member(
            me.id if me else short_name(self.name.text()), self.name.text(),
            title=self.title.text(), signature=self.signature.text(),
            languages=me.languages if me else (language(),),
        )  # fmt: skip
        services.save_member(replace(member, role=me.role) if me else member)
        services.save_settings(replace(services.settings, member=member.id, business=self.business.text()))
        return True

    def typed(self) -> tuple[str, ...]:
        """Return what is in the fields."""
        return tuple(field.edit.text() for field in self._fields())

    def type_again(self, texts: tuple[str, ...]) -> None:
        """Put back what was in the fields of an earlier page."""
        for field, text in zip(self._fields(), texts, strict=False):
            field.edit.setText(text)

    def _fields(self) -> tuple[Field, ...]:
        return self.name, self.business, self.title, self.signature

    def summary(self) -> str:
        """Return what the list of steps says of this one."""
        parts = [text for text in (self.name.text(), self.business.text()) if text]
        return ", ".join(parts) or tr("Your name signs every answer")


def short_name(name: str) -> str:
    """Return the id of a new member: the first word of the name, in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.search(r"[a-z0-9]+", plain)
    return found[0] if found else "me"


def _profile(console: Console) -> Member | None:
    chosen = console.services.settings.member
    return next((member for member in console.views.members() if member.id == chosen), None)
