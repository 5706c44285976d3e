"""Asks LinkedIn, with the version and the account's token on every question, and says what its refusals mean."""

from collections.abc import AsyncGenerator, Mapping
from typing import Literal

import httpx

from responder.connectors.linkedin import parse, requests, words
from responder.connectors.linkedin.parse import Comment, Notice, Share
from responder.core.accounts import Account
from responder.core.errors import Gone, Refused, SignInNeeded
from responder.core.ports import Means, Unreadable
from responder.net import tokens
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.tokens import Bearer, Provider, Tokens

_SAID = (400, 401, 403, 404, 409, 422, 426)
_MOST_PAGES = 50


def provider(base: str, site: str, client_id: str, secret: str = "") -> Provider:
    """Return LinkedIn's OAuth 2 for an app; one without a secret proves itself by PKCE, where LinkedIn allows it."""
    return Provider(
        f"{site}/oauth/v2/authorization", f"{site}/oauth/v2/accessToken", client_id, secret, requests.SCOPES,
        how="post" if secret else "none", proof=not secret,
    )  # fmt: skip


class Api:
    """One page's line to LinkedIn."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        base = account.options.get("api", requests.API)
        self._site = account.options.get("api", requests.SITE)
        self._pace, self._clock = means.pace, means.clock
        self._version = account.options.get("version", requests.VERSION)
        self._door = Client(self._site, means.clock, transport=transport)
        self.client = Client(
            base,
            means.clock,
            headers=requests.headers(self._version),
            auth=Bearer(means.vault, means.clock, self._renewed),
            transport=transport,
        )

    async def get(self, path: str, *, answering: bool = False) -> Answer:
        """Read. Raises what its refusal means."""
        self._pace.spend(answering=answering)
        answer = await self.client.get(path, accept=_SAID)
        judged(answer, self._version)
        return answer

    async def write(
        self,
        method: Literal["POST", "DELETE"],
        path: str,
        body: object = None,
        *,
        once: bool,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Change something there. Raises what its refusal means."""
        self._pace.spend(answering=True)
        answer = await self.client.write(method, path, json=body, headers=headers, once=once, accept=_SAID)
        judged(answer, self._version)
        return answer

    async def pages(
        self, urn: str, *, answering: bool = False
    ) -> AsyncGenerator[tuple[list[Comment], list[Unreadable]], None]:
        """Yield what hangs directly under a post or a comment, page by page."""
        for number in range(_MOST_PAGES):
            answer = await self.get(requests.comments(urn, number * requests.PAGE), answering=answering)
            yield parse.comments(answer.body)
            if parse.size(answer.body) < requests.PAGE:
                return

    async def whole(self, urn: str, *, answering: bool = False) -> tuple[list[Comment], list[Unreadable]]:
        """Return all that hangs directly under a post or a comment, each once, the oldest first."""
        found: dict[str, Comment] = {}
        unreadable: list[Unreadable] = []
        async for comments, bad in self.pages(urn, answering=answering):
            found |= {comment.urn: comment for comment in comments}
            unreadable += [item for item in bad if item not in unreadable]
        return sorted(found.values(), key=lambda one: (one.created.time, int(one.id))), unreadable

    async def there(self, urn: str) -> bool:
        """Say whether a comment still exists, asked for by name."""
        try:
            await self.get(requests.comment(urn))
        except Gone:
            return False
        return True

    async def one(self, urn: str) -> Comment:
        """Return a comment. Raises Gone."""
        return parse.comment((await self.get(requests.comment(urn), answering=True)).body)

    async def shares(self, page: str, count: int) -> list[Share]:
        """Return the page's latest posts."""
        return parse.shares((await self.get(requests.posts(page, count))).body)

    async def notices(self, page: str, since: int, until: int) -> list[Notice]:
        """Return what happened around the page in a time (µs), the oldest first."""
        found: list[Notice] = []
        for number in range(_MOST_PAGES):
            start = number * requests.PAGE
            answer = await self.get(requests.notices(page, since // 1000, until // 1000, start))
            found += parse.notices(answer.body)
            if parse.size(answer.body) < requests.PAGE:
                break
        return sorted(found, key=lambda one: one.lastModifiedAt)

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()
        await self._door.aclose()

    async def _renewed(self, stale: Tokens) -> Tokens:
        base = self._door.base
        return await tokens.renewed(
            provider(base, self._site, stale.client_id, stale.client_secret), self._door, self._clock, stale
        )


class Denied(Refused):
    """A permission or a role is missing for this one question; others may be answered all the same."""


async def asked(client: Client, path: str, version: str) -> Answer:
    """Read without counting: before there is an account. Raises what a refusal means."""
    answer = await client.get(path, accept=_SAID)
    judged(answer, version)
    return answer


def judged(answer: Answer, version: str) -> None:
    """Raise what a refusal means."""
    if answer.status not in _SAID:
        return
    said = parse.failure(answer.body)
    match answer.status:
        case 401:
            raise SignInNeeded(words.ENDED)
        case 403:
            raise Denied(words.DENIED)
        case 404:
            raise Gone(words.GONE)
        case 426:
            raise Refused(words.retired(version))
        case 422 if "length" in said.message.lower():
            raise Refused(words.TOO_LONG)
    raise Refused(words.refuses(said.message or said.code or str(answer.status)))
