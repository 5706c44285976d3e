"""Changing mails: flags, copies, moving, deleting (RFC 3501, RFC 4315, RFC 6851)."""

from responder.practice.mailbox import fetching
from responder.practice.mailbox.session import Handler, No, Session
from responder.practice.mailbox.syntax import Word, Wrong, text
from responder.practice.mailbox.world import Item


async def store(on: Session, rest: list[Word]) -> str:
    """Change flags by position."""
    return _store(on, rest, by_uid=False)


async def uid_store(on: Session, rest: list[Word]) -> str:
    """Change flags by number."""
    return _store(on, rest, by_uid=True)


def _store(on: Session, rest: list[Word], *, by_uid: bool) -> str:
    if on.readonly:
        raise No("[CANNOT] the folder is open for reading only")
    how = text(rest[1]).upper()
    flags = {text(one) for one in (rest[2] if isinstance(rest[2], list) else rest[2:])}
    for item in on.chosen(text(rest[0]), by_uid=by_uid):
        if how.startswith("+"):
            item.flags |= flags
        elif how.startswith("-"):
            item.flags -= flags
        else:
            item.flags = set(flags)
        if not how.endswith(".SILENT"):
            position = on.opened.items.index(item) + 1
            on.say(fetching.fetched(position, item, ["FLAGS"], by_uid=by_uid))
    return "OK done"


async def append(on: Session, rest: list[Word]) -> str:
    """Put a mail into a folder."""
    folder = on.world.folder(text(rest[0]))
    if folder is None:
        raise No("[TRYCREATE] there is no such folder")
    flags = {text(one) for word in rest[1:-1] if isinstance(word, list) for one in word}
    raw = rest[-1]
    if not isinstance(raw, bytes):
        raise Wrong("a mail was expected")
    item = on.world.put(folder.name, raw, flags)
    return f"OK [APPENDUID {folder.validity} {item.uid}] kept"


async def uid_copy(on: Session, rest: list[Word]) -> str:
    """Copy mails."""
    return _copied(on, rest)[0]


async def uid_move(on: Session, rest: list[Word]) -> str:
    """Move mails."""
    answer, items = _copied(on, rest)
    on.world.remove(on.opened, items)
    return answer


def _copied(on: Session, rest: list[Word]) -> tuple[str, list[Item]]:
    there = on.world.folder(text(rest[1]))
    if there is None:
        raise No("[TRYCREATE] there is no such folder")
    items = on.chosen(text(rest[0]), by_uid=True)
    new = [there.put(item.raw, item.at, item.flags) for item in items]
    on.world.tell()
    was, now = (",".join(str(item.uid) for item in some) for some in (items, new))
    return f"OK [COPYUID {there.validity} {was} {now}] done" if items else "OK done", items


async def expunge(on: Session, rest: list[Word]) -> str:
    """Remove what is marked as deleted."""
    _expunge(on, [item for item in on.opened.items if "\\Deleted" in item.flags])
    return "OK done"


async def uid_expunge(on: Session, rest: list[Word]) -> str:
    """Remove of these what is marked as deleted."""
    _expunge(on, [one for one in on.chosen(text(rest[0]), by_uid=True) if "\\Deleted" in one.flags])
    return "OK done"


def _expunge(on: Session, items: list[Item]) -> None:
    if on.readonly:
        raise No("[CANNOT] the folder is open for reading only")
    on.world.remove(on.opened, items)


COMMANDS: dict[str, Handler] = {
    "STORE": store,
    "UID STORE": uid_store,
    "APPEND": append,
    "UID COPY": uid_copy,
    "UID MOVE": uid_move,
    "EXPUNGE": expunge,
    "UID EXPUNGE": uid_expunge,
}
