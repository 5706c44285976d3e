"""SEARCH (RFC 3501, 6.4.4)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from responder.practice.mailbox.syntax import Word, Wrong, is_numbers, numbers, text
from responder.practice.mailbox.world import Folder, Item

Test = Callable[[int, Item], bool]

_FLAGS = {
    "SEEN": "\\Seen",
    "ANSWERED": "\\Answered",
    "DELETED": "\\Deleted",
    "DRAFT": "\\Draft",
    "FLAGGED": "\\Flagged",
}
_HEADERS = {"FROM": "From", "TO": "To", "CC": "Cc", "BCC": "Bcc", "SUBJECT": "Subject"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def search(folder: Folder, words: list[Word]) -> list[tuple[int, Item]]:
    """Return what matches all of some criteria: position and mail. Raises Wrong."""
    if len(words) > 1 and not isinstance(words[0], list) and text(words[0]).upper() == "CHARSET":
        if text(words[1]).upper() not in ("UTF-8", "US-ASCII"):
            raise Wrong("[BADCHARSET (UTF-8)] that charset is not known")
        words = words[2:]
    tests = list(_tests(iter(words), folder))
    return [
        (position, item)
        for position, item in enumerate(folder.items, 1)
        if all(test(position, item) for test in tests)
    ]


def _tests(words: Iterator[Word], folder: Folder) -> Iterator[Test]:
    for word in words:
        yield _test(word, words, folder)


def _test(word: Word, rest: Iterator[Word], folder: Folder) -> Test:
    if isinstance(word, list):
        inner = list(_tests(iter(word), folder))
        return lambda position, item: all(test(position, item) for test in inner)
    name = text(word).upper()
    if is_numbers(name):
        wanted = numbers(name, len(folder.items))
        return lambda position, item: position in wanted
    if name == "ALL":
        return lambda position, item: True
    if name == "NOT":
        negated = _test(next(rest), rest, folder)
        return lambda position, item: not negated(position, item)
    if name == "OR":
        one, other = _test(next(rest), rest, folder), _test(next(rest), rest, folder)
        return lambda position, item: one(position, item) or other(position, item)
    return _about(name, rest, folder)


def _about(name: str, rest: Iterator[Word], folder: Folder) -> Test:
    if name in _FLAGS:
        return lambda position, item: _FLAGS[name] in item.flags
    if name.startswith("UN") and name[2:] in _FLAGS:
        return lambda position, item: _FLAGS[name[2:]] not in item.flags
    if name not in {"UID", "HEADER", "SINCE", "BEFORE", "ON", "LARGER", "SMALLER", "TEXT", *_HEADERS}:
        raise Wrong(f"there is no criterion {name}")
    said = text(next(rest, b""))
    if name == "UID":
        wanted = numbers(said, max((item.uid for item in folder.items), default=0))
        return lambda position, item: item.uid in wanted
    if name in ("LARGER", "SMALLER"):
        sign = 1 if name == "LARGER" else -1
        return lambda position, item: sign * len(item.raw) > sign * int(said)
    if name in ("SINCE", "BEFORE", "ON"):
        return _dated(name, said)
    if name == "TEXT":
        return lambda position, item: said.encode().lower() in item.raw.lower()
    header, part = (said, text(next(rest, b""))) if name == "HEADER" else (_HEADERS[name], said)
    return lambda position, item: header in item.parsed and part.casefold() in item.header(header).casefold()


def _dated(name: str, said: str) -> Test:
    day, month, year = said.split("-")
    wanted = date(int(year), _MONTHS.index(month.lower()) + 1, int(day))

    def test(position: int, item: Item) -> bool:
        arrived = datetime.fromtimestamp(item.at, UTC).date()
        if name == "ON":
            return arrived == wanted
        return arrived >= wanted if name == "SINCE" else arrived < wanted

    return test
