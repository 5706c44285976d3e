"""What a person does about one block of the thread."""

from collections.abc import Callable
from uuid import UUID

from responder.actions import acts, note, reply, tag
from responder.actions.decision import Decision
from responder.actions.desk import Done
from responder.actions.signature import signature
from responder.core.errors import NotPossible
from responder.core.events import Mood
from responder.core.questions import Draft, Thread
from responder.core.replies import Reply
from responder.ui.ask_bar import AskBar
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.thread.blocks import Block, Look
from responder.ui.words import tr

VERBS = ("approve", "hold", "hide", "unhide", "spam", "trash", "delete", "favourite")


class Deeds:
    """Turns an action's name into what is done. `seen` is the last message that the screen shows."""

    def __init__(self, console: Console, ask: AskBar) -> None:
        self._console = console
        self._ask = ask

    def do(self, block: Block, action: str, thread: Thread) -> bool:
        """Do it; False when the action is unknown here."""
        if block.subject is None:
            return False
        if block.look is Look.UNSENT:
            found = next((one for one in thread.replies if one.id == block.subject), None)
            return found is not None and self._reply(found, action, thread)
        if block.look is Look.NOTE and action == "remove":
            self._desk(tr("Note taken back"), note.remove_note(block.subject, block.text), thread.row.id)
            return True
        if action in VERBS:
            self._act(block.subject, action)
            return True
        return False

    def set_mood(self, block: Block, mood: Mood | None, was: Mood | None, conversation: UUID) -> None:
        """Correct the tone of one message."""
        self._desk(tr("Mood set"), tag.set_mood(mood, block.subject, was), conversation)

    def add_tag(self, block: Block, conversation: UUID) -> None:
        """Ask for a tag and put it on one message."""

        def put(name: str) -> None:
            try:
                decision = tag.add_tag(name, block.subject)
            except NotPossible as error:
                self._console.stage.say(below(error))
                return
            self._desk(tr("Tagged"), decision, conversation)

        self._ask.ask_words(tr("Tag this message with"), tr("Tag"), put)

    def remove_tag(self, block: Block, name: str, conversation: UUID) -> None:
        """Take a tag off one message."""
        self._desk(tr("Tag taken off"), tag.remove_tag(name, block.subject), conversation)

    def _reply(self, row: Reply, action: str, thread: Thread) -> bool:
        desk, stage = self._console.desk, self._console.stage
        seen, here = thread.messages[-1].message.id if thread.messages else None, [row.conversation]
        match action:
            case "edit":
                stage.bring_back(here, reply.withdraw(desk, row.id), lambda _done: self._recompose(row))
            case "withdraw" | "discard":
                words = tr("The reply was taken back")
                undo: Callable[[], None] = lambda: self._recompose(row)  # noqa: E731
                stage.bring_back(here, reply.withdraw(desk, row.id), lambda _done: stage.say(words, undo))
            case "approve":
                stage.follow(reply.approve(desk, row.id), lambda _done: stage.say(tr("Approved")))
            case "release":
                stage.follow(reply.release(desk, row.id, seen), self._released)
            case "settle":
                stage.follow(reply.settle(desk, row.id, True), lambda _done: None)
            case "resend":
                again = reply.settle(desk, row.id, False)
                stage.follow(
                    again, lambda _done: stage.follow(reply.release(desk, row.id, seen), self._released)
                )
            case _:
                return False
        return True

    def _recompose(self, row: Reply) -> None:
        mode = "private" if row.visibility.private else "public"
        text = unsigned(row.text, self._console)
        self._console.stage.composed.emit(Draft(row.conversation, text, len(text), mode, files=row.files))

    def _released(self, done: reply.Submitted) -> None:
        if done.held:
            self._console.stage.say(tr("Not sent: somebody wrote meanwhile. Read it first."))

    def _act(self, message: UUID, verb: str) -> None:
        if verb not in acts.NEED_A_REASON:
            self._request(message, verb, "")
            return
        answers = {
            "hide": tr("Hide"), "hold": tr("Hold"), "spam": tr("Spam"), "trash": tr("Trash"), "delete": tr("Delete"),
        }  # fmt: skip
        question = tr("Why hide it? Your reason stays in the record.")
        self._ask.ask_words(question, answers[verb], lambda reason: self._request(message, verb, reason))

    def _request(self, message: UUID, verb: str, reason: str) -> None:
        asked = acts.request(self._console.desk, message, verb, "", reason)
        self._console.stage.follow(asked, lambda _act: None)

    def _desk(self, label: str, decision: Decision, conversation: UUID) -> None:
        desk, stage = self._console.desk, self._console.stage

        def said(done: Done) -> None:
            stage.say(label, lambda: stage.follow(desk.undo(done), lambda _undone: None))

        stage.follow(desk.do(label, decision, [conversation]), said)


def unsigned(text: str, console: Console) -> str:
    """Return a reply's text without the signature that was added when it was handed in."""
    return text.removesuffix(signature(console.desk.member)).rstrip()
