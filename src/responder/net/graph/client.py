"""One account's questions to a Graph API: counted, proved, and every no typed."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from msgspec import Raw, Struct

from responder.core.clock import MINUTE, Clock
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ports import Pace
from responder.net import limits
from responder.net.answers import Answer
from responder.net.client import Client, Params, Part
from responder.net.graph import usage, words
from responder.net.graph.failure import Failure, read

HOUR = 60.0
"""In how many minutes units come back when a network does not say: its windows roll over an hour or a day."""

_ERRORS = (400, 401, 403, 404, 429, 500, 503)


class RefusedBy(Refused):
    """A no with the network's own number for it."""

    def __init__(self, message: str, code: int, subcode: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode


class TooMuch(Unreachable):
    """The question was too big: the network asks to be asked for less at once."""


class _Cursors(Struct):
    after: str | None = None


class _Paging(Struct):
    cursors: _Cursors | None = None
    next: str | None = None


class Page(Struct):
    """A list as a Graph API gives it. The address of the next page holds a token, so that only its cursor is used."""

    data: list[Raw] = []
    paging: _Paging | None = None

    @property
    def after(self) -> str | None:
        """Return the cursor of the next page; None on the last."""
        if self.paging is None or self.paging.cursors is None or not self.data:
            return None
        return self.paging.cursors.after if self.paging.next else None


def proof(token: str, secret: str) -> str:
    """Return the `appsecret_proof` of a token."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def failed(failure: Failure, headers: Mapping[str, str], now: int, *, once: bool) -> NetworkError:
    """Return what an error means for us. `now` is by the server's clock (µs)."""
    if failure.needs_sign_in:
        return SignInNeeded(words.sign_in(failure))
    if failure.busy:
        told = usage.read(headers)
        seconds = told.minutes * 60 if told and told.minutes else limits.patience(headers, now)
        return Throttled(words.patience(), min(max(seconds, 1.0), limits.LONGEST))
    if failure.gone:
        return Gone(words.gone())
    if failure.passes:
        said = words.trouble(failure.message[:200])
        if once:
            return Uncertain(said)
        return TooMuch(said) if failure.too_much else Unreachable(said)
    return RefusedBy(words.refused(failure), failure.code, failure.subcode)


@dataclass
class Graph:
    """Asks as one account. `units` is the size of the budget that usage in percent refers to.

    `proof` gives the proof that goes with every question, where an app's secret is known.
    """

    client: Client
    clock: Clock
    pace: Pace
    units: int
    proof: Callable[[], str] | None = None

    async def get(
        self, path: str, params: Params | None = None, *, budget: str = "requests", answering: bool = False
    ) -> Answer:
        """Read; `budget` names one that is counted besides the usual one."""
        self._spend(budget, answering)
        answer = await self.client.get(path, {**(params or {}), **self._proved()}, accept=_ERRORS)
        return self._judged(answer, "GET", path, once=False)

    async def there(self, key: str) -> bool:
        """Say whether something is still there, as far as anybody may say: only a clear answer is a no."""
        try:
            await self.get(key, {"fields": "id"})
        except Gone:
            return False
        except RefusedBy:
            return True
        return True

    async def page(
        self, path: str, params: Params, *, budget: str = "requests", answering: bool = False
    ) -> Page:
        """Read one page of a list. Raises Malformed when it is none."""
        return (await self.get(path, params, budget=budget, answering=answering)).decode(Page)

    def pages(
        self,
        path: str,
        params: Params,
        *,
        after: str | None = None,
        most: int = 1_000,
        budget: str = "requests",
        answering: bool = False,
    ) -> "Pages":
        """Return page after page, at most so many."""
        return Pages(self, path, params, after, most, budget, answering)

    async def write(
        self,
        method: Literal["POST", "DELETE"],
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        files: Mapping[str, Part] | None = None,
        once: bool = True,
    ) -> Answer:
        """Change something there; `once` says that doing it twice would do harm."""
        self._spend("requests", True)
        answer = await self.client.write(
            method, path, params=self._proved(), form=form, files=files, once=once, accept=_ERRORS
        )
        return self._judged(answer, method, path, once=once)

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()

    def _spend(self, budget: str, answering: bool) -> None:
        self.pace.spend(answering=answering)
        if budget != "requests":
            self.pace.spend(budget=budget, answering=answering)

    def _proved(self) -> dict[str, str]:
        return {"appsecret_proof": self.proof()} if self.proof else {}

    def _judged(self, answer: Answer, method: str, path: str, *, once: bool) -> Answer:
        told = usage.read(answer.headers)
        if told is not None:
            until = self.clock.now() + round((told.minutes or HOUR) * MINUTE)
            self.pace.told(told.left(self.units), until)
        failure = read(answer.body) if answer.status >= 400 else None
        if failure is not None and failure.code:
            raise failed(failure, answer.headers, self.client.now(), once=once)
        return self.client.judge(answer, method, path, once=once)


@dataclass
class Pages:
    """The pages of a list, asked for one after the other."""

    graph: Graph
    path: str
    params: Params
    after: str | None
    most: int
    budget: str
    answering: bool

    def __aiter__(self) -> "Pages":
        return self

    async def __anext__(self) -> Page:
        if self.most <= 0:
            raise StopAsyncIteration
        here = {**self.params, **({"after": self.after} if self.after else {})}
        found = await self.graph.page(self.path, here, budget=self.budget, answering=self.answering)
        ended = found.after is None or found.after == self.after
        self.after, self.most = found.after, 0 if ended else self.most - 1
        return found


@dataclass
class Portion:
    """How many entries to ask for at once: fewer and fewer where a network says that it is too much, down to `least`."""

    size: int
    least: int = 3

    async def page(self, graph: Graph, path: str, params: Params) -> Page:
        """Read the first page of a list. Raises TooMuch when even the least is."""
        while True:
            try:
                return await graph.page(path, {**params, "limit": self.size})
            except TooMuch:
                if self.size <= self.least:
                    raise
                self.size = max(self.least, self.size // 2)
