"""Asks X, counts what that costs before it is asked, and says what its refusals mean."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Literal

import httpx

from responder.connectors.x import parse, refusals, requests, words
from responder.connectors.x.parse import Page
from responder.connectors.x.shapes import User
from responder.core.accounts import Account
from responder.core.clock import SECOND
from responder.core.errors import Gone, Refused, Throttled, Unreachable
from responder.core.ports import Means, Unreadable
from responder.net import tokens
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.tokens import Bearer, Provider, Tokens

PRICES = {"post": 1, "dm": 2, "user": 2}
"""In reads of one post: X bills $0.005 for a post, $0.010 for a private message and for a person (2026)."""

STARVED = 3600.0
"""After how long (s) to ask again when the app's credits are used up."""

_SIZES = (requests.PAGE, 20, 5)
_EMPTY_PAGES = 20
_SAID = (400, 402, 403, 404, 429)


def base_of(account: Account) -> str:
    """Return where the API is: X's own, unless the account is on a practice network."""
    return account.options.get("api", requests.API)


def provider(base: str, site: str, client_id: str, secret: str = "") -> Provider:
    """Return X's OAuth 2 for an app: a public client has no secret and names itself in the form."""
    return Provider(
        f"{site}/i/oauth2/authorize", f"{base}/2/oauth2/token", client_id, secret, requests.SCOPES,
        how="basic" if secret else "none",
    )  # fmt: skip


class Api:
    """One account's line to X."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._pace = means.pace
        self._clock = means.clock
        self._vault = means.vault
        base = base_of(account)
        self._door = Client(base, means.clock, transport=transport)
        auth = Bearer(means.vault, means.clock, self._renewed)
        self.client = Client(base, means.clock, auth=auth, transport=transport)
        self.family: requests.Family = "post"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return what the sign-in may do; empty when the token does not say."""
        return tokens.read(self._vault.secret).scopes

    async def me(self) -> User:
        """Return who we are. Raises SignInNeeded."""
        self._pace.spend(PRICES["user"], budget="reads", answering=True)
        answer = await self._get("/2/users/me", {"user.fields": "username,name,subscription_type"}, answering=True)  # fmt: skip
        return parse.me(answer.body)

    async def posts(self, path: str, params: Mapping[str, str], *, least: int = 5, answering: bool = False) -> Page:  # fmt: skip
        """Return a page of posts from a list. X may show pages with nothing on them: the next one is asked for then."""
        unreadable: list[Unreadable] = []
        asked = dict(params)
        for _ in range(_EMPTY_PAGES):
            page = await self._page(path, asked, least, answering=answering)
            page.unreadable[:0] = unreadable
            if page.ids or page.next_token is None:
                return page
            unreadable = page.unreadable
            asked["pagination_token"] = page.next_token
        raise Unreachable("X shows page after page with nothing on it")

    async def _page(self, path: str, params: Mapping[str, str], least: int, *, answering: bool) -> Page:
        size = self._reserved("post", least, answering=answering)
        try:
            answer = await self._in_family(path, {**params, "max_results": str(size)}, answering=answering)
            found = parse.page(answer.body)
        except BaseException:
            self._settle("post", size, 0, answering=answering)
            raise
        self._settle("post", size, found.size + len(found.beside), answering=answering)
        return found

    async def lookup(self, ids: list[str], *, paid: int | None = None, answering: bool = False) -> Page:
        """Return these posts; `paid` is how many of them cost something: what was read today does not again."""
        self._pace.spend(len(ids) if paid is None else paid, budget="reads", answering=answering)
        answer = await self._in_family("/2/tweets", {"ids": ",".join(ids)}, answering=answering)
        return parse.page(answer.body)

    async def dms(self, path: str, params: Mapping[str, str], *, answering: bool = False) -> Page:
        """Return a page of private messages. There are fifteen of these questions in a quarter of an hour."""
        size = self._reserved("dm", 1, answering=answering)
        try:
            asked = {**requests.messages(), **params, "max_results": str(size)}
            found = parse.dm_page((await self._get(path, asked, budget="messages", answering=answering)).body)
        except BaseException:
            self._settle("dm", size, 0, answering=answering)
            raise
        self._settle("dm", size, found.size, answering=answering)
        return found

    async def write(
        self, method: Literal["POST", "PUT", "DELETE"], path: str, body: object = None, *, once: bool
    ) -> Answer:
        """Change something there; a refusal for the same words twice is given back, every other is raised."""
        self._pace.spend(answering=True)
        answer = await self.client.write(method, path, json=body, once=once, accept=_SAID)
        if once and answer.status == 403 and "duplicate" in parse.problem(answer.body).detail.lower():
            return answer
        self._judge(answer, method, path)
        return answer

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()
        await self._door.aclose()

    async def _in_family(self, path: str, params: Mapping[str, str], *, answering: bool) -> Answer:
        """Ask with one family of names, and with the other when the server does not know it."""
        try:
            return await self._get(path, {**requests.fields(self.family), **params}, answering=answering)
        except _UnknownName:
            self.family = "tweet" if self.family == "post" else "post"
            return await self._get(path, {**requests.fields(self.family), **params}, answering=answering)

    async def _get(
        self, path: str, params: Mapping[str, str], *, budget: str = "requests", answering: bool = False
    ) -> Answer:
        self._pace.spend(budget=budget, answering=answering)
        answer = await self.client.get(path, dict(params), accept=_SAID)
        left, resets = (answer.headers.get(f"x-rate-limit-{name}", "") for name in ("remaining", "reset"))
        if left.isdecimal() and resets.isdecimal():
            self._pace.told(int(left), int(resets) * SECOND - self.client.offset, budget=budget)
        self._judge(answer, "GET", path)
        return answer

    def _judge(self, answer: Answer, method: str, path: str) -> None:
        if answer.status not in _SAID:
            return
        said = parse.problem(answer.body)
        detail = said.detail or said.message
        if answer.status == 402 or said.kind == "usage-capped" or "credits" in detail.lower():
            raise Throttled(words.CREDITS, STARVED)
        if answer.status == 429:
            self.client.judge(answer, method, path, once=False)
        if answer.status == 400 and f"{self.family}.fields" in said.message + detail:
            raise _UnknownName(refusals.explain(detail, 400))
        if answer.status == 404 or "deleted or not visible" in detail:
            raise Gone(words.GONE)
        raise Refused(
            refusals.explain(said.message or detail if answer.status == 400 else detail, answer.status)
        )

    def _reserved(self, what: str, least: int, *, answering: bool) -> int:
        """Count a page before it is asked for, a smaller one when little is left; return how much it may hold."""
        *larger, smallest = (size for size in _SIZES if size >= least)
        for size in larger:
            with suppress(Throttled):
                self._pace.spend(size * PRICES[what], budget="reads", answering=answering)
                return size
        self._pace.spend(smallest * PRICES[what], budget="reads", answering=answering)
        return smallest

    def _settle(self, what: str, reserved: int, used: int, *, answering: bool) -> None:
        """Give back what a page did not hold, and count what came beyond it."""
        with suppress(Throttled):  # it is here already: the next question is refused
            self._pace.spend((used - reserved) * PRICES[what], budget="reads", answering=answering)

    async def _renewed(self, stale: Tokens) -> Tokens:
        return await tokens.renewed(self._provider(stale), self._door, self._clock, stale)

    def _provider(self, stale: Tokens) -> Provider:
        return provider(self._door.base, requests.SITE, stale.client_id, stale.client_secret)


class _UnknownName(Refused):
    """The server does not know this family of names."""
