"""Strong words inside a translated sentence: marked by two control characters, so that order stays the language's."""

from dataclasses import dataclass

_ON, _OFF = "\x02", "\x03"


@dataclass(frozen=True)
class Span:
    """A stretch of characters, `start` inclusive and `end` exclusive."""

    start: int
    end: int

    def __contains__(self, position: int) -> bool:
        """Say whether a caret position lies in it."""
        return self.start <= position < self.end


def strong(text: str) -> str:
    """Mark a word to be set in bold; marks of a stranger's inside are dropped."""
    return f"{_ON}{text.replace(_ON, '').replace(_OFF, '')}{_OFF}"


def parted(text: str) -> tuple[str, tuple[Span, ...]]:
    """Return the sentence without its marks, and where the strong words are."""
    plain: list[str] = []
    spans: list[Span] = []
    start = None
    length = 0
    for character in text:
        if character == _ON:
            start = length
        elif character == _OFF and start is not None:
            spans.append(Span(start, length))
            start = None
        else:
            plain.append(character)
            length += 1
    return "".join(plain), tuple(spans)
