"""The one place that builds an HTTP client, and that turns what goes wrong on the wire into typed failures."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from responder.core.clock import SECOND, Clock
from responder.core.errors import Malformed, NetworkError, Refused, Throttled, Uncertain, Unreachable
from responder.net import limits
from responder.net.answers import Answer, failure

MEGABYTE = 1024 * 1024
MOST_BYTES = 8 * MEGABYTE
KEPT_BYTES = 64 * 1024
"""How much of an oversized answer is kept for the record."""

DEADLINE = 60.0
"""No exchange may take longer than this (s), however slowly it drips."""

AGENT = "Responder/0.1"

Params = Mapping[str, str | int | bool | Sequence[str] | None]
Part = tuple[str, bytes, str]
"""A file in a form: its name, what is in it, its MIME type."""


@cache
def certificates() -> ssl.SSLContext:
    """Return the certificates that we trust: read once (20 ms, 1 MB), for as many clients as there are."""
    return httpx.create_ssl_context()


def build(
    *,
    headers: Mapping[str, str] | None = None,
    auth: httpx.Auth | tuple[str, str] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    keep: int = 8,
) -> httpx.AsyncClient:
    """Return a client with our time-outs, that follows no redirect by itself and keeps so many lines open."""
    return httpx.AsyncClient(
        headers={"User-Agent": AGENT, **(headers or {})},
        auth=auth,
        transport=transport,
        verify=certificates() if transport is None else True,
        timeout=httpx.Timeout(30.0, connect=10.0, pool=30.0),
        limits=httpx.Limits(max_connections=8, max_keepalive_connections=keep, keepalive_expiry=4.0),
        follow_redirects=False,
    )


class Client:
    """One server, one identity. Every failure is one of `core.errors`; bodies are bounded.

    `once` on a request says that doing it twice would do harm: then whatever leaves it open
    whether the server accepted it is raised as Uncertain instead of Unreachable.
    """

    def __init__(
        self,
        base: str,
        clock: Clock,
        *,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | tuple[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        most_bytes: int = MOST_BYTES,
        deadline: float = DEADLINE,
    ) -> None:
        self.base = base.rstrip("/")
        self.host = urlsplit(self.base).netloc
        self.http = build(headers=headers, auth=auth, transport=transport)
        # A write on a kept line may meet a server that is just closing it: its fate would be open for nothing.
        self._fresh = build(headers=headers, auth=auth, transport=transport, keep=0)
        self.offset = 0
        self._clock = clock
        self._most = most_bytes
        self._deadline = deadline
        self._spent: dict[str, float] = {}

    def now(self) -> int:
        """Return the time by the server's clock (µs UTC), as far as its answers told."""
        return self._clock.now() + self.offset

    async def get(
        self,
        path: str,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        accept: Collection[int] = (),
    ) -> Answer:
        """Read; redirects within the same host are followed. Statuses in `accept` are given back, not raised."""
        url = self.url(path)
        for _ in range(5):
            answer = await self._exchange("GET", url, params=_query(params), headers=headers)
            if answer.status in accept:
                return answer
            if not answer.redirects:
                return self.judge(answer, "GET", url, once=False)
            url, params = self.url(answer.location), None
        raise Refused(f"{self.host} sends us in circles")

    async def peek(self, path: str) -> Answer:
        """Read once and judge nothing: for finding out where a server wants to be spoken to."""
        return await self._exchange("GET", self.url(path))

    async def write(
        self,
        method: Literal["POST", "PUT", "PATCH", "DELETE"],
        path: str,
        *,
        params: Params | None = None,
        json: object = None,
        form: Mapping[str, str | list[str]] | None = None,
        files: Mapping[str, Part] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        once: bool = True,
        accept: Collection[int] = (),
    ) -> Answer:
        """Change something there. A redirect is refused: following it could change what is asked.

        Statuses in `accept` are given back, not raised. With `files` the form is a multipart one; `content`
        is a body as it is, whose type is told in the headers.
        """
        url = self.url(path)
        extra: dict[str, Any] = {"json": json} if json is not None else {"data": form, "files": files}
        extra = {"content": content} if content is not None else extra
        answer = await self._exchange(method, url, once=once, params=_query(params), headers=headers, **extra)
        return answer if answer.status in accept else self.judge(answer, method, url, once=once)

    def url(self, path: str) -> str:
        """Return the address of a path here; a whole address must be on this host.

        Raises Refused for another host: credentials go nowhere else.
        """
        parts = urlsplit(path)
        if not parts.netloc:
            return f"{self.base}/{path.lstrip('/')}"
        if parts.netloc != self.host:
            raise Refused(f"{self.host} points to another server, {parts.netloc}")
        scheme = urlsplit(self.base).scheme
        return parts._replace(scheme=scheme).geturl()

    @asynccontextmanager
    async def streaming(
        self, path: str, headers: Mapping[str, str], silence: float
    ) -> AsyncIterator[httpx.Response]:
        """Open an endless answer; `silence` (s) is how long it may say nothing. Failures are typed here too."""
        timeout = httpx.Timeout(30.0, connect=10.0, read=silence)
        with self.translated(once=False):
            async with self.http.stream("GET", self.url(path), headers=headers, timeout=timeout) as response:
                if response.status_code != httpx.codes.OK:
                    body = await self._read(response)
                    self.judge(_answer(response, body), "GET", path, once=False)
                    raise Refused(f"{self.host} offers no stream here ({response.status_code})")
                yield response

    def translated(self, *, once: bool) -> "_Translated":
        """Return a context in which httpx's failures become ours."""
        return _Translated(self.host, once)

    async def aclose(self) -> None:
        """Close every connection."""
        await self.http.aclose()
        await self._fresh.aclose()

    async def _exchange(self, method: str, url: str, *, once: bool = False, **request: Any) -> Answer:
        bucket = _bucket(method, url)
        wait = self._spent.get(bucket, 0.0) - self._clock.monotonic()
        if wait > 0:
            raise Throttled(f"{self.host} lets us ask again in {wait:.0f} s", wait)
        self._spent.pop(bucket, None)
        made: list[str] = []

        async def trace(event: str, _details: object) -> None:
            if event == "connection.connect_tcp.started":
                made.append(event)

        before = self._clock.now()
        try:
            answer = await self._carried(method, url, once=once, extensions={"trace": trace}, **request)
        except Unreachable:
            if made or method != "GET":
                raise
            # Some servers close lines that they said they would keep (snac does): asking again is free.
            answer = await self._carried(method, url, once=once, **request)
        self._learn(answer, before, bucket)
        return answer

    async def _carried(self, method: str, url: str, *, once: bool, **request: Any) -> Answer:
        http = self.http if method == "GET" else self._fresh
        with self.translated(once=once):
            async with asyncio.timeout(self._deadline), http.stream(method, url, **request) as response:
                return _answer(response, await self._read(response, once=once))

    async def _read(self, response: httpx.Response, *, once: bool = False) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._most:
                if once:
                    raise Uncertain(f"{self.host} answered with more than {self._most} bytes")
                raise Malformed(
                    f"{self.host} answered with more than {self._most} bytes", bytes(body[:KEPT_BYTES])
                )
        return bytes(body)

    def _learn(self, answer: Answer, at: int, bucket: str) -> None:
        date = limits.http_date(answer.headers.get("date", ""))
        if date is not None:
            # The header has whole seconds: a difference below two of them says nothing.
            drift = date + SECOND // 2 - at
            self.offset = drift if abs(drift) >= 2 * SECOND else 0
        wait = limits.exhausted(answer.headers, self.now())
        if wait:
            self._spent[bucket] = self._clock.monotonic() + wait

    def judge(self, answer: Answer, method: str, url: str, *, once: bool) -> Answer:
        """Return an answer that is a yes; raise what any other means. For those given back by `accept`."""
        error = failure(answer, f"{self.host}: {method} {urlsplit(url).path}", self.now(), once=once)
        if error is not None:
            raise error
        return answer


class _Translated:
    """Turns httpx's exceptions into typed failures on the way out."""

    def __init__(self, host: str, once: bool) -> None:
        self._host = host
        self._once = once

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            typed = translate(error, self._host, once=self._once)
            if typed is not None:
                raise typed from error


def translate(error: BaseException, host: str, *, once: bool) -> NetworkError | None:
    """Return the typed failure for an exception of httpx; None when it is not one."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Unreachable(f"{host} does not answer")
        case httpx.ConnectError():
            return Unreachable(f"{host} cannot be reached ({_cause(error)})")
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return Refused(f"{host} is not an address we can use")
        case httpx.DecodingError() if not once:
            return Malformed(f"{host} answered in a broken encoding", b"")
        case httpx.TimeoutException() | TimeoutError():
            text = f"{host} did not answer in time"
        case httpx.HTTPError() | httpx.StreamError():
            text = f"the line to {host} was cut"
        case _:
            return None
    return Uncertain(text) if once else Unreachable(text)


def _cause(error: BaseException) -> str:
    cause: BaseException | None = error
    for _ in range(10):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted: {cause.verify_message}"
        if cause is None:
            break
        cause = cause.__cause__ or cause.__context__
    return str(error) or "no connection"


def _answer(response: httpx.Response, body: bytes) -> Answer:
    return Answer(response.status_code, response.headers, body, str(response.url))


def _bucket(method: str, url: str) -> str:
    return method + " " + "/".join(urlsplit(url).path.split("/")[:5])


def _query(params: Params | None) -> list[tuple[str, str]] | None:
    if not params:
        return None
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        if isinstance(value, bool):
            pairs.append((name, "true" if value else "false"))
        elif isinstance(value, (str, int)):
            pairs.append((name, str(value)))
        elif value is not None:
            pairs.extend((name, item) for item in value)
    return pairs
