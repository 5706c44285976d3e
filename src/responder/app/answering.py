"""An answer without a composer: a text or a template, checked as the composer checks it, and handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from responder.actions import reply, templates
from responder.actions.desk import Desk
from responder.actions.reply import NewReply, Submitted
from responder.actions.signature import signed
from responder.actions.wording import blank, refuse_unfinished
from responder.app.networks import Networks
from responder.core.accounts import Account
from responder.core.answering import refusal, unanswerable
from responder.core.conversations import Conversation
from responder.core.errors import NotFound, NotPossible
from responder.core.messages import Message, Visibility
from responder.core.settings import Settings
from responder.core.templates import Template
from responder.views import composing
from responder.views.composing import Problem
from responder.views.views import Views


@dataclass(frozen=True)
class Wish:
    """What somebody wants to say. With a `template` its blanks are `filled` by name, and `text` is not used."""

    text: str = ""
    template: str | None = None
    filled: Mapping[str, str] | None = None
    language: str | None = None
    visibility: Visibility | None = None
    resolve: bool = False


@dataclass(frozen=True)
class Answering:
    """Hands replies in for one member."""

    desk: Desk
    views: Views
    networks: Networks
    settings: Settings

    def answer(self, row: Conversation, wish: Wish, undo_seconds: float = 0) -> Submitted:
        """Hand an answer in. Raises NotPossible when it cannot be sent as it is, NotFound for an unknown template."""
        thread = self.views.thread(row.id)
        messages = [view.message for view in thread.messages] if thread else []
        answered = composing.answered(messages)
        if answered is None:
            raise NotPossible(unanswerable(messages))
        visibility = self._visibility(row, answered, wish)
        manifest, now = self.networks.manifest(row.network), self.desk.clock.now()
        if why := refusal(answered, manifest, now, private=visibility.private):
            raise NotPossible(why)
        template = self._template(wish.template) if wish.template else None
        text = self._text(row, wish, template)
        prefix = self._prefix(row, answered)
        self._check(row, answered, prefix, text)
        new = NewReply(
            row.id, prefix + text, visibility=visibility, language=wish.language,
            templates=(template.id,) if template else (), seen=thread.messages[-1].message.id if thread else None,
            resolve=wish.resolve,
        )  # fmt: skip
        return reply.submit(self.desk, new, undo_seconds).result()

    def _visibility(self, row: Conversation, answered: Message, wish: Wish) -> Visibility:
        own = answered.visibility
        if wish.visibility is not None:
            if own.private and wish.visibility not in (own, Visibility.DIRECT):
                raise NotPossible(f"It was written for {own} only: the answer cannot be for more people")
            return wish.visibility
        if own.private:
            return own
        mode = composing.modes(row, self.networks.manifest(row.network))[0]
        return composing.visibility(mode, answered)

    def _template(self, code: str) -> Template:
        for use in self.views.templates():
            if use.template.code == code.lstrip("/"):
                return use.template
        raise NotFound(f"There is no template with the code {code}")

    def _text(self, row: Conversation, wish: Wish, template: Template | None) -> str:
        if template is None:
            return wish.text.strip()
        name = self.networks.manifest(row.network).name
        known = templates.values(row, self.desk.member, self.settings, name)
        text = templates.render(template, wish.language or row.language, known).text
        for place, value in (wish.filled or {}).items():
            text = text.replace(blank(place), value)
        return text.strip()

    def _prefix(self, row: Conversation, answered: Message) -> str:
        us = self._account(row.account)
        mentions = self.networks.manifest(row.network).mentions
        return composing.mention_prefix(answered, us) if us and mentions else ""

    def _check(self, row: Conversation, answered: Message, prefix: str, text: str) -> None:
        refuse_unfinished(text)
        how = composing.counting(self.networks.manifest(row.network), self._account(row.account))
        whole = signed(prefix + text, self.desk.member)
        for fault in composing.faults(whole, how, spoiler=answered.spoiler, prefix=prefix):
            if fault.problem is Problem.TOO_LONG:
                raise NotPossible(
                    f"{fault.count} characters too many: {row.network} takes {how.limit}, signature included"
                )

    def _account(self, id: UUID | None) -> Account | None:
        return next((account for account in self.views.accounts() if account.id == id), None)
