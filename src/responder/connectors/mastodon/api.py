"""The questions we ask a server, with what its software does not know left out for the next time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import msgspec

from responder.connectors.mastodon import parse, requests
from responder.connectors.mastodon.parse import Context, Conversation, Notification, Request, Status
from responder.core.accounts import Limits
from responder.core.clock import Clock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded
from responder.core.ports import Unreadable
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.payloads import every


@dataclass
class Page:
    """Some notifications as the server ordered them (newest first, as a rule).

    `whole` means that it says there is nothing older, `short` that there were fewer than asked for.
    """

    items: list[Notification] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)
    whole: bool = False
    short: bool = False

    @property
    def ids(self) -> list[str]:
        """Return the ids of the notifications."""
        return [str(item.id) for item in self.items]


@dataclass(frozen=True)
class Server:
    """What a server says of itself. `streaming` is empty when it says nothing; `hashtags` are shown by date."""

    limits: Limits
    streaming: str
    version: str
    api: int
    hashtags: bool = True


class Api:
    """One account's questions to its server."""

    def __init__(
        self, base: str, token: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = Client(base, clock, headers=headers, transport=transport)
        self.token = token
        self._absent: set[str] = set()
        self._types: tuple[str, ...] = ("mention",)

    async def me(self) -> parse.Person:
        """Return who the token speaks for. Raises SignInNeeded, whatever way a server has to refuse it (snac: 422)."""
        try:
            return (await self.client.get(requests.ME)).decode(parse.Person)
        except Gone:
            raise
        except Refused as error:
            raise SignInNeeded(str(error)) from error

    async def server(self) -> Server:
        """Return what the server says of itself, by the newer description or the older one."""
        for route in requests.INSTANCES:
            try:
                return described((await self.client.get(route)).json())
            except (Gone, Refused, Malformed):
                continue
        return Server(Limits(), "", "", 0)

    def also_quotes(self) -> None:
        """Ask for quotes too (a server that does not know the type may refuse it)."""
        self._types = ("mention", "quote")

    async def notifications(self, **place: str) -> Page:
        """Return a page of those that concern us. A server that refuses our filter is asked without it."""
        try:
            answer = await self.client.get(
                requests.NOTIFICATIONS, requests.notifications(self._types, **place)
            )
        except Gone:
            raise
        except Refused:
            if not self._types:
                raise
            self._types = ()
            return await self.notifications(**place)
        return self._page(answer)

    async def requested(self) -> tuple[list[Status], list[Unreadable]]:
        """Return the last post of each person whose notifications wait to be let through."""
        raws = await self._optional(requests.REQUESTS)
        entries, broken = every(raws, Request)
        statuses, more = every(_last(entries), Status)
        return statuses, [*broken, *more]

    async def conversations(
        self, page: str | None = None
    ) -> tuple[list[Status], list[Unreadable], str | None]:
        """Return the last post of each private conversation, and where older ones are.

        Conversation ids are internal to the server: only the `Link` header says how to go on.
        """
        if requests.CONVERSATIONS in self._absent:
            return [], [], None
        try:
            answer = await self.client.get(
                page or requests.CONVERSATIONS, None if page else {"limit": requests.PAGE}
            )
        except Refused:
            self._absent.add(requests.CONVERSATIONS)
            return [], [], None
        entries, broken = every(_list(answer), Conversation)
        statuses, more = every(_last(entries), Status)
        return statuses, [*broken, *more], _older(answer)

    async def own_statuses(self, account: str, **place: str) -> tuple[list[Status], list[Unreadable]]:
        """Return a page of our own posts, newest first."""
        try:
            return every(await self.posts(account, {"limit": requests.PAGE, **place}), Status)
        except Gone:
            return [], []

    async def posts(self, account: str, page: requests.Params) -> list[msgspec.Raw]:
        """Return a page of what an account wrote itself, newest first. Raises Gone."""
        return await self.listed(requests.statuses_of(account), {"exclude_reblogs": True, **page})

    async def listed(self, route: str, params: requests.Params) -> list[msgspec.Raw]:
        """Return the items of a page, whatever they are."""
        return _list(await self.client.get(route, params))

    async def status(self, status_id: str) -> Status:
        """Return one post. Raises Gone."""
        return (await self.client.get(requests.status(status_id))).decode(Status)

    async def context(self, status_id: str) -> tuple[list[Status], list[Status]]:
        """Return what stands above a post (oldest first) and below it. Raises Gone."""
        found = (await self.client.get(requests.status(status_id, "context"))).decode(Context)
        above, _ = every(found.ancestors or [], Status)
        below, _ = every(found.descendants or [], Status)
        return above, below

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()

    def _page(self, answer: Answer) -> Page:
        raws = _list(answer)
        items, broken = every(raws, Notification)
        short = len(raws) < requests.PAGE
        told = "link" in answer.headers and _older(answer) is None
        return Page(items, broken, whole=not raws or (short and told), short=short)

    async def _optional(self, route: str) -> Sequence[msgspec.Raw]:
        if route in self._absent:
            return []
        try:
            return _list(await self.client.get(route))
        except SignInNeeded:
            raise
        except (Refused, Malformed):
            self._absent.add(route)
            return []


def _last(entries: Sequence[Request | Conversation]) -> list[msgspec.Raw]:
    return [entry.last_status for entry in entries if parse.there(entry.last_status)]


def _list(answer: Answer) -> list[msgspec.Raw]:
    if not answer.body.strip():
        return []
    return answer.decode(list[msgspec.Raw])


def _older(answer: Answer) -> str | None:
    return answer.link("next")


def described(instance: object) -> Server:
    """Read an Instance entity, version 2 or 1, of whichever server. Nothing is assumed where nothing is said."""
    said = _dict(instance)
    config = _dict(said.get("configuration"))
    statuses = _dict(config.get("statuses"))
    urls = _dict(config.get("urls"))
    streaming = urls.get("streaming") or _dict(said.get("urls")).get("streaming_api") or ""
    most = _number(statuses.get("max_characters")) or _number(said.get("max_toot_chars"))
    limits = Limits(
        characters=most or 0,
        url_characters=_number(statuses.get("characters_reserved_per_url")),
        attachments=_number(statuses.get("max_media_attachments"))
        or _number(said.get("max_media_attachments"))
        or 0,
    )
    api = _number(_dict(said.get("api_versions")).get("mastodon")) or 0
    feeds = _dict(_dict(config.get("timelines_access")).get("hashtag_feeds"))
    closed = bool(feeds) and all(access == "disabled" for access in feeds.values())
    return Server(
        limits, streaming if isinstance(streaming, str) else "", str(said.get("version") or ""), api,
        hashtags=not closed,
    )  # fmt: skip


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None
