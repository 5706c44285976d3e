"""What the palette offers: commands, lists, people and messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from responder.core.conversations import Conversation
from responder.core.questions import Folder, Hit, InboxQuery, Sort
from responder.ui.commands import Command, Group, Registry
from responder.ui.console import Console
from responder.ui.inbox.entries import Entry
from responder.ui.palette.fuzzy import fit
from responder.ui.phrases import age, one_line
from responder.ui.words import mark, tr

UNAVAILABLE = mark("Not available now")
PEOPLE, MESSAGES = mark("People"), mark("Messages")
ORDER = (
    Group.CONVERSATION,
    Group.WRITE,
    Group.SELECT,
    Group.GO,
    Group.FIND,
    Group.MOVE,
    Group.VIEW,
    Group.APP,
)
AT_FIRST = 4
"""How many of each group are offered before anything is typed."""


@dataclass(frozen=True)
class Item:
    """One row of the palette; without `run` it is a head, or something that cannot be done now (`hint` says why)."""

    title: str
    hint: str = ""
    icon: str = ""
    code: str = ""
    keys: tuple[str, ...] = ()
    run: Callable[[], None] | None = None
    head: bool = False
    marked: tuple[int, ...] = ()
    command: str = ""


def head(title: str) -> Item:
    """Return a group's title."""
    return Item(title, head=True)


def commands(
    registry: Registry, entries: Sequence[Entry], go: Callable[[Entry], None], typed: str
) -> list[Item]:
    """Return what fits of the commands and lists, best group first; what cannot be done now comes last."""
    counts = {f"go.{entry.key}": entry.count for entry in entries if entry.count}
    groups: dict[str, list[tuple[int, Item]]] = {group.value: [] for group in ORDER}
    unavailable: list[tuple[int, Item]] = []
    for command in registry.all():
        found = _fit(typed, command)
        if found is None:
            continue
        why = command.enabled()
        item = Item(
            command.title,
            why or counts.get(command.id, ""),
            command.icon,
            "",
            registry.keys(command.id),
            None,
            False,
            found[1],
            command.id,
        )
        if why:
            unavailable.append((found[0], item))
        else:
            run = replace(item, run=lambda id=command.id: registry.run(id))  # type: ignore[misc]
            groups[command.group.value].append((found[0], run))
    for entry in entries:
        found = fit(typed, entry.title)
        if found is not None and typed and (entry.code or entry.icon == "tag"):
            item = Item(entry.title, entry.count, entry.icon, entry.code, marked=found[1], run=_go(go, entry))
            groups[Group.GO.value].append((found[0], item))
    return _grouped(groups, unavailable, typed)


def _go(go: Callable[[Entry], None], entry: Entry) -> Callable[[], None]:
    return lambda: go(entry)


def _fit(typed: str, command: Command) -> tuple[int, tuple[int, ...]] | None:
    found = fit(typed, command.title)
    if found is None and command.words:
        other = fit(typed, command.words)
        return None if other is None else (other[0] - 20, ())
    return found


def _grouped(
    groups: dict[str, list[tuple[int, Item]]], unavailable: list[tuple[int, Item]], typed: str
) -> list[Item]:
    kept = [(title, sorted(found, key=lambda pair: -pair[0])) for title, found in groups.items() if found]
    if typed:
        kept.sort(key=lambda group: -group[1][0][0])
    items: list[Item] = []
    for title, found in kept:
        items.append(head(tr(title)))
        items.extend(item for _score, item in found[: AT_FIRST if not typed else 8])
    if typed and unavailable:
        items.append(head(tr(UNAVAILABLE)))
        items.extend(item for _score, item in sorted(unavailable, key=lambda pair: -pair[0])[:3])
    return items


@dataclass(frozen=True)
class Found:
    """What the worker thread found for some words."""

    words: str
    people: tuple[Conversation, ...]
    hits: tuple[Hit, ...]


def look_up(console: Console, words: str) -> Found:
    """Search people and messages; runs in a worker thread."""
    query = InboxQuery(Folder.ALL, Sort.NEWEST, console.desk.member.id, text=words)
    rows = console.views.page(query, limit=20).rows
    people = tuple({row.contact: row for row in rows if fit(words, row.name)}.values())
    return Found(words, people[:4], tuple(console.views.search(words, 50)))


def found_items(
    console: Console, found: Found, go: Callable[[UUID], None], show_all: Callable[[], None]
) -> list[Item]:
    """Return the rows for what was found."""
    items: list[Item] = []
    codes = {manifest.id: manifest.code for manifest in console.networks.values()}
    if found.people:
        items.append(head(tr(PEOPLE)))
    for row in found.people:
        places = fit(found.words, row.name)
        marked = places[1] if places else ()
        items.append(
            Item(row.name, row.handle, "", codes.get(row.network, ""), run=_open(go, row.id), marked=marked)
        )
    if found.hits:
        items.append(head(tr(MESSAGES)))
        every = tr("All messages that say “{words}”", words=found.words)
        items.append(Item(every, "", "search", run=show_all))
    for hit in found.hits[:6]:
        text, marked = _snippet(hit.snippet)
        hint = f"{one_line(hit.name)} · {age(hit.at, console.clock.now())}"
        items.append(Item(text, hint, "message-square", run=_open(go, hit.conversation), marked=marked))
    return items


def _open(go: Callable[[UUID], None], conversation: UUID) -> Callable[[], None]:
    return lambda: go(conversation)


def _snippet(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text without the marks U+0002 and U+0003, and which letters stood between them."""
    letters: list[str] = []
    marked: list[int] = []
    inside = False
    for letter in one_line(text.replace("\x02", "\ue000").replace("\x03", "\ue001")):
        if letter in "\ue000\ue001":
            inside = letter == "\ue000"
            continue
        if inside:
            marked.append(len(letters))
        letters.append(letter)
    return "".join(letters), tuple(marked)
