"""Fills the panel's sections."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from responder.core import events as e
from responder.core.conversations import Conversation
from responder.core.questions import TemplateUse, Thread
from responder.ui.commands import Registry, shown
from responder.ui.composer import suggest
from responder.ui.console import Console
from responder.ui.contact import escalation as ladders
from responder.ui.contact.parts import Card, Elided, rung
from responder.ui.contact.section import Section
from responder.ui.flow import FlowLayout
from responder.ui.forms import button, dress, label
from responder.ui.inbox.face import MOOD_ICONS
from responder.ui.languages import own_name
from responder.ui.phrases import one_line
from responder.ui.thread import event_words
from responder.ui.thread.names import Names
from responder.ui.thread.notes import standing
from responder.ui.thread.strong import parted
from responder.ui.thread.times import Times
from responder.ui.words import tr, trn


def run(commands: Registry, id: str) -> None:
    """Run a command of the window, where it has it."""
    if known(commands, id):
        commands.run(id)


def known(commands: Registry, id: str) -> bool:
    """Say whether the window has a command."""
    return any(command.id == id for command in commands.all())


def key_of(commands: Registry, id: str) -> str:
    """Return the key of a command, as people read it."""
    keys = commands.keys(id) if known(commands, id) else ()
    return shown(keys[0]) if keys else ""


def escalation(section: Section, thread: Thread, names: Names, times: Times, commands: Registry) -> None:
    """Say who has it, who is next, when; or who would be told."""
    section.empty()
    steps = ladders.ladder(thread, names, times)
    if not steps:
        told = ladders.first_told(names)
        words = tr("Nothing is escalated.")
        if told is not None:
            words = tr("Nothing is escalated. If need be, {name} is told first.", name=told.name)
        section.column.addWidget(label(words, "base", "secondary"))
        section.column.addLayout(_actions(commands, (("conversation.escalate", tr("Escalate"), "flag"),)))
        return
    level = thread.row.level
    person = thread.row.level_person
    who = names.first(person) if person else event_words.level_words(level)
    chip = label(tr("L{n} · {person}", n=level, person=who), "caption", "danger", wrap=False)
    chip.setProperty("surface", "danger")
    chip.setContentsMargins(6, 1, 6, 1)
    section.beside.addWidget(chip)
    if thread.row.level_reason:
        section.column.addWidget(
            label(tr("“{words}”", words=one_line(thread.row.level_reason)), "base", "secondary")
        )
    for step in steps:
        section.column.addWidget(rung(step))
    buttons = [("conversation.deescalate", tr("End it"), "flag-off")]
    if thread.row.level_acknowledged is None:
        buttons.insert(0, ("conversation.acknowledge", tr("I have it"), "check"))
    section.column.addLayout(_actions(commands, buttons))
    for event in ladders.before(thread)[-3:]:
        found = event_words.line(event, names)
        if found is not None:
            section.column.addWidget(
                label(f"{times.moment(event.at)}  {parted(found.text)[0]}", "meta", "tertiary")
            )


def _actions(commands: Registry, offered: Sequence[tuple[str, str, str]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for id, title, picture in offered:
        key = key_of(commands, id)
        made = button(f" {title}   {key}" if key else f" {title}", partial(run, commands, id), "", picture)
        made.setAccessibleName(title)
        row.addWidget(made)
    row.addStretch(1)
    return row


def templates(section: Section, thread: Thread, console: Console) -> None:
    """Show the three templates that fit best, with their keys."""
    section.empty()
    commands, row = console.stage.commands, thread.row
    language = (row.language or "").split("-")[0] or next(iter(console.desk.member.languages), "en")
    found = suggest.suggested(console.views.templates(), row, language)[: suggest.SUGGESTED]
    every = button(tr("All", context="templates"), lambda: run(commands, "compose.template"), "link")
    every.setAccessibleName(tr("All templates"))
    section.beside.addWidget(every)
    for number, use in enumerate(found, 1):
        id = f"compose.template{number}"
        section.column.addWidget(
            Card(use.template.name, _about(use, language), key_of(commands, id), partial(run, commands, id))
        )
    if not found:
        section.column.addWidget(label(tr("None fits this network and language yet."), "base", "secondary"))


def _about(use: TemplateUse, language: str) -> str:
    used = trn("used {n} time", "used {n} times", use.used) if use.used else tr("not used yet")
    return use.template.description or f"{own_name(language)} · {used}"


def earlier(
    section: Section, rows: Sequence[Conversation], times: Times, then: Callable[[UUID], object]
) -> None:
    """Show the other conversations with this person."""
    section.empty()
    section.setVisible(bool(rows))
    for row in rows:
        picture, color = MOOD_ICONS[row.mood] if row.mood is not None else ("message-circle", "text.tertiary")
        made = Elided(one_line(row.snippet or row.title), picture, color)
        made.setAccessibleName(f"{one_line(row.snippet)}, {times.on(row.last_at)}")
        made.clicked.connect(partial(_called, then, row.id))
        line = QHBoxLayout()
        line.addWidget(made, 1)
        line.addWidget(label(times.on(row.last_at), "meta", "tertiary", wrap=False))
        section.column.addLayout(line)


def _called(then: Callable[[UUID], object], id: UUID, _checked: bool = False) -> None:
    then(id)


def notes(
    section: Section, thread: Thread, names: Names, times: Times,
    take_back: Callable[[UUID, str], None], do: Callable[[str], None],
) -> None:  # fmt: skip
    """Show the notes of the conversation, and offer to write one."""
    section.empty()
    shown_notes = list(standing(thread.events).values())
    for event, body in shown_notes:
        section.column.addWidget(label(body.text, "base"))
        line = QHBoxLayout()
        line.addWidget(label(f"{names.full(event.actor)} · {times.moment(event.at)}", "meta", "tertiary"), 1)
        made = QToolButton()
        made.setProperty("kind", "ghost")
        made.setToolTip(tr("Take the note back"))
        made.setAccessibleName(tr("Take the note back"))
        dress(made, "trash-2")
        made.clicked.connect(partial(_removed, take_back, body))
        line.addWidget(made)
        section.column.addLayout(line)
    if not shown_notes:
        words = tr("No note. What you know about this will help the next person.")
        section.column.addWidget(label(words, "base", "secondary"))
    add = button(tr("Add a note"), lambda: do("compose.note"), "link")
    section.column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)


def _removed(take_back: Callable[[UUID, str], None], body: e.NoteAdded, _checked: bool = False) -> None:
    take_back(body.note, body.text)


def tags(
    section: Section, names: Sequence[str], take_off: Callable[[str], None], do: Callable[[str], None]
) -> None:
    """Show the tags; a press takes one off."""
    section.empty()
    inner = QWidget()
    flow = FlowLayout(inner, 6)
    for name in names:
        made = QPushButton(f"{name}  ×")
        made.setProperty("kind", "chip")
        made.setToolTip(tr("Take the tag “{tag}” off", tag=name))
        made.setAccessibleName(made.toolTip())
        made.clicked.connect(partial(_tag_off, take_off, name))
        flow.addWidget(made)
    add = button(f" {tr('Tag')}", lambda: do("conversation.tag"), "chip", "plus")
    add.setAccessibleName(tr("Add a tag"))
    flow.addWidget(add)
    section.column.addWidget(inner)


def _tag_off(take_off: Callable[[str], None], name: str, _checked: bool = False) -> None:
    take_off(name)
