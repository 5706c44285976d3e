"""Reading what an IMAP client sends, and writing what it is answered (RFC 3501, 9; RFC 7888)."""

import asyncio
import re

Word = bytes | list["Word"]
"""An atom, a string or a literal as bytes; a list in parentheses as a list."""

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r?\n$")
_QUOTED = re.compile(rb'"((?:[^"\\\r\n]|\\.)*)"')
_ATOM = re.compile(rb"(?:[^\s()\[\]\"{]+|\[[^\]]*\])+")
MOST = 40_000_000


class Wrong(Exception):
    """A command that cannot be read."""


async def command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[Word]:
    """Return the words of the next command, its tag first; nothing at the end of the line."""
    words: list[Word] = []
    stack = [words]
    while True:
        line = await reader.readline()
        if not line:
            return []
        literal = _LITERAL.search(line)
        _words(line[: literal.start()] if literal else line, stack)
        if literal is None:
            if len(stack) > 1:
                raise Wrong("a parenthesis is open")
            return words
        if int(literal[1]) > MOST:
            raise Wrong("that is too much")
        if not literal[2]:
            writer.write(b"+ go on\r\n")
        stack[-1].append(await reader.readexactly(int(literal[1])))


def _words(line: bytes, stack: list[list[Word]]) -> None:
    line = line.rstrip(b"\r\n")
    at = 0
    while at < len(line):
        char = line[at : at + 1]
        if char == b" ":
            at += 1
        elif char == b"(":
            stack.append([])
            at += 1
        elif char == b")":
            if len(stack) < 2:
                raise Wrong("a parenthesis too many")
            inner = stack.pop()
            stack[-1].append(inner)
            at += 1
        else:
            found = _QUOTED.match(line, at) if char == b'"' else _ATOM.match(line, at)
            if found is None:
                raise Wrong("that is no word")
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", found[1]) if char == b'"' else found[0])
            at = found.end()


def text(word: Word) -> str:
    """Return a word as text."""
    if isinstance(word, list):
        raise Wrong("a list stands where a word should")
    return word.decode("utf-8", "replace")


def quoted(text: str) -> bytes:
    """Return a string as it is written."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.encode()


def literal(raw: bytes) -> bytes:
    """Return bytes as they are written."""
    return b"{%d}\r\n" % len(raw) + raw


def numbers(written: str, most: int) -> set[int]:
    """Return the numbers of a set such as `1:3,7,9:*`; `most` is what `*` stands for."""
    found: set[int] = set()
    for part in written.split(","):
        first, _, last = part.partition(":")
        ends = [most if end == "*" else int(end) for end in (first, last or first)]
        found.update(range(min(ends), min(max(ends), max(most, min(ends))) + 1))
    return found


def is_numbers(written: str) -> bool:
    """Say whether a word is a set of numbers."""
    return re.fullmatch(r"(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*", written) is not None
