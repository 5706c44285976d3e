"""A forum's JSON API with one member's key. Every failure is one of `core.errors`."""

from typing import Literal

import httpx
import msgspec
from msgspec import Struct

from responder.connectors.discourse import parse, words
from responder.connectors.discourse.parse import Person, Post, Topic
from responder.core.clock import Clock
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ports import Pace
from responder.net import limits
from responder.net.answers import Answer
from responder.net.client import Client, Params, Part
from responder.net.payloads import WRONG, value
from responder.net.tokens import Sealed

_ANY = range(300, 600)
SOME = 20
"""How many posts of a topic are asked for at once."""


class Key(Sealed, frozen=True, omit_defaults=True):
    """What lies in the keyring: a user API key with its client, or an API key with its member."""

    key: str
    client: str = ""
    user: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Return what proves who asks."""
        if self.client:
            return {"User-Api-Key": self.key, "User-Api-Client-Id": self.client}
        return {"Api-Key": self.key, "Api-Username": self.user}

    def write(self) -> str:
        """Return it as the secret to keep."""
        return msgspec.json.encode(self).decode()


def read_key(secret: str) -> Key:
    """Read what lies in the keyring. Raises SignInNeeded."""
    try:
        return msgspec.json.decode(secret, type=Key)
    except msgspec.MsgspecError as error:
        raise SignInNeeded("The credentials kept for this account cannot be read") from error


class Forbidden(Refused):
    """A 403: for a key that counts no more, as for what a member may not do. `said` is the forum's word."""

    def __init__(self, said: str) -> None:
        super().__init__(words.FORBIDDEN)
        self.said = said


class Similar(Refused):
    """The same words by the same member, a moment ago."""


class Extras(Struct):
    """What goes with a refusal for haste."""

    wait_seconds: float | None = None


class Failure(Struct):
    """An answer that is a no."""

    errors: list[str] = []
    error_type: str = ""
    extras: Extras | None = None


class Api:
    """Asks and writes as one member; counts every question."""

    def __init__(
        self, base: str, key: Key, clock: Clock, pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        headers = {"Accept": "application/json", **key.headers}
        self.client = Client(base, clock, headers=headers, transport=transport)
        self._pace = pace
        self._me: Person | None = None
        self._topics: dict[int, Topic] = {}

    async def login(self, *, answering: bool = False) -> Person:
        """Return who we are. Raises SignInNeeded when the key is not accepted."""
        try:
            answer = await self._asked("session/current.json", None, answering=answering)
        except (Forbidden, Gone) as error:
            raise SignInNeeded(words.LOGIN) from error
        self._me = answer.decode(parse.Session).current_user
        return self._me

    async def me(self) -> Person:
        """Return who we are, from memory if it was asked before."""
        return self._me or await self.login()

    async def get(self, path: str, params: Params | None = None, *, answering: bool = False) -> Answer:
        """Ask. A 403 is a matter of rights only while the key counts."""
        try:
            return await self._asked(path, params, answering=answering)
        except Forbidden:
            await self.login(answering=answering)
            raise

    async def post(self, number: int | str, *, answering: bool = False) -> Post:
        """Return one post with what was typed. Raises Gone, also for a deleted one that staff still see."""
        found = parse.one((await self.get(f"posts/{number}.json", answering=answering)).body)
        if found.gone:
            raise Gone(words.GONE)
        return found

    async def topic(self, number: int, *, fresh: bool = False, answering: bool = False) -> Topic:
        """Return a topic, from memory if it was asked before."""
        if fresh or number not in self._topics:
            answer = await self.get(f"t/{number}.json", answering=answering)
            self._topics[number] = answer.decode(Topic)
        return self._topics[number]

    async def some(self, topic: int, numbers: list[int], *, answering: bool = False) -> parse.Page:
        """Return these posts of a topic, as far as they are there."""
        page = parse.Page()
        for start in range(0, len(numbers), SOME):
            wanted = [str(one) for one in numbers[start : start + SOME]]
            answer = await self.get(f"t/{topic}/posts.json", {"post_ids[]": wanted}, answering=answering)
            page.add(parse.stream(answer.body))
        return page

    async def write(
        self, method: Literal["POST", "PUT", "DELETE"], path: str, body: object = None, *,
        form: dict[str, str] | None = None, files: dict[str, Part] | None = None, once: bool = False,
    ) -> Answer:  # fmt: skip
        """Change something. With `once` a doubt is Uncertain."""
        self._spend(answering=True)
        answer = await self.client.write(
            method, path, json=body, form=form, files=files, once=once, accept=_ANY
        )
        try:
            return self._judge(answer, once=once)
        except Forbidden:
            await self.login(answering=True)
            raise

    async def _asked(self, path: str, params: Params | None, *, answering: bool) -> Answer:
        self._spend(answering=answering)
        return self._judge(await self.client.get(path, params, accept=_ANY), once=False)

    def _spend(self, *, answering: bool) -> None:
        if self._pace is not None:
            self._pace.spend(1, answering=answering)

    def _judge(self, answer: Answer, *, once: bool) -> Answer:
        if answer.status < 300:
            return answer
        raise failure(answer, self.client.now(), once=once)


def failure(answer: Answer, now: int, *, once: bool) -> NetworkError:
    """Return what a no stands for. `now` is by the server's clock (µs)."""
    try:
        said = value(answer.body, Failure)
    except WRONG:
        said = Failure()
    text = parse.line(" ".join(said.errors))[:240]
    match answer.status:
        case 401:
            return SignInNeeded(words.LOGIN)
        case 403:
            return Forbidden(text)
        case 404 | 410:
            return Gone(words.GONE)
        case 429:
            told = said.extras.wait_seconds if said.extras is not None else None
            wait = told or limits.patience(answer.headers, now)
            return Throttled("The forum asks us to wait a little", min(max(wait, 1.0), limits.LONGEST))
        case status if status < 400:
            return Refused("The forum sends us elsewhere, and a key goes nowhere else")
        case 503 if "retry-after" in answer.headers and once:
            return Throttled("The forum is overloaded", limits.patience(answer.headers, now))
        case status if status >= 500:
            problem = f"The forum is in trouble at the moment ({status})"
            return Uncertain(problem) if once else Unreachable(problem)
    if "similar" in text.lower():
        return Similar(words.SIMILAR)
    if "topic is closed" in text.lower():
        return Refused(words.CLOSED)
    return Refused(f"The forum refuses: {text}" if text else "The forum refuses without saying why.")
