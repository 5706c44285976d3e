"""One Ghost site, read and written with a key of it. Every failure is one of `core.errors`."""

from collections.abc import AsyncGenerator
from typing import Literal

import httpx

from responder.connectors.ghost import parse, words
from responder.connectors.ghost.key import Key
from responder.connectors.ghost.parse import Comment, Member
from responder.core.clock import Clock, to_iso
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.ports import Unreadable
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.latest import OVERLAP, PAGE

VERSION = "v5.0"
_SAID = (400, 401, 403, 404, 405, 410, 422)
Page = tuple[list[Comment], list[Unreadable]]


class Site:
    """A site at an address; its API is under `/ghost/api/admin/`."""

    def __init__(self, url: str, key: str, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> None:
        headers = {"Accept-Version": VERSION}
        base = f"{url.rstrip('/')}/ghost/api/admin"
        self.client = Client(base, clock, headers=headers, auth=Key(key, clock), transport=transport)

    async def about(self) -> parse.About:
        """Return what the site says of itself. Raises Refused where there is no Ghost."""
        answer = await self.client.get("site/", accept=(*_SAID,))
        try:
            return answer.decode(parse.About)
        except Malformed as error:
            raise Refused("There is no Ghost at this address.") from error

    async def prove(self) -> None:
        """Prove the key, and that it may read comments. Raises SignInNeeded and Refused."""
        await self._ask("comments/", limit=1)

    async def member(self, email: str) -> Member | None:
        """Return who has this e-mail address."""
        quoted = email.replace("\\", "").replace("'", "\\'")
        answer = await self._ask("members/", filter=f"email:'{quoted}'", limit=1)
        return next(iter(answer.decode(parse.Members).members), None)

    def since(self, moment: int) -> AsyncGenerator[Page, None]:
        """Return what was written from ten minutes before a time (µs), oldest first, page by page.

        The time is written as its database does: some of those that it runs on compare letter by letter.
        """
        start = to_iso(moment - OVERLAP)[:19].replace("T", " ")
        return self._pages("comments/", filter=f"created_at:>='{start}'", order="created_at asc")

    async def newest(self, number: int = 1) -> Page:
        """Return a page of the latest."""
        return await self._page("comments/", number, order="created_at desc")

    def replies(self, comment: str) -> AsyncGenerator[Page, None]:
        """Return what hangs under a top-level comment, page by page. Raises Gone."""
        return self._pages(f"comments/{comment}/replies/")

    async def one(self, comment: str) -> Comment:
        """Return a comment. Raises Gone, also for one that was deleted."""
        found = parse.comment((await self._ask(f"comments/{comment}/")).body)
        if found.gone:
            raise Gone("This comment was deleted on the site.")
        return found

    async def write(
        self, method: Literal["POST", "PUT"], path: str, *, once: bool, **comment: str | None
    ) -> Answer:
        """Publish or change a comment."""
        body = {"comments": [comment]}
        answer = await self.client.write(method, path, json=body, once=once, accept=_SAID)
        return _judged(answer, wrote=True)

    async def _pages(self, path: str, **asked: str) -> AsyncGenerator[Page, None]:
        number = 1
        while True:
            comments, unreadable = await self._page(path, number, **asked)
            if comments or unreadable:
                yield comments, unreadable
            if len(comments) + len(unreadable) < PAGE:
                return
            number += 1

    async def _page(self, path: str, number: int, **asked: str) -> Page:
        return parse.page((await self._ask(path, limit=PAGE, page=number, **asked)).body)

    async def _ask(self, path: str, **asked: str | int) -> Answer:
        return _judged(await self.client.get(path, asked or None, accept=_SAID), wrote=False)


def written(answer: Answer) -> Comment:
    """Return the comment that a write answers with. Raises Uncertain when a yes cannot be read."""
    try:
        return parse.comment(answer.body)
    except Malformed as error:
        raise Uncertain(f"Ghost took it, but its answer cannot be read: {error}") from error


def _judged(answer: Answer, *, wrote: bool) -> Answer:
    if answer.status < 300:
        return answer
    said = parse.failure(answer.body)
    if answer.status == 401:
        raise SignInNeeded(words.LOGIN)
    if not said and not wrote:
        answer.decode(parse.Members)  # a firewall's page is named
    if answer.status == 403 and not wrote:
        raise Refused(words.RIGHTS)
    text = words.explain(said, answer.status)
    raise Gone(text) if answer.status in (404, 410) else Refused(text)
