"""The menu of one block of the thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from responder.core.events import Mood
from responder.core.messages import State
from responder.core.questions import MessageView, Thread
from responder.ui.icons import icon
from responder.ui.phrases import mood_words
from responder.ui.thread import links
from responder.ui.thread.blocks import Block, Look
from responder.ui.thread.deeds import Deeds
from responder.ui.thread.event_words import mood_icon
from responder.ui.thread.view import ThreadView
from responder.ui.words import tr


def fill(
    menu: QMenu, view: ThreadView, block: Block, thread: Thread, verbs: tuple[str, ...], deeds: Deeds
) -> None:
    """Put in what can be done with a block."""

    def add(title: str, picture: str, then: Callable[[], object]) -> None:
        menu.addAction(icon(picture), title).triggered.connect(lambda _checked=False: then())

    add(tr("Copy"), "copy", lambda: view.copy(block.text))
    if links.openable(block.url):
        add(tr("Open on the network"), "external-link", lambda: view.link.emit(block.url))
    if block.look is Look.NOTE:
        add(tr("Take the note back"), "trash-2", lambda: deeds.do(block, "remove", thread))
    found = next((one for one in thread.messages if one.message.id == block.subject), None)
    if found is not None and not found.deleted:
        _message(add, menu, block, found, thread, verbs, deeds)


def _message(
    add: Callable[[str, str, Callable[[], object]], None], menu: QMenu, block: Block, found: MessageView,
    thread: Thread, verbs: tuple[str, ...], deeds: Deeds,
) -> None:  # fmt: skip
    menu.addSeparator()
    if block.look is not Look.OURS:
        for mood in Mood:
            add(
                mood_words(mood),
                mood_icon(mood),
                partial(deeds.set_mood, block, mood, found.mood, thread.row.id),
            )
    add(tr("Tag this message…"), "tag", lambda: deeds.add_tag(block, thread.row.id))
    for name in block.tags:
        title = tr("Take the tag “{tag}” off", tag=name)
        add(title, "x", partial(deeds.remove_tag, block, name, thread.row.id))
    menu.addSeparator()
    if "favourite" in verbs and block.look is not Look.OURS:
        add(tr("Like it on the network"), "heart", lambda: deeds.do(block, "favourite", thread))
    hides = ("delete",) if block.look is Look.OURS else ("hide", "spam", "trash")
    words = {
        "hide": tr("Hide it on the network…"), "delete": tr("Delete it on the network…"), "spam": tr("Mark as spam on the network…"),
        "trash": tr("Put in the trash on the network…"),
    }  # fmt: skip
    for verb in hides:
        if verb in verbs and not (verb == "hide" and found.message.state is State.HELD):
            picture = "eye-off" if verb == "hide" else "trash-2"
            add(words[verb], picture, partial(deeds.do, block, verb, thread))
