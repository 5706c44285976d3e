"""Finding and reading mails (RFC 3501, 6.4)."""

from responder.practice.mailbox import fetching, searching
from responder.practice.mailbox.session import Handler, Session
from responder.practice.mailbox.syntax import Word, text


async def search(on: Session, rest: list[Word]) -> str:
    """Find mails by position."""
    found = searching.search(on.opened, rest)
    on.say(" ".join(["* SEARCH", *(str(position) for position, _ in found)]).encode() + b"\r\n")
    return "OK done"


async def uid_search(on: Session, rest: list[Word]) -> str:
    """Find mails by number."""
    found = searching.search(on.opened, rest)
    on.say(" ".join(["* SEARCH", *(str(item.uid) for _, item in found)]).encode() + b"\r\n")
    return "OK done"


async def fetch(on: Session, rest: list[Word]) -> str:
    """Give mails by position."""
    return _fetch(on, rest, by_uid=False)


async def uid_fetch(on: Session, rest: list[Word]) -> str:
    """Give mails by number."""
    return _fetch(on, rest, by_uid=True)


def _fetch(on: Session, rest: list[Word], *, by_uid: bool) -> str:
    names = fetching.wanted(rest[1:])
    positions = {item.uid: position for position, item in enumerate(on.opened.items, 1)}
    chosen = on.chosen(text(rest[0]), by_uid=by_uid)
    for item in chosen if on.rewrite is None else on.rewrite(chosen):
        if fetching.reads(names) and not on.readonly:
            item.flags.add("\\Seen")
        on.say(fetching.fetched(positions[item.uid], item, names, by_uid=by_uid))
    return "OK done"


COMMANDS: dict[str, Handler] = {
    "SEARCH": search,
    "UID SEARCH": uid_search,
    "FETCH": fetch,
    "UID FETCH": uid_fetch,
}
