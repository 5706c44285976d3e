"""Folders: listing, opening, asking about them (RFC 3501, 6.3)."""

from responder.practice.mailbox import syntax
from responder.practice.mailbox.session import FLAGS, Handler, No, Session
from responder.practice.mailbox.syntax import Word, text
from responder.practice.mailbox.world import Folder


async def list_(on: Session, rest: list[Word]) -> str:
    """List all folders."""
    for folder in on.world.folders.values():
        flags = " ".join(["\\HasNoChildren", *([folder.use] if folder.use else [])])
        on.say(f'* LIST ({flags}) "/" '.encode() + syntax.quoted(folder.name) + b"\r\n")
    return "OK done"


async def create(on: Session, rest: list[Word]) -> str:
    """Make a folder."""
    on.world.create(text(rest[0]))
    return "OK done"


async def status(on: Session, rest: list[Word]) -> str:
    """Say how a folder stands that is not open."""
    folder = _named(on, rest[0])
    known = {
        "MESSAGES": len(folder.items), "UIDNEXT": folder.next, "UIDVALIDITY": folder.validity, "RECENT": 0,
        "UNSEEN": sum("\\Seen" not in item.flags for item in folder.items),
    }  # fmt: skip
    asked = rest[1] if isinstance(rest[1], list) else rest[1:]
    names = [text(word).upper() for word in asked]
    said = " ".join(f"{name} {known[name]}" for name in names if name in known)
    on.say(b"* STATUS " + syntax.quoted(folder.name) + f" ({said})\r\n".encode())
    return "OK done"


async def select(on: Session, rest: list[Word]) -> str:
    """Open a folder for reading and changing."""
    return _open(on, rest, readonly=False)


async def examine(on: Session, rest: list[Word]) -> str:
    """Open a folder for reading."""
    return _open(on, rest, readonly=True)


def _open(on: Session, rest: list[Word], *, readonly: bool) -> str:
    on.folder = None
    folder = _named(on, rest[0])
    on.folder, on.readonly = folder, readonly
    on.told = [item.uid for item in folder.items]
    for line in (
        f"FLAGS {FLAGS}", f"{len(folder.items)} EXISTS", "0 RECENT", f"OK [UIDVALIDITY {folder.validity}] valid",
        f"OK [UIDNEXT {folder.next}] next", f"OK [PERMANENTFLAGS {FLAGS[:-1]} \\*)] kept",
    ):  # fmt: skip
        on.say(f"* {line}\r\n".encode())
    return f"OK [READ-{'ONLY' if readonly else 'WRITE'}] open"


async def unselect(on: Session, rest: list[Word]) -> str:
    """Close the folder."""
    on.folder = None
    return "OK done"


async def close(on: Session, rest: list[Word]) -> str:
    """Close the folder; what is marked as deleted goes."""
    if on.folder is not None and not on.readonly:
        on.world.remove(on.folder, [item for item in on.folder.items if "\\Deleted" in item.flags])
    on.folder = None
    return "OK done"


def _named(on: Session, word: Word) -> Folder:
    folder = on.world.folder(text(word))
    if folder is None:
        raise No(f"[NONEXISTENT] there is no folder {text(word)}")
    return folder


COMMANDS: dict[str, Handler] = {
    "LIST": list_,
    "CREATE": create,
    "STATUS": status,
    "SELECT": select,
    "EXAMINE": examine,
    "UNSELECT": unselect,
    "CLOSE": close,
}
