"""Hands in what was written, and brings all of it back when it is taken back."""

from dataclasses import dataclass
from uuid import UUID

from responder.actions import acts, reply
from responder.actions.desk import Done
from responder.actions.note import add_note
from responder.actions.status import resolve
from responder.core.errors import NotPossible
from responder.core.questions import Draft
from responder.ui.below import below
from responder.ui.composer.checks import Written
from responder.ui.composer.situation import Situation
from responder.ui.console import Console
from responder.ui.phrases import one_line
from responder.ui.stage import Notice
from responder.ui.words import tr
from responder.views.composing import Mode, visibility


@dataclass(frozen=True)
class Handed:
    """What leaves the composer: the draft it was, and what is asked for."""

    draft: Draft
    written: Written
    templates: tuple[UUID, ...] = ()
    done: bool = False
    approval: bool = False


class Submitting:
    """What was not sent after all goes back to the composer of the window, whichever that is by then."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def _back(self, draft: Draft) -> None:
        self._console.stage.composed.emit(draft)

    def hand_in(self, handed: Handed, situation: Situation) -> None:
        """Submit a reply, or add a note; the toast offers the way back.

        A comment that readers do not see yet is approved first: the outbox does both in that order.
        """
        if handed.written.mode is Mode.NOTE:
            self._note(handed, situation)
        elif situation.unseen is not None and not handed.approval:
            asked = acts.request(self._console.desk, situation.unseen.id, "approve")
            self._console.stage.follow(
                asked, lambda _act: self._reply(handed, situation), lambda: self._back(handed.draft)
            )
        else:
            self._reply(handed, situation)

    def _note(self, handed: Handed, situation: Situation) -> None:
        desk, stage = self._console.desk, self._console.stage
        asked = desk.do(tr("Note added"), add_note(handed.written.text), [situation.thread.row.id])

        def added(done: Done) -> None:
            stage.say(
                tr("Note added"),
                lambda: stage.follow(desk.undo(done), lambda _done: self._back(handed.draft)),
            )
            if handed.done:
                row = situation.thread.row.id
                stage.follow(desk.do(tr("Done"), resolve(), [row]), lambda _done: stage.finished.emit(row))

        stage.follow(asked, added, lambda: self._back(handed.draft))

    def _reply(self, handed: Handed, situation: Situation) -> None:
        console, written, row = self._console, handed.written, situation.thread.row
        answered = situation.answered
        new = reply.NewReply(
            row.id, written.text, visibility(written.mode, answered), language=written.language or None,
            templates=handed.templates, seen=written.seen, answers=answered.id if answered is not None else None,
            needs_approval=handed.approval, resolve=handed.done, files=written.files,
        )  # fmt: skip
        seconds = console.services.settings.undo_seconds
        name = one_line(row.name or row.handle)
        try:
            asked = reply.submit(console.desk, new, seconds)
        except NotPossible as error:
            self._back(handed.draft)
            console.stage.said.emit(Notice(tr("Not done: {why}", why=below(error)), bad=True))
            return
        console.stage.follow(
            asked,
            lambda done: self._submitted(done, handed, name, seconds),
            lambda: self._back(handed.draft),
        )

    def _submitted(self, done: reply.Submitted, handed: Handed, name: str, seconds: int) -> None:
        stage = self._console.stage
        if done.held:
            text = tr(
                "Not sent: somebody wrote meanwhile. Read it first. Your text is kept in the conversation."
            )
            stage.said.emit(Notice(text, bad=True))
            return
        if done.awaiting:
            text = tr("The reply to {name} waits for approval", name=name)
        elif seconds:
            text = tr("Reply to {name} goes out in {n} s", name=name, n=seconds)
        else:
            text = tr("Reply to {name} is on its way", name=name)
        if handed.done:
            stage.finished.emit(handed.draft.conversation)
        ring = bool(seconds) and not done.awaiting
        stage.said.emit(Notice(text, lambda: self._take_back(done.reply, handed.draft), seconds or 5, ring))

    def _take_back(self, id: UUID, draft: Draft) -> None:
        stage = self._console.stage

        def taken_back(_done: None) -> None:
            self._back(draft)
            stage.say(tr("The reply was taken back"))

        stage.bring_back([draft.conversation], reply.withdraw(self._console.desk, id), taken_back)
