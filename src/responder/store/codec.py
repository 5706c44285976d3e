"""Events as rows of the log. Old kinds are lifted on reading and never rewritten."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from responder.core.errors import DatabaseTooNew
from responder.core.events import BODIES, Body, Event

Lift = Callable[[dict[str, Any]], dict[str, Any]]
Lifts = Mapping[tuple[str, int], Lift]
"""How the body of a (kind, version) becomes the next version's."""

Row = tuple[bytes, str, int, bytes, str, str, int, str]
"""(id, kind, version, stream, actor, device, at, body)."""


class Codec:
    """Encodes events and decodes rows."""

    def __init__(self, lifts: Lifts | None = None, bodies: Mapping[str, type[Body]] = BODIES) -> None:
        self._lifts = lifts or {}
        self._encode = msgspec.json.Encoder().encode
        self._decoders = {name: msgspec.json.Decoder(body) for name, body in bodies.items()}
        self._bodies = bodies

    def row(self, event: Event) -> Row:
        """Return the event as the log keeps it."""
        body = self._encode(event.body).decode()
        return (
            event.id.bytes,
            type(event.body).__name__,
            event.version,
            event.stream.bytes,
            event.actor,
            event.device,
            event.at,
            body,
        )

    def mended(self, event: Event) -> Event:
        """Return the event with U+FFFD for the halves of characters that no file can hold."""
        body = msgspec.convert(_mended(msgspec.to_builtins(event.body)), type(event.body))
        return msgspec.structs.replace(event, body=body)

    def event(self, row: Row) -> Event:
        """Return the event of a row. Raises DatabaseTooNew when its kind is not known here."""
        event_id, kind, version, stream, actor, device, at, text = row
        body, version = self._body(kind, version, text)
        return Event(UUID(bytes=event_id), UUID(bytes=stream), actor, device, at, body, version)

    def _body(self, kind: str, version: int, text: str) -> tuple[Body, int]:
        if kind not in self._decoders:
            raise DatabaseTooNew(f"This workspace holds something that this version does not know: {kind}")
        if (kind, version) not in self._lifts:
            return self._decoders[kind].decode(text), version
        fields: dict[str, Any] = msgspec.json.decode(text)
        while (kind, version) in self._lifts:
            fields, version = self._lifts[kind, version](fields), version + 1
        return msgspec.convert(fields, self._bodies[kind]), version


def _mended(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {name: _mended(one) for name, one in value.items()}
        case list() | tuple():
            return [_mended(one) for one in value]
        case _:
            return value


@cache
def usual() -> Codec:
    """Return the codec of this version's kinds, made once: it holds forty decoders."""
    return Codec()
