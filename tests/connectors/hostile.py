"""JSON as a broken or a hostile server would write it: the right shape, with something wrong in it."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from hypothesis import strategies as st

from responder.core.messages import Message

NASTY_TEXT = st.sampled_from(
    ["", " ", "\x00", "\ud800", "\udfff\ud800", "\u202egnp.exe", "\u2066x", "a\nb\rc\u2028d", "<script>alert(1)</script>",
     "<" * 2000, "<div>" * 2000, "x" * 20_000, "javascript:alert(1)", "data:text/html,x", "http://[::1", "https://x\n/y",
     "file:///etc/passwd", "2026-13-45T99:99:99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "-2026-01-01", "1e999", "NaN", "﷽" * 500, "🏴" * 300, "e" + "\u0301" * 500, "../../users/1", "null"]
)  # fmt: skip
NASTY = (
    st.none() | st.booleans() | NASTY_TEXT | st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False) | st.integers()
    | st.sampled_from([10**25, -(10**25), 2**63, 2**64, -1, 0, 10**4000, 10**5000, 1e308])
    | st.sampled_from([[], {}, [[]], [{}], {"": ""}, [None], [1, "x", {"y": []}]])
    | st.integers(1, 300).map(lambda depth: Raw("[" * depth + "]" * depth))
    | st.integers(1, 300).map(lambda depth: Raw('{"a":' * depth + "1" + "}" * depth))
)  # fmt: skip


class Raw(str):
    """JSON that is put in as it is: nested deeper than an encoder would go."""


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """Yield the way to every part of a value."""
    yield above
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*above, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return a value with one part exchanged."""
    if not path:
        return new
    copy = value.copy()
    if path[0] in (copy if isinstance(copy, dict) else range(len(copy))):
        copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@st.composite
def spoiled(draw: st.DrawFn, good: dict[str, Any]) -> Any:
    """Draw the good value with up to three parts exchanged for nasty ones."""
    value: Any = good
    for _ in range(draw(st.integers(1, 3))):
        if isinstance(value, (dict, list)):
            places = list(paths(value))[1:] or [()]
            value = replaced(value, draw(st.sampled_from(places)), draw(NASTY))
    return value


def listed(*items: Any) -> bytes:
    """Return the items as the body of an answer; integers may have any number of digits."""
    return ("[" + ",".join(_json(item) for item in items) + "]").encode("utf-8", "surrogatepass")


def _json(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_json(part) for part in value) + "]"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**4000:
        return "9" * 5000
    return json.dumps(value)


def whole(message: Message) -> None:
    """Assert that a message can be stored and shown."""
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert abs(message.created_at) < 2**63
    words = [message.author.name, message.author.handle, message.language or "", *message.mentions]
    words += [one.description or "" for one in message.attachments]
    for text in (message.text, message.spoiler, message.url or "", *words):
        text.encode()
        assert len(text) <= 100_000
        assert not set(text) & set("\x00\u202e\u2066")
    assert "\n" not in message.author.name + message.author.handle
