"""One account's questions to its data server, which passes on what is for the AppView or the chat service."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from responder.connectors.bluesky import entities, requests, words
from responder.connectors.bluesky.entities import Own, Person, View
from responder.connectors.bluesky.session import Session
from responder.core.clock import SECOND, Clock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Unreachable
from responder.core.ports import Pace, Unreadable, Vault
from responder.net.answers import Answer
from responder.net.client import Client, Params
from responder.net.payloads import every

_SAID = (400, 401, 403, 404, 413, 422)
"""Statuses that come with a reason which we can put in words."""

_SIGN_IN = (
    "AccountDeactivated", "AccountSuspended", "AccountTakedown", "AuthMissing", "AuthRequired",
    "AuthenticationRequired", "InvalidToken", "invalid_token",
)  # fmt: skip
_EXPIRED = ("ExpiredToken", "invalid_token", "InvalidToken")
_GONE = ("RecordNotFound", "NotFound", "InvalidConvo")
_WHOLE = 1000
"""A limit from this many requests on is the one of the whole server, not of one method."""


class Failure(Struct):
    """An error body of XRPC."""

    error: str = ""
    message: str = ""


class Status(Struct):
    """Who a session is for, and whether the account may be used."""

    did: str
    handle: str = ""
    active: bool | None = None
    status: str | None = None


class Written(Struct):
    """What a write gives back."""

    uri: str
    cid: str


class _Posts(Struct):
    posts: list[msgspec.Raw] = []
    cursor: str | None = None


class _Feed(Struct):
    feed: list[msgspec.Raw] = []
    cursor: str | None = None


class _Entry(Struct):
    post: msgspec.Raw
    reason: Any = None


class _Records(Struct):
    records: list[msgspec.Raw] = []
    cursor: str | None = None


class _Above(Struct):
    post: msgspec.Raw = msgspec.Raw()
    parent: msgspec.Raw = msgspec.Raw()


class _Thread(Struct):
    thread: _Above


class _Below(Struct):
    thread: msgspec.Raw


class _Resolved(Struct):
    did: str


class Api:
    """Asks as one account. Every question is counted before it is asked."""

    def __init__(
        self,
        pds: str,
        vault: Vault,
        clock: Clock,
        pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.session = Session(vault, clock, transport)
        self.client = Client(self.session.pds or pds, clock, auth=self.session, transport=transport)
        self._pace = pace

    # --- asking

    async def ask(
        self, method: str, params: Params | None = None, *, chat: bool = False, answering: bool = False
    ) -> Answer:
        """Ask for something. Raises what a refusal means."""
        headers = requests.CHAT if chat else None

        async def once() -> Answer:
            self._spend(method, answering=answering)
            return await self.client.get(f"/xrpc/{method}", params, headers, accept=_SAID)

        return await self._proved(once)

    async def tell(
        self,
        method: str,
        body: object = None,
        *,
        once: bool,
        chat: bool = False,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """Change something. A token that has ended has changed nothing, so that a fresh one may be tried.

        Statuses in `accept` are given back, not raised.
        """
        head = {**(requests.CHAT if chat else {}), **(headers or {})}

        async def write() -> Answer:
            self._spend(method, answering=True)
            return await self.client.write(
                "POST", f"/xrpc/{method}", json=body, content=content, headers=head, once=once, accept=_SAID
            )

        return await self._proved(write, accept)

    async def _proved(self, ask: Callable[[], Awaitable[Answer]], accept: Collection[int] = ()) -> Answer:
        token = self.session.access
        answer = await ask()
        if _ended(answer) and await self.session.renew(token):
            answer = await ask()
        self._heard(answer)
        if answer.status in _SAID and answer.status not in accept:
            raise refusal(answer)
        return answer

    def _spend(self, method: str, *, answering: bool) -> None:
        if self._pace is None:
            return
        self._pace.spend(1, budget="requests", answering=answering)
        points = requests.POINTS.get(method)
        if points:
            self._pace.spend(points, budget="points", answering=answering)
            self._pace.spend(points, budget="points a day", answering=answering)

    def _heard(self, answer: Answer) -> None:
        """Believe what the server says of its own limit: so many requests in five minutes."""
        limit, left, reset = (
            answer.headers.get(f"ratelimit-{name}", "") for name in ("limit", "remaining", "reset")
        )
        if (
            self._pace is not None
            and all(one.isdecimal() and len(one) < 12 for one in (limit, left, reset))
            and int(limit) >= _WHOLE
        ):
            until = int(reset) * SECOND - self.client.offset
            self._pace.told(int(left), until, budget="requests")

    # --- who

    async def status(self) -> Status:
        """Return who the session is for."""
        return (await self.ask(requests.SESSION)).decode(Status)

    async def profile(self, actor: str) -> Person:
        """Return somebody's profile."""
        return (await self.ask(requests.PROFILE, {"actor": actor})).decode(Person)

    async def resolved(self, handle: str) -> str | None:
        """Return the DID for a handle that a text mentions; None when it is nobody's."""
        try:
            answer = await self.ask(requests.RESOLVE, {"handle": handle}, answering=True)
        except SignInNeeded:
            raise
        except Refused:
            return None
        return answer.decode(_Resolved).did

    async def messages_open(self) -> str:
        """Say whether these credentials may read direct messages: `yes`, `no`, or `unknown` where nobody answers."""
        try:
            await self.ask(requests.CONVOS, {"limit": 1}, chat=True)
        except (Refused, SignInNeeded, Malformed):
            return "no"
        except Unreachable:
            return "unknown"
        return "yes"

    # --- posts

    async def notifications(self, cursor: str | None) -> tuple[list[View], list[Unreadable], str | None]:
        """Return a page of notifications that speak to us, newest first, and where older ones are."""
        params: Params = {"limit": requests.PAGE, "reasons": list(entities.REASONS), "cursor": cursor}
        return entities.page((await self.ask(requests.NOTIFICATIONS, params)).body)

    async def posts(self, uris: Iterable[str], *, answering: bool = False) -> dict[str, View]:
        """Return those of these posts that are shown to us."""
        wanted, found = list(dict.fromkeys(uris)), dict[str, View]()
        for start in range(0, len(wanted), requests.SOME):
            part = wanted[start : start + requests.SOME]
            answer = await self.ask(requests.POSTS, {"uris": part}, answering=answering)
            views, _ = every(answer.decode(_Posts).posts, View)
            found |= {view.uri: view for view in views}
        return found

    async def above(self, uri: str) -> list[View]:
        """Return what stands above a post, oldest first, as far as it is shown to us. Raises Gone."""
        params: Params = {"uri": uri, "depth": 0, "parentHeight": 80}
        thread = (await self.ask(requests.THREAD, params)).decode(_Thread).thread
        if not bytes(thread.post):
            raise Gone("This post is not shown any more")
        chain: list[View] = []
        while bytes(thread.parent):
            try:
                thread = msgspec.json.decode(thread.parent, type=_Above)
            except (msgspec.MsgspecError, RecursionError):
                break
            views, _ = every([thread.post] if bytes(thread.post) else [], View)
            if not views:
                break
            chain.insert(0, views[0])
        return chain

    async def below(self, uri: str, depth: int) -> msgspec.Raw:
        """Return the tree of a post and so many levels of answers. Raises Gone."""
        params: Params = {"uri": uri, "depth": depth, "parentHeight": 0}
        return (await self.ask(requests.THREAD, params)).decode(_Below).thread

    async def own(self, did: str, cursor: str | None) -> tuple[list[Own], list[Unreadable], str | None]:
        """Return a page of our own posts, the highest keys first, right out of our repository."""
        params: Params = {"repo": did, "collection": requests.POST, "limit": requests.PAGE, "cursor": cursor}
        listing = (await self.ask(requests.RECORDS, params)).decode(_Records)
        found, broken = every(listing.records, Own)
        return found, broken, listing.cursor

    async def record(self, did: str, rkey: str) -> Own | None:
        """Return one of our own posts; None is proof that it is not there."""
        params: Params = {"repo": did, "collection": requests.POST, "rkey": rkey}
        try:
            return (await self.ask(requests.RECORD, params, answering=True)).decode(Own)
        except Gone:
            return None

    async def feed(self, actor: str, cursor: str | None) -> tuple[list[View], list[Unreadable], str | None]:
        """Return a page of what somebody posted, without what they passed on of others."""
        params: Params = {
            "actor": actor,
            "limit": requests.PAGE,
            "filter": "posts_with_replies",
            "cursor": cursor,
        }
        listing = (await self.ask(requests.FEED, params)).decode(_Feed)
        entries, broken = every(listing.feed, _Entry)
        views, more = every([entry.post for entry in entries if entry.reason is None], View)
        return views, [*broken, *more], listing.cursor

    async def search(self, params: Params) -> tuple[list[View], list[Unreadable], str | None]:
        """Return a page of posts that were found."""
        listing = (await self.ask(requests.SEARCH, params)).decode(_Posts)
        views, broken = every(listing.posts, View)
        return views, broken, listing.cursor

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()


def failure(answer: Answer) -> Failure:
    """Read an error body; an empty one where it is none."""
    try:
        return answer.decode(Failure)
    except Malformed:
        return Failure()


def _ended(answer: Answer) -> bool:
    """Say whether a token is refused that a fresh one may do better than: those that ended answer 400, not 401."""
    return answer.status in (400, 401) and failure(answer).error in _EXPIRED and not _forbidden(answer)


def _forbidden(answer: Answer) -> bool:
    """Say whether a good token is refused for what it may not do: renewing would not help."""
    return failure(answer).message in ("Bad token method", "Bad token scope")


def refusal(answer: Answer) -> Refused | SignInNeeded:
    """Return what a refusal means."""
    said = failure(answer)
    text = words.explain(said.error, said.message, answer.status)
    if _forbidden(answer):
        return Refused(words.NOT_ALLOWED)
    if answer.status == 401 or said.error in (*_EXPIRED, *_SIGN_IN):
        return SignInNeeded(text if said.error.startswith("Account") else words.LOGIN)
    if said.error in _GONE or (said.error == "InvalidRequest" and "not found" in said.message.lower()):
        return Gone(text)
    return Refused(text)
