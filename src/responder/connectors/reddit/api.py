"""Reddit's API as one signed-in account. Every failure is one of `core.errors`."""

import httpx
import msgspec

from responder.connectors.reddit import parse, words
from responder.connectors.reddit.parse import Complaints, Listing
from responder.core.clock import SECOND, Clock
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ports import Pace, Vault
from responder.net import limits, tokens
from responder.net.answers import Answer
from responder.net.client import Client, Params
from responder.net.tokens import Bearer, Provider, Tokens

OAUTH = "https://oauth.reddit.com"
WWW = "https://www.reddit.com"
SCOPES = ("identity", "read", "submit", "edit", "privatemessages", "history", "vote", "modposts")
PAGE = 100
_ANY = range(300, 600)


def agent(app: str, user: str) -> str:
    """Return how Reddit wants a program to call itself."""
    return f"desktop:{app}:0.1 (by /u/{user})"


def provider(app: str, www: str) -> Provider:
    """Return Reddit's OAuth 2 for an installed app, which has no secret."""
    return Provider(
        f"{www}/api/v1/authorize", f"{www}/api/v1/access_token", app, scopes=SCOPES,
        more={"duration": "permanent"}, how="basic", proof=False,
    )  # fmt: skip


class Api:
    """Asks and writes; counts every question, and believes what Reddit says is left."""

    def __init__(
        self, options: dict[str, str], vault: Vault, clock: Clock, pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        app, www = options["client_id"], options.get("www", WWW)
        headers = {"User-Agent": agent(app, options["user"])}
        self._www = Client(www, clock, headers=headers, transport=transport)
        renewing = provider(app, www)

        async def renewed(stale: Tokens) -> Tokens:
            return await tokens.renewed(renewing, self._www, clock, stale)

        auth = Bearer(vault, clock, renewed)
        self.client = Client(
            options.get("api", OAUTH), clock, headers=headers, auth=auth, transport=transport
        )
        self._clock, self._pace = clock, pace

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()
        await self._www.aclose()

    async def get(self, path: str, params: Params | None = None, *, answering: bool = False) -> Answer:
        """Ask, for texts as they were typed."""
        self._spend(answering=answering)
        answer = await self.client.get(path, {"raw_json": 1, **(params or {})}, accept=_ANY)
        return self._judge(answer, once=False)

    async def listing(self, path: str, after: str | None = None, *, answering: bool = False) -> Listing:
        """Return a page of a list, newest first."""
        params = {"limit": PAGE, "after": after}
        return parse.listing((await self.get(path, params, answering=answering)).body)

    async def info(self, names: list[str], *, answering: bool = False) -> Listing:
        """Return posts and comments by their full names, as far as they are there; a hundred at most."""
        return parse.listing((await self.get("api/info", {"id": ",".join(names)}, answering=answering)).body)

    async def write(self, path: str, form: dict[str, str], *, once: bool = False) -> Answer:
        """Change something. With `once` a doubt is Uncertain; a complaint that comes with a 200 is raised too."""
        self._spend(answering=True)
        sent: dict[str, str | list[str]] = {"api_type": "json", "raw_json": "1", **form}
        answer = await self.client.write("POST", path, form=sent, once=once, accept=_ANY)
        answer = self._judge(answer, once=once)
        for code, message, *_ in parse.complaints(answer.body):
            raise words.complaint(code, message)
        return answer

    def _spend(self, *, answering: bool) -> None:
        if self._pace is not None:
            self._pace.spend(1, answering=answering)

    def _judge(self, answer: Answer, *, once: bool) -> Answer:
        self._told(answer)
        if answer.status < 300:
            return answer
        raise failure(answer, self.client.now(), once=once)

    def _told(self, answer: Answer) -> None:
        left, reset = (
            answer.headers.get("x-ratelimit-remaining", ""),
            answer.headers.get("x-ratelimit-reset", ""),
        )
        seconds = limits.seconds_until(reset, self.client.now())
        try:
            remaining = int(float(left))
        except (ValueError, OverflowError):
            return
        if seconds is not None and self._pace is not None:
            self._pace.told(max(0, remaining), self._clock.now() + round(seconds * SECOND))


def failure(answer: Answer, now: int, *, once: bool) -> NetworkError:
    """Return what a no stands for. `now` is by the server's clock (µs)."""
    match answer.status:
        case 401:
            return SignInNeeded(words.LOGIN)
        case 403:
            return Refused(words.FORBIDDEN)
        case 404 | 410:
            return Gone(words.GONE)
        case 429:
            return Throttled("Reddit asks us to wait a little", limits.patience(answer.headers, now))
        case status if status < 400:
            return Refused("Reddit sends us elsewhere, and a token goes nowhere else")
        case status if status >= 500:
            text = f"Reddit is in trouble at the moment ({status})"
            return Uncertain(text) if once else Unreachable(text)
    try:
        found = msgspec.json.decode(answer.body, type=Complaints)
        if found.json is not None and found.json.errors:
            return words.complaint(*[str(part) for part in [*found.json.errors[0], "", ""][:2]])
    except (msgspec.MsgspecError, RecursionError):
        pass
    return Refused(f"Reddit refuses without saying why ({answer.status}).")
