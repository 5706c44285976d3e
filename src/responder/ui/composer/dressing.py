"""Shows a composer as its session stands: modes, language, length, checks, whose name, what the buttons do."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from responder.actions.signature import first_name, signature
from responder.ui.commands import shown
from responder.ui.composer import session as sessions
from responder.ui.composer.modes import mode_words
from responder.ui.composer.session import Session
from responder.ui.text_units import Units
from responder.ui.words import tr
from responder.views.composing import Mode
from responder.views.length import excess

if TYPE_CHECKING:
    from responder.ui.composer.composer import Composer


def dress(composer: "Composer", session: Session | None) -> None:
    """Show the session; one line while there is none, or nothing is written and the focus is elsewhere."""
    field = composer.field
    if session is None:
        composer.modes.offer(())
        field.invite("", "")
        field.open_up(False)
        return
    composer.modes.offer(session.situation.modes)
    composer.modes.show_mode(session.mode)
    composer.language.offer(sessions.languages(session.situation, composer.console), session.language)
    field.set_note(session.mode is Mode.NOTE)
    field.attach.setVisible(session.mode is not Mode.NOTE and session.situation.network.pictures.most > 0)
    field.show_files(session.files if session.mode is not Mode.NOTE else ())
    _names(composer, session)
    _length(composer, session)
    _buttons(composer, session)
    focus = QApplication.focusWidget()
    writing = focus is not None and composer.isAncestorOf(focus)
    now = composer.console.clock.now()
    told = bool(session.situation.refusal(session.mode, now))  # before anybody types
    field.open_up(writing or told or bool(session.files) or not session.empty(field.edit.text()))
    composer.update()


def mode_question(now: Mode, then: Mode) -> tuple[str, str]:
    """Return what is asked before a text changes its readers, and the word for yes."""
    match then:
        case Mode.PUBLIC:
            question = tr(
                "This was written as: {mode}. Make it a public reply that everybody can read?",
                mode=mode_words(now),
            )
        case Mode.PRIVATE:
            question = tr(
                "This was written as: {mode}. Make it a private message to the customer?",
                mode=mode_words(now),
            )
        case _:
            question = tr(
                "This was written as: {mode}. Make it a note that only the team reads?", mode=mode_words(now)
            )
    return question, mode_words(then)


def _names(composer: "Composer", session: Session) -> None:
    situation, field = session.situation, composer.field
    me = first_name(situation.member.name)
    account = situation.account.name if situation.account is not None else ""
    if session.mode is Mode.NOTE:
        field.invite(tr("A note for the team"), tr("A note for the team. It is never sent"))
        field.signed.setText(tr("Only the team reads this"))
    else:
        field.invite(tr("Reply as {name}", name=me), tr("Reply as {name}. Type / for a template", name=me))
        where = tr("as {account} on {network}", account=account, network=situation.network.name)
        field.signed.setText(f"{signature(situation.member)} · {where}")
    field.edit.setAccessibleName(mode_words(session.mode))
    field.edit.setAccessibleDescription(field.signed.text())


def _length(composer: "Composer", session: Session) -> None:
    text, field = composer.edit.text(), composer.field
    used, limit = session.situation.length(text, session.mode)
    field.counter.show_length(used, limit)
    start = excess(text, session.situation.counting(session.mode))
    field.edit.highlighter.set_excess(None if start is None else Units(text).to_qt(start))


def _buttons(composer: "Composer", session: Session) -> None:
    text, field = composer.edit.text(), composer.field
    found = session.checks(text, composer.console)
    field.checks.show_checks(found)
    stopped = session.empty(text) or any(check.blocks for check in found)
    note = session.mode is Mode.NOTE
    key = _key(composer, "compose.send_done")
    words = tr("Add note") if note else tr("Send & done")
    field.name_send(words, key)
    field.send.setEnabled(not stopped)
    field.send.setToolTip("\n".join(check.text for check in found if check.blocks))
    field.approval.setEnabled(not stopped)
    field.approval.setVisible(not note and len(composer.console.views.members()) > 1)
    reply = _key(composer, "compose.reply")
    field.reply_key.setText(f"{tr('Reply')}   {reply}" if reply else tr("Reply"))


def _key(composer: "Composer", id: str) -> str:
    commands = composer.console.stage.commands
    if all(command.id != id for command in commands.all()):
        return ""
    keys = commands.keys(id)
    return shown(keys[0]).replace("Return", "⏎").replace("Enter", "⏎") if keys else ""
