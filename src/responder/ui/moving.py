"""Commands that move: in the list, between lists and pages, and in the window itself."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec

from responder.core.questions import Folder, InboxQuery
from responder.core.settings import Settings
from responder.ui.commands import Command, Group
from responder.ui.console import Console
from responder.ui.inbox.pane import InboxPane
from responder.ui.inbox.places import DRAFTS, ICONS, OUTBOX, Place
from responder.ui.theme.look import TEXT_STEPS
from responder.ui.words import mark, tr

GO_KEYS = {
    Folder.NEEDS_REPLY: "G, I",
    Folder.MINE: "G, M",
    Folder.UNASSIGNED: "G, U",
    Folder.NEGATIVE: "G, N",
    Folder.ESCALATED: "G, E",
    Folder.SNOOZED: "G, B",
    Folder.APPROVAL: "G, W",
    Folder.RESOLVED: "G, T",
    Folder.ALL: "G, A",
}
THEMES = (
    ("system", mark("Theme: as the system")),
    ("light", mark("Theme: light")),
    ("dark", mark("Theme: dark")),
    ("contrast", mark("Theme: high contrast")),
)


class Frame(Protocol):
    """What the window offers to these commands."""

    def open_thread(self) -> None:
        """Show the conversation and give it the focus."""
        ...

    def back(self) -> None:
        """Return to the list."""
        ...

    def show_list(self, place: Place) -> None:
        """Show a list."""
        ...

    def next_pane(self, by: int) -> None:
        """Move the focus to another pane."""
        ...

    def toggle_sidebar(self) -> None:
        """Fold or unfold the sidebar."""
        ...

    def toggle_panel(self) -> None:
        """Show or hide the right panel."""
        ...

    def ask_palette(self, typed: str = "") -> None:
        """Open the palette."""
        ...

    def ask_place(self) -> None:
        """Ask for a channel or tag by name."""
        ...

    def show_keys(self) -> None:
        """Open the key sheet."""
        ...

    def show_menu(self) -> None:
        """Open the menu."""
        ...

    def show_actions(self) -> None:
        """Open the menu of what can be done with the conversation."""
        ...

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        ...

    def close(self) -> bool:
        """Close the window."""
        ...


def moving(inbox: InboxPane) -> list[Command]:
    """Return the commands that move in the list and select in it."""
    view = inbox.view
    some = lambda: "" if inbox.model.rowCount() else tr("The list is empty")  # noqa: E731
    one = partial(Command, group=Group.MOVE, enabled=some)
    select = partial(Command, group=Group.SELECT, enabled=some)
    return [
        one("list.next", tr("Next conversation"), lambda: view.step(1), keys=("J",), icon="arrow-down"),
        one("list.previous", tr("Previous conversation"), lambda: view.step(-1), keys=("K",), icon="arrow-up"),
        one("list.first", tr("First conversation"), lambda: view.go(0)),
        one("list.last", tr("Last conversation"), lambda: view.go(inbox.model.rowCount() - 1)),
        Command("list.join", tr("Show the new conversations"), inbox.join, Group.MOVE, ("Shift+N",), icon="arrow-up",
                enabled=lambda: "" if inbox.model.held else tr("Nothing new has come")),
        select("select.toggle", tr("Select"), view.toggle, keys=("X",), icon="list-checks"),
        select("select.down", tr("Select down"), lambda: _extend(inbox, 1), keys=("Shift+J",)),
        select("select.up", tr("Select up"), lambda: _extend(inbox, -1), keys=("Shift+K",)),
        select("select.all", tr("Select all that match"), view.pick_all, keys=("*, A", "Ctrl+A"), icon="check-check"),
        select("select.none", tr("Select none"), lambda: view.check(False), keys=("*, N", "Ctrl+Shift+A"), icon="x"),
    ]  # fmt: skip


def _extend(inbox: InboxPane, by: int) -> None:
    if not inbox.view.checking:
        inbox.view.toggle()
    inbox.view.step(by, extend=True)


def going(console: Console, frame: Frame) -> list[Command]:
    """Return the commands that go to lists and pages."""
    member = console.desk.member.id
    go = partial(Command, group=Group.GO)
    made = [
        go(f"go.{folder.value}", Place(InboxQuery(folder, member=member)).title,
           _show(frame, Place(InboxQuery(folder, member=member))), keys=(keys,), icon=ICONS[folder])
        for folder, keys in GO_KEYS.items()
    ]  # fmt: skip
    everything = InboxQuery(Folder.ALL, member=member)
    for kind, keys, picture in ((DRAFTS, "G, D", "file-pen"), (OUTBOX, "G, O", "send")):
        place = Place(everything, kind)
        made.append(go(f"go.{kind}", place.title, _show(frame, place), keys=(keys,), icon=picture))
    return [
        *made,
        go("go.place", tr("A channel, monitor, place or tag…"), frame.ask_place, keys=("G, L",), icon="tag"),
        go("go.monitors", tr("Monitors"), lambda: console.stage.go("monitors"), keys=("G, V",), icon="radar"),
        go("go.places", tr("Places"), lambda: console.stage.go("places"), keys=("G, P",), icon="map-pin"),
        go("go.monitors.new", tr("New monitor"), lambda: console.stage.go("monitors/new"), icon="plus"),
        go("go.templates", tr("Templates"), lambda: console.stage.go("templates"), keys=("G, Y",), icon="notebook-text"),
        go("go.health", tr("Channels"), lambda: console.stage.go("health"), keys=("G, H",), icon="activity"),
        go("go.settings", tr("Settings"), lambda: console.stage.go("settings"), keys=("G, S", "Ctrl+,"), icon="settings"),
        go("go.keyboard", tr("Settings: keyboard"), lambda: console.stage.go("settings/keyboard"), icon="keyboard"),
        go("go.connect", tr("Connect an account"), lambda: console.stage.go("setup/account"), icon="plug-zap"),
    ]  # fmt: skip


def _show(frame: Frame, place: Place) -> Callable[[], None]:
    return lambda: frame.show_list(place)


def framing(console: Console, frame: Frame) -> list[Command]:
    """Return the commands of the window itself."""
    view, find, app = (partial(Command, group=group) for group in (Group.VIEW, Group.FIND, Group.APP))
    one = partial(Command, group=Group.MOVE)
    return [
        one("list.open", tr("Open the conversation"), frame.open_thread, keys=("O",), icon="corner-down-left"),
        one("list.back", tr("Back to the list"), frame.back, keys=("U", "Esc"), icon="arrow-left"),
        one("pane.next", tr("Next pane"), lambda: frame.next_pane(1), keys=("F6",)),
        one("pane.previous", tr("Previous pane"), lambda: frame.next_pane(-1), keys=("Shift+F6",)),
        find("find.palette", tr("Command palette"), frame.ask_palette, keys=("Ctrl+K",), icon="search"),
        find("find.search", tr("Search"), frame.ask_palette, keys=("/", "Ctrl+Shift+F"), icon="search"),
        Command("conversation.more", tr("More actions"), frame.show_actions, Group.CONVERSATION,
                (".", "Shift+F10"), icon="ellipsis"),
        view("view.sidebar", tr("Sidebar"), frame.toggle_sidebar, keys=("F9",), icon="panel-left"),
        view("view.panel", tr("Right panel"), frame.toggle_panel, keys=("F8",), icon="panel-right"),
        view("view.bigger", tr("Bigger text"), lambda: _text(console, 1), keys=("Ctrl++", "Ctrl+="), icon="type"),
        view("view.smaller", tr("Smaller text"), lambda: _text(console, -1), keys=("Ctrl+-",), icon="type"),
        view("view.normal", tr("Normal text size"), lambda: _save(console, text_percent=100), keys=("Ctrl+0",)),
        view("view.density", tr("Cosy or compact rows"), lambda: _density(console), icon="layers"),
        *[view(f"view.theme.{name}", tr(title), partial(_save, console, theme=name), icon="contrast")
          for name, title in THEMES],
        view("view.full", tr("Full screen"), frame.toggle_full_screen, keys=("F11",)),
        app("app.menu", tr("Menu"), frame.show_menu, keys=("F10",), icon="menu"),
        app("help.keys", tr("Every key"), frame.show_keys, keys=("?", "Ctrl+F1", "F1"), icon="keyboard"),
        app("app.retry", tr("Ask the networks now"), lambda: console.services.retry(), icon="refresh-cw"),
        app("app.quit", tr("Quit"), lambda: _close(frame), keys=("Ctrl+Q",)),
    ]  # fmt: skip


def _close(frame: Frame) -> None:
    frame.close()


def _save(console: Console, **changed: object) -> None:
    settings: Settings = msgspec.structs.replace(console.services.settings, **changed)
    console.services.save_settings(settings)


def _density(console: Console) -> None:
    cosy = console.services.settings.density == "cosy"
    _save(console, density="compact" if cosy else "cosy")


def _text(console: Console, by: int) -> None:
    now = console.services.settings.text_percent
    larger = [step for step in TEXT_STEPS if step > now]
    smaller = [step for step in TEXT_STEPS if step < now]
    wanted = (larger[:1] if by > 0 else smaller[-1:]) or [now]
    _save(console, text_percent=wanted[0])
