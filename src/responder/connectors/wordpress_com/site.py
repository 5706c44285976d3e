"""One site, read and written with one person's token. Every failure is one of `core.errors`."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import httpx

from responder.connectors.wordpress_com import parse, words
from responder.connectors.wordpress_com.parse import Comment, Me, SiteFound
from responder.core.clock import SECOND, Clock, to_iso
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.messages import State
from responder.core.ports import Unreadable, Vault
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.latest import OVERLAP, PAGE
from responder.net.tokens import Bearer

API = "https://public-api.wordpress.com"
_SAID = (400, 401, 403, 404, 409, 410)
Page = tuple[list[Comment], list[Unreadable]]


class Site:
    """A site by its number, which stays when its address changes."""

    def __init__(
        self, api: str, number: str, vault: Vault, clock: Clock, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self.client = Client(api, clock, auth=Bearer(vault, clock), transport=transport)
        self._root = f"rest/v1.1/sites/{number}"
        self._me: Me | None = None
        self._found: SiteFound | None = None
        self._team: set[int | str] = set()

    async def login(self) -> Me:
        """Return who we are, and learn what we may. Raises SignInNeeded."""
        me = (await self.ask("rest/v1.1/me")).decode(Me)
        self._found = (await self.ask(self._root)).decode(SiteFound)
        self._me, self._team = me, self.ours(me)
        with suppress(Refused, Malformed):  # only administrators see who else writes there
            answer = await self.ask(f"{self._root}/users", number=PAGE)
            team = [one for one in answer.decode(parse.Team).users if one.writes]
            self._team |= {one.id for one in team} | {one.login for one in team if one.login}
        return me

    @staticmethod
    def ours(me: Me) -> set[int | str]:
        """Return by what we alone are told apart."""
        return {one for one in (me.id, me.username) if one}

    async def me(self) -> Me:
        """Return who we are, from memory if it was asked before."""
        return self._me or await self.login()

    @property
    def team(self) -> set[int | str]:
        """Return the numbers and logins of those who answer customers there, as far as we may know."""
        return self._team

    @property
    def moderates(self) -> bool:
        """Say whether we see what waits for approval."""
        return self._found is not None and (
            self._found.may("moderate_comments") or self._found.may("edit_posts")
        )

    @property
    def may_moderate(self) -> bool:
        """Say whether we may pass verdicts."""
        return self._found is not None and self._found.may("moderate_comments")

    def since(self, moment: int) -> AsyncGenerator[Page, None]:
        """Return what was written from ten minutes before a time (µs), oldest first, page by page."""
        after = to_iso((moment - OVERLAP) // SECOND * SECOND).replace(".000Z", "Z")
        return self._pages("comments", after=after, order="ASC")

    async def newest(self, number: int = 1, status: str = "") -> Page:
        """Return a page of the latest."""
        return (await self._page("comments", number, order="DESC", **({"status": status} if status else {})))[
            :2
        ]

    def answers(self, comment: str, status: str = "") -> AsyncGenerator[Page, None]:
        """Return what hangs directly under a comment, page by page. Raises Gone."""
        return self._pages(f"comments/{comment}/replies", **({"status": status} if status else {}))

    async def one(self, comment: str) -> Comment:
        """Return a comment. Raises Gone."""
        return parse.comment((await self.ask(f"{self._root}/comments/{comment}")).body)

    async def write(self, path: str, once: bool, **form: str) -> Answer:
        """Change something under `comments/`. What may be done `once` gets a 409 given back; other noes are raised."""
        answer = await self.client.write(
            "POST", f"{self._root}/comments/{path}", form=form, once=once, accept=_SAID
        )
        if not (once and duplicate(answer)):
            _judge(answer, wrote=True)
        return answer

    async def _pages(self, path: str, **asked: Any) -> AsyncGenerator[Page, None]:
        number = 1
        while True:
            comments, unreadable, more = await self._page(path, number, **asked)
            if comments or unreadable:
                yield comments, unreadable
            if not more:
                return
            number += 1

    async def _page(
        self, path: str, number: int, **asked: Any
    ) -> tuple[list[Comment], list[Unreadable], bool]:
        await self.me()
        given = {
            "status": "all" if self.moderates else "approved", "type": "comment", "number": PAGE, "page": number,
            "author_wpcom_data": "true",
        }  # fmt: skip
        answer = await self.ask(f"{self._root}/{path}", **{**given, **asked})
        comments, unreadable, _total = parse.page(answer.body)
        return comments, unreadable, len(comments) + len(unreadable) >= PAGE

    async def ask(self, path: str, **asked: Any) -> Answer:
        """Read an address of the API."""
        answer = await self.client.get(path, asked or None, accept=_SAID)
        _judge(answer, wrote=False)
        return answer


def duplicate(answer: Answer) -> bool:
    """Say whether it is refused because it is there already."""
    if answer.status == 409:
        return True
    return answer.status == 400 and "duplicate comment" in (parse.failure(answer.body).message or "").lower()


def written(answer: Answer) -> Comment:
    """Return the comment that a write answers with. Raises Uncertain when a yes cannot be read."""
    try:
        return parse.comment(answer.body)
    except Malformed as error:
        raise Uncertain(f"WordPress.com took it, but its answer cannot be read: {error}") from error


def _judge(answer: Answer, *, wrote: bool) -> None:
    if answer.status < 300:
        return
    found = parse.failure(answer.body)
    error, message = found.error or "", found.message or ""
    if answer.status == 401 or error in words.SIGNED_OUT:
        raise SignInNeeded(words.LOGIN)
    if not error and not wrote:
        answer.decode(parse.Sites)  # a firewall's page is named
    text = words.explain(error, message, answer.status)
    raise Gone(text) if error == "unknown_comment" or answer.status == 410 else Refused(text)


def readable(comment: Comment) -> bool:
    """Say whether it is to be given on at the first reading."""
    return comment.state in (State.PUBLISHED, State.HELD)
