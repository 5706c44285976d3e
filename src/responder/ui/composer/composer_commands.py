"""The composer's keys."""

from functools import partial
from typing import TYPE_CHECKING

from responder.ui.commands import Command, Group, Scope
from responder.ui.words import tr
from responder.views.composing import Mode

if TYPE_CHECKING:
    from responder.ui.composer.composer import Composer


def commands(composer: "Composer") -> list[Command]:
    """Return what the keyboard does while writing, and what begins it."""
    return [*_begin(composer), *_while(composer), *_suggested(composer)]


def _begin(composer: "Composer") -> list[Command]:
    def needs() -> str:
        return "" if composer.session is not None else tr("No conversation is open")

    def private() -> str:
        return needs() or (
            "" if composer.allows(Mode.PRIVATE) else tr("This network has no private answer here")
        )

    def files() -> str:
        session = composer.session
        taken = session is not None and session.situation.network.pictures.most > 0
        return needs() or ("" if taken else tr("This network takes no files with an answer"))

    write = Group.WRITE
    return [
        Command("compose.reply", tr("Reply"), composer.begin, write, ("R",), icon="reply", enabled=needs),
        Command(
            "compose.private", tr("Reply in private"), partial(composer.begin, Mode.PRIVATE), write, ("Shift+R",),
            icon="lock", enabled=private,
        ),
        Command(
            "compose.note", tr("Internal note"), partial(composer.begin, Mode.NOTE), write, ("Ctrl+Shift+M",),
            icon="sticky-note", enabled=needs,
        ),
        Command(
            "compose.attach", tr("Attach a picture or a file"), composer.enclosing.choose, write, ("Ctrl+Shift+H",),
            icon="paperclip", enabled=files,
        ),
        Command(
            "compose.template", tr("Insert a template"), composer.inserting.open, write, ("T", "Ctrl+T"),
            icon="square-slash", enabled=needs,
        ),
    ]  # fmt: skip


def _while(composer: "Composer") -> list[Command]:
    write, pane = Group.WRITE, Scope.PANE
    return [
        Command(
            "compose.send_done", tr("Send and done"), partial(composer.sending.send, done=True), write,
            ("Ctrl+Return", "Ctrl+Enter"), pane, "send",
        ),
        Command("compose.send", tr("Send and keep open"), composer.sending.send, write, ("Ctrl+Shift+S",), pane, "send"),
        Command(
            "compose.approval", tr("Send for approval"), partial(composer.sending.send, approval=True), write,
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), pane, "stamp",
        ),
        Command("compose.mode", tr("Next mode"), composer.turning.next, write, ("Ctrl+M",), pane),
        Command("compose.language", tr("Language"), composer.turn_language, write, ("Ctrl+L",), pane, "languages"),
        Command("compose.discard", tr("Discard the draft"), composer.sending.discard, write, ("Ctrl+Shift+D",), pane, "trash-2"),
    ]  # fmt: skip


def _suggested(composer: "Composer") -> list[Command]:
    return [
        Command(
            f"compose.template{n}", tr("Insert suggested template {n}", n=n),
            partial(composer.inserting.suggested, n), Group.WRITE, (f"Ctrl+{n}",), icon="square-slash",
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
