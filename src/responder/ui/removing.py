"""Taking a customer's message out of sight on its network: what the network allows, and why it is done."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from responder.actions import acts
from responder.core.messages import Message, State
from responder.ui.commands import Command, Group
from responder.ui.console import Console
from responder.ui.inbox.pane import InboxPane
from responder.ui.pickers import Option
from responder.ui.words import tr

HIDING = ("hold", "spam", "trash")
Pick = Callable[[str, list[Option], Callable[[object], None], Callable[[str], Option | None] | None], None]


class Removing:
    """Asks what to do, then why; the reason stays in the record."""

    def __init__(self, console: Console, inbox: InboxPane, pick: Pick) -> None:
        self._console, self._inbox, self._pick = console, inbox, pick

    def command(self) -> Command:
        """Return the command."""
        return Command(
            "conversation.remove", tr("Hide or delete on the network…"), self._ask_what, Group.CONVERSATION,
            ("#", "Delete"), icon="eye-off", enabled=self._why_not,
        )  # fmt: skip

    def _verbs(self) -> tuple[str, ...]:
        number = self._inbox.view.number()
        row = None if number < 0 else self._inbox.model.row(number)
        manifest = self._console.networks.get(row.network) if row is not None else None
        return tuple(verb for verb in HIDING if manifest is not None and verb in manifest.verbs)

    def _why_not(self) -> str:
        if self._inbox.target_count() != 1:
            return tr("Choose one conversation")
        return "" if self._verbs() else tr("This network does not let anybody hide what others write")

    def _message(self) -> Message | None:
        """Return the customer's last message that is still there."""
        conversation = self._inbox.view.conversation()
        thread = None if conversation is None else self._console.views.thread(conversation, 50)
        theirs = (
            [m.message for m in thread.messages if not m.message.author.ours and not m.deleted]
            if thread
            else []
        )
        return theirs[-1] if theirs else None

    def _ask_what(self) -> None:
        message = self._message()
        if message is None:
            self._console.stage.say(tr("There is no message of a customer's here any more"))
            return
        words = {
            "hold": tr("Hide it until it is approved"),
            "spam": tr("Mark it as spam there"),
            "trash": tr("Put it in the trash there"),
        }
        options = [Option(words[verb], verb, "eye-off") for verb in self._verbs()]
        if message.state is State.HELD:
            options = [Option(tr("Approve it: show it in public"), "approve", "check"), *options[1:]]
        self._pick(tr("On the network"), options, partial(self._ask_why, message.id), None)

    def _ask_why(self, message: UUID, verb: object) -> None:
        if verb not in acts.NEED_A_REASON:
            self._request(message, str(verb), "")
            return
        title = tr("Why hide it? Your reason stays in the record.")
        request = partial(self._request, message, str(verb))
        self._pick(title, [], lambda why: request(str(why)), lambda typed: Option(typed, typed, "pencil"))

    def _request(self, message: UUID, verb: str, why: str) -> None:
        asked = acts.request(self._console.desk, message, verb, "", why)
        said = tr("Asked the network to show it") if verb == "approve" else tr("Asked the network to hide it")
        self._console.stage.follow(asked, lambda _act: self._console.stage.say(said))
