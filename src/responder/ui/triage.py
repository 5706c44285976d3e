"""What can be done with the conversations in hand: the commands of the triage keys."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from responder.actions import assign, escalate, status, tag
from responder.actions.decision import Decision
from responder.actions.desk import Targets
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.events import Mood
from responder.ui.acting import Acting
from responder.ui.commands import Command, Group
from responder.ui.console import Console
from responder.ui.inbox.pane import InboxPane
from responder.ui.phrases import mood_words
from responder.ui.pickers import Option, Picker
from responder.ui.removing import Removing
from responder.ui.snoozes import snoozes
from responder.ui.words import tr

LEVELS = (1, 2, 3)
G = Group.CONVERSATION


def level_words(level: int) -> str:
    """Return what a level asks for."""
    return (tr("Watch it"), tr("Needs a lead"), tr("Needs the owner now"))[level - 1]


class Triage:
    """Acts on what the inbox has in hand: the current conversation, the selected ones, or all that match."""

    def __init__(self, console: Console, acting: Acting, inbox: InboxPane, window: QWidget) -> None:
        self._console, self._acting, self._inbox, self._window = console, acting, inbox, window

    def commands(self) -> list[Command]:
        """Return the table."""
        one = partial(Command, group=G, enabled=self._needs)
        return [
            one("conversation.done", tr("Done", context="button"), self._do(tr("Done"), status.resolve()), keys=("E", "]"), icon="check"),
            one("conversation.done_previous", tr("Done and previous"), self._done_previous, keys=("[", "Shift+E")),
            one("conversation.reopen", tr("Open again"), self._do(tr("Open again"), status.reopen()), icon="inbox"),
            one("conversation.pend", tr("Wait for the customer or a colleague"),
                self._do(tr("Waiting"), status.pend()), icon="hourglass"),
            one("conversation.take", tr("Take it"), self._take, keys=("I",), icon="user-check"),
            one("conversation.assign", tr("Assign…"), self._assign, keys=("A",), icon="user-plus"),
            one("conversation.escalate", tr("Escalate to the next level"), self._escalate, keys=("F",), icon="flag"),
            one("conversation.escalate_level", tr("Choose the level of escalation…"), self._choose_level,
                keys=("Shift+F",), icon="flag"),
            one("conversation.acknowledge", tr("I have this escalation"),
                self._do(tr("Escalation taken"), escalate.acknowledge()), icon="check-check",
                words=tr("acknowledge")),
            one("conversation.deescalate", tr("End the escalation"),
                self._do(tr("Escalation ended"), escalate.clear_escalation()), icon="flag-off"),
            one("conversation.snooze", tr("Snooze…"), self._snooze, keys=("B", "H"), icon="clock"),
            one("conversation.wake", tr("End the snooze"), self._do(tr("Snooze ended"), status.wake()), icon="bell"),
            one("conversation.tag", tr("Tag…"), self._tag, keys=("L",), icon="tag"),
            one("conversation.untag", tr("Take a tag off…"), self._untag, icon="tag"),
            one("conversation.negative", tr("Mood: negative"), self._mood(Mood.NEGATIVE), keys=("-", "V, 1"), icon="frown"),
            one("conversation.neutral", tr("Mood: neutral"), self._mood(Mood.NEUTRAL), keys=("=", "V, 2"), icon="meh"),
            one("conversation.positive", tr("Mood: positive"), self._mood(Mood.POSITIVE), keys=("+", "V, 3"), icon="smile"),
            one("conversation.priority", tr("Priority…"), self._priority, icon="arrow-up-down"),
            one("conversation.star", tr("Star"), self._flip(lambda row: row.starred, (tr("Star"), status.star(True)), (tr("Star taken off"), status.star(False))), keys=("S",), icon="star"),
            one("conversation.mute", tr("Mute"), self._flip(lambda row: row.muted, (tr("Muted"), status.mute(True)), (tr("No longer muted"), status.mute(False))), keys=("M",), icon="volume-x"),
            one("conversation.spam", tr("Spam or abuse"), self._flip(lambda row: row.spam, (tr("Spam"), status.spam(True)), (tr("Not spam"), status.spam(False))), keys=("!", "Ctrl+J"), icon="ban"),
            one("conversation.read", tr("Mark as read"), self._do(tr("Read"), status.mark_read(True)),
                keys=("Shift+I",), icon="mail-open"),
            one("conversation.unread", tr("Mark as unread"), self._do(tr("Unread"), status.mark_read(False)),
                keys=("Shift+U",), icon="mail"),
            Removing(self._console, self._inbox, self._pick).command(),
            Command("conversation.undo", tr("Undo"), self._acting.undo, G, ("Z", "Ctrl+Z"), icon="undo-2",
                    enabled=lambda: "" if self._acting.can_undo else tr("Nothing to take back")),
        ]  # fmt: skip

    # --- plain ones

    def _needs(self) -> str:
        return "" if self._inbox.target_count() else tr("No conversation is chosen")

    def _do(self, label: str, decision: Decision) -> Callable[[], None]:
        return lambda: self._acting.do(label, decision, self._inbox.targets())

    def _mood(self, mood: Mood) -> Callable[[], None]:
        return self._do(mood_words(mood), tag.set_mood(mood))

    def _row(self) -> Conversation | None:
        number = self._inbox.view.number()
        return None if number < 0 else self._inbox.model.row(number)

    def _done_previous(self) -> None:
        before = self._inbox.view.number() - 1
        self._do(tr("Done"), status.resolve())()
        self._inbox.view.go(max(0, before))

    def _take(self) -> None:
        self._do(tr("Yours"), assign.take(self._console.desk.member.id))()

    def _flip(
        self, read: Callable[[Conversation], bool], on: tuple[str, Decision], off: tuple[str, Decision]
    ) -> Callable[[], None]:
        """Put a mark on, or take it off where the current conversation has it."""

        def flip() -> None:
            row = self._row()
            label, decision = off if row is not None and read(row) else on
            self._acting.do(label, decision, self._inbox.targets())

        return flip

    # --- those that ask something first

    def _pick(
        self, title: str, options: list[Option], chosen: Callable[[object], None],
        make: Callable[[str], Option | None] | None = None,
    ) -> None:  # fmt: skip
        picker = Picker(self._window, title, options, chosen, make=make)
        view = self._inbox.view
        rect = view.visualRect(view.currentIndex())
        where = view.viewport().mapToGlobal(QPoint(view.width() // 3, max(0, rect.bottom())))
        picker.open_at(where)

    def _assign(self) -> None:
        targets, me = self._inbox.targets(), self._console.desk.member.id
        members = sorted(self._console.views.members(), key=lambda m: (m.id != me, m.name))
        options = [Option(m.name, m.id, "user", tr("me") if m.id == me else m.title) for m in members]
        if me not in {m.id for m in members}:
            options.insert(0, Option(self._console.desk.member.name, me, "user", tr("me")))
        options.append(Option(tr("Nobody"), None, "user-x"))
        names = {option.value: option.text for option in options}

        def chosen(member: object) -> None:
            wanted = member if isinstance(member, str) else None
            self._acting.do(tr("Assigned to {name}", name=names[member]), assign.assign(wanted), targets)

        self._pick(tr("Assign to"), options, chosen)

    def _snooze(self) -> None:
        targets = self._inbox.targets()

        def chosen(until: object) -> None:
            self._acting.do(tr("Snoozed"), status.snooze(until if isinstance(until, int) else None), targets)

        self._pick(tr("Snooze"), snoozes(self._console.clock.now()), chosen)

    def _priority(self) -> None:
        from responder.ui.inbox.chips import PRIORITIES, priority_words

        targets = self._inbox.targets()
        options = [Option(priority_words(p), p) for p in PRIORITIES]

        def chosen(priority: object) -> None:
            if isinstance(priority, int):
                label = tr("Priority: {name}", name=priority_words(priority).lower())
                self._acting.do(label, status.set_priority(priority), targets)

        self._pick(tr("Priority"), options, chosen)

    def _tag(self) -> None:
        targets = self._inbox.targets()
        options = [Option(name, name, "tag", str(uses)) for name, uses in self._console.views.tags()]
        self._pick(tr("Tag"), options, lambda name: self.tag_with(str(name), targets), _new_tag)

    def tag_with(self, name: str, targets: Targets | None = None) -> None:
        """Put a tag on what is in hand, or on these."""
        wanted = self._inbox.targets() if targets is None else targets
        self._acting.do(tr("Tagged “{tag}”", tag=name), tag.add_tag(name), wanted)

    def _untag(self) -> None:
        targets, row = self._inbox.targets(), self._row()
        names = row.tags if row is not None and self._inbox.target_count() == 1 else ()
        names = names or tuple(name for name, _uses in self._console.views.tags())

        def chosen(name: object) -> None:
            label = tr("Tag “{tag}” taken off", tag=name)
            self._acting.do(label, tag.remove_tag(str(name)), targets)

        self._pick(tr("Take a tag off"), [Option(name, name, "tag") for name in names], chosen)

    def _escalate(self) -> None:
        row = self._row()
        self._ask_reason(min(3, (row.level if row is not None else 0) + 1))

    def _choose_level(self) -> None:
        options = [Option(tr("Level {n}", n=n), n, "flag", level_words(n)) for n in LEVELS]
        self._pick(tr("Escalate"), options, lambda n: self._ask_reason(n if isinstance(n, int) else 1))

    def _ask_reason(self, level: int) -> None:
        targets = self._inbox.targets()
        options = [Option(tr("Without a reason"), "", "flag")]

        def chosen(why: object) -> None:
            self._acting.do(
                tr("Escalated to level {n}", n=level), escalate.escalate(level, str(why)), targets
            )

        title = tr("Level {n}: {what}. Why?", n=level, what=level_words(level))
        self._pick(title, options, chosen, lambda typed: Option(typed, typed, "flag"))


def _new_tag(typed: str) -> Option | None:
    try:
        name = tag.clean_tag(typed)
    except NotPossible:
        return None
    return Option(tr("New tag “{tag}”", tag=name), name, "plus")


def read_quietly(acting: Acting, conversation: UUID) -> None:
    """Mark a conversation as read because it was looked at: no toast, nothing to undo."""
    acting.one("", status.mark_read(True), conversation, quiet=True)
