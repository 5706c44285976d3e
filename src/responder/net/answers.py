"""What a server answered, and what an answer that is not a yes means for us."""

import html
import re
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx
import msgspec

from responder.core.errors import (
    Gone,
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.net import limits

T = TypeVar("T")

_LONGEST_TEXT = 240
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)
_STRANGER = re.compile(r"invalid credentials", re.IGNORECASE)
"""What Pleroma and Akkoma say, with a 403, to a token that they do not know or that expired."""

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """A whole answer. `url` is where it came from in the end."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str

    @property
    def redirects(self) -> bool:
        """Say whether it sends us elsewhere."""
        return self.status in _REDIRECTS and "location" in self.headers

    @property
    def location(self) -> str:
        """Return the whole address that it sends us to."""
        return urljoin(self.url, str(self.headers.get("location", "")))

    def decode(self, kind: type[T]) -> T:
        """Return the body as a value of this kind, mended if need be. Raises Malformed."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            body = mended(self.body)
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(f"an answer that we cannot read: {error}", self.body) from error

    def json(self) -> Any:
        """Return the body as plain values. Raises Malformed."""
        return self.decode(object)

    def link(self, rel: str) -> str | None:
        """Return the address under a relation of the `Link` header."""
        return links(self.headers.get("link", "")).get(rel)


def mended(body: bytes) -> bytes:
    """Return JSON without what is no text: bytes that are no UTF-8, halves of surrogate pairs.

    Programs in JavaScript write such halves when somebody's text was cut in the middle of an emoji.
    """
    text = body.decode("utf-8", "replace")
    return _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text).encode("utf-8")


def links(header: str) -> dict[str, str]:
    """Read a `Link` header: relation to address."""
    found: dict[str, str] = {}
    for url, attributes in re.findall(r"<([^>]*)>((?:\s*;[^,<]*)*)", header):
        rel = re.search(r'rel="?([^";,]+)"?', attributes)
        if rel:
            for name in rel.group(1).split():
                found.setdefault(name.lower(), url)
    return found


def explanation(body: bytes) -> str:
    """Return what an error body says to people, short; it may be JSON, HTML, text or nothing."""
    try:
        value = msgspec.json.decode(body[: 1024 * 1024])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _plain(body)
    if isinstance(value, str):
        return value[:_LONGEST_TEXT]
    if not isinstance(value, dict):
        return ""
    for name in ("error_description", "message", "detail", "error"):
        text = value.get(name)
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


def failure(answer: Answer, what: str, now: int, *, once: bool) -> NetworkError | None:
    """Return the failure that an answer stands for, None for a yes. `now` is by the server's clock (µs).

    A 5xx leaves open whether a write was accepted, unless the server says when to come back.
    """
    status = answer.status
    if status < 300:
        return None
    said = explanation(answer.body)
    text = f"{what}: {status} {said}".rstrip()
    if status < 400:
        return Refused(f"{what}: the server sends us to {answer.location}")
    if status == 401 or (status == 403 and _STRANGER.search(said)):
        host = what.partition(": ")[0]
        return SignInNeeded(f"{host} does not accept this sign-in: sign in again. It says: {said or status}")
    match status:
        case 404 | 410:
            return Gone(text)
        case 429:
            return Throttled(text, limits.patience(answer.headers, now))
        case 503 if "retry-after" in answer.headers:
            return Throttled(text, limits.patience(answer.headers, now))
        case 501 | 505:
            return Refused(text)
        case 408 | 425:
            return Unreachable(text)
        case _ if status >= 500:
            return Uncertain(text) if once else Unreachable(text)
    return Refused(text)
