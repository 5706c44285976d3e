"""What a server answered, and what an answer that is not a yes means for us."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx

from responder.core.errors import (
    Gone,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.net import limits
from responder.net.payloads import decoded, explanation

T = TypeVar("T")

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
        return decoded(self.body, kind, httpx.URL(self.url).host)

    def json(self) -> Any:
        """Return the body as plain values. Raises Malformed."""
        return self.decode(object)

    def link(self, rel: str) -> str | None:
        """Return the address under a relation of the `Link` header."""
        return links(self.headers.get("link", "")).get(rel)


def links(header: str) -> dict[str, str]:
    """Read a `Link` header: relation to address."""
    found: dict[str, str] = {}
    for url, attributes in re.findall(r"<([^>]*)>((?:\s*;[^,<]*)*)", header):
        rel = re.search(r'rel="?([^";,]+)"?', attributes)
        if rel:
            for name in rel.group(1).split():
                found.setdefault(name.lower(), url)
    return found


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
