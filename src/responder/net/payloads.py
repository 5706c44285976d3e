"""What strangers' servers say, read with care: mended where it can be, and one broken item stops none of the others."""

import html
import re
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Raw

from responder.core.errors import Malformed
from responder.core.ports import Unreadable

T = TypeVar("T")

WRONG = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError, TypeError)
"""What reading strangers' data may raise."""

LONGEST_URL = 4000
_LONGEST_TEXT = 240
_LONGEST_REASON = 300
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)


def value(payload: bytes | Raw, kind: type[T]) -> T:
    """Return JSON as a value of this kind, mended if need be. Raises one of `WRONG`."""
    return _value(payload, msgspec.json.Decoder(kind))


def _value(payload: bytes | Raw, decoder: msgspec.json.Decoder[T]) -> T:
    try:
        return decoder.decode(payload)
    except WRONG:
        return decoder.decode(mended(bytes(payload)))


def decoded(body: bytes | Raw, kind: type[T], who: str, sound: Callable[[T], object] | None = None) -> T:
    """Return what a server answers as a value of this kind. Raises Malformed, which names a web page in its place.

    `sound` raises one of `WRONG` for what would do harm later.
    """
    try:
        found = value(body, kind)
        if sound is not None:
            sound(found)
    except WRONG as error:
        came = bytes(body)
        page = came.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
        said = explanation(came) if page else str(error)
        raise Malformed(
            f"{who} answers with something that we cannot read: {said[:_LONGEST_TEXT]}", came
        ) from error
    return found


def every(
    raws: Iterable[Raw], kind: type[T], sound: Callable[[T], object] | None = None, what: str = "something"
) -> tuple[list[T], list[Unreadable]]:
    """Return the items of a list, and apart those that make no sense. `sound` is as for `decoded`."""
    found: list[T] = []
    broken: list[Unreadable] = []
    decoder = msgspec.json.Decoder(kind)
    for raw in raws:
        try:
            one = _value(raw, decoder)
            if sound is not None:
                sound(one)
        except WRONG as error:
            broken.append(unreadable(raw, what, error))
        else:
            found.append(one)
    return found, broken


def unreadable(payload: bytes | Raw, what: str, error: Exception) -> Unreadable:
    """Return what makes no sense so that it can be put aside; `what` is for instance "a comment"."""
    return Unreadable(bytes(payload), f"{what} that we cannot read: {error}"[:_LONGEST_REASON])


def mended(body: bytes) -> bytes:
    """Return JSON without what is no text: bytes that are no UTF-8, halves of surrogate pairs.

    Programs in JavaScript write such halves when somebody's text was cut in the middle of an emoji.
    """
    text = body.decode("utf-8", "replace")
    return _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text).encode("utf-8")


def web(url: object) -> str | None:
    """Return an address that a browser may be sent to; None for anything else."""
    text = url.strip() if isinstance(url, str) else ""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        return None
    clean = len(text) <= LONGEST_URL and text.isprintable() and " " not in text
    return text if clean and scheme in ("http", "https") else None


def explanation(body: bytes) -> str:
    """Return what an error body says to people, short; it may be JSON, HTML, text or nothing."""
    try:
        said = msgspec.json.decode(body[: 1024 * 1024])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _plain(body)
    if isinstance(said, str):
        return said[:_LONGEST_TEXT]
    if not isinstance(said, dict):
        return ""
    for name in ("error_description", "message", "detail", "error"):
        text = said.get(name)
        if isinstance(text, dict):
            text = text.get("message")
        if isinstance(text, str) and text:
            return text[:_LONGEST_TEXT]
    return ""


def _plain(body: bytes) -> str:
    text = body[: 64 * 1024].decode("utf-8", "replace")
    title = re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE)
    if title:
        text = title.group(1)
    elif "<" in text:
        text = re.sub(r"<[^>]*>", " ", text)
    return " ".join(html.unescape(text).split())[:_LONGEST_TEXT]
