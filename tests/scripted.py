"""A network in memory, scripted to fail, and a clock that only moves when told: for what sends and receives."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from responder.core.accounts import Account, Member, Role
from responder.core.clock import SECOND
from responder.core.errors import Malformed, Uncertain
from responder.core.events import AccountConnected, Event, received
from responder.core.ids import new_id
from responder.core.messages import Author, Kind, Message, Visibility
from responder.core.monitors import Term
from responder.core.ports import Absent, Act, Batch, Found, Identity, Item, Outgoing, Receipt
from responder.store.store import Store

T = TypeVar("T")
START = 1_700_000_000 * SECOND
ACCOUNT = Account(UUID(int=7), "practice", "p.example", "us", "@us", "The Shop")
MARIE = Member("marie", "Marie Curie", Role.ADMIN)
PAUL = Member("paul", "Paul Dirac", Role.AGENT)


class Clock:
    """Stands still; a sleep takes no time but moves it."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / SECOND

    async def sleep(self, seconds: float) -> None:
        self.pass_(seconds)
        await asyncio.sleep(0)

    def pass_(self, seconds: float) -> None:
        self.at += round(seconds * SECOND)


class Asleep(Clock):
    """A clock whose sleepers never wake by themselves."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.Event().wait()


class Disk:
    """Handed to a store as its step: full for the next `times` commits."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, step: str) -> None:
        if step == "store.commit" and self.times:
            self.times -= 1
            raise sqlite3.OperationalError("database or disk is full")


def message(
    remote_id: str, at: int = START, *, root: str = "1", text: str = "Hello?", **more: object
) -> Message:
    ours = bool(more.pop("ours", False))
    author = Author("us", "us", "The Shop", ours=True) if ours else Author("ana", "ana", "Ana Lima")
    return Message(
        "practice", "p.example", ACCOUNT.id, remote_id, root, Kind.MENTION, author, text, at, **more  # type: ignore[arg-type]  # fields of a message
    )  # fmt: skip


def arrive(store: Store, *messages: Message) -> None:
    """Put messages into the log as the receiver would."""
    done(
        store.append([received(one, store.device, one.created_at, "collector:practice") for one in messages])
    )


def connect(store: Store, account: Account = ACCOUNT) -> None:
    """Put an account into the log."""
    event = Event(new_id(), account.id, "marie", store.device, START, AccountConnected(account))
    done(store.append([event]))


def done(future: "Future[T]") -> T:
    """Return what a future of the store holds, or raise what it raises."""
    return future.result(10)


@dataclass
class Network:
    """What is published there, and what the next requests meet. A `str` in the script is accepted, then lost.

    `batches` are for who listens for ever, `whole` for who reads once: that a channel does now and then by itself,
    so that it is not counted.
    """

    published: dict[str, Outgoing] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    script: deque[Exception | str | None] = field(default_factory=deque)
    looks: deque[Exception | Found | None] = field(default_factory=deque)
    batches: deque[Exception | Batch] = field(default_factory=deque)
    whole: deque[Exception | Batch] = field(default_factory=deque)
    searches: deque[Exception | Batch] = field(default_factory=deque)
    searched: list[tuple[str, str | None]] = field(default_factory=list)
    opened: int = 0
    closed: int = 0
    cursors: list[str | None] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    before_answer: Callable[[], None] = lambda: None
    endless: bool = True

    def texts(self) -> list[str]:
        return [reply.text for reply in self.published.values()]

    def connector(self, account: Account, *, once: bool = False) -> "Scripted":
        self.opened += not once
        return Scripted(self, account, once)


class Scripted:
    """A connector to the network above."""

    def __init__(self, network: Network, account: Account, once: bool = False) -> None:
        self._network = network
        self._once = once
        self._account = account

    async def check(self) -> Identity:
        return Identity("p.example", "us", "@us", "The Shop")

    async def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        if not self._once:
            self._network.cursors.append(cursor)
        batches = self._network.whole if self._once else self._network.batches
        while batches:
            item = batches.popleft()
            if isinstance(item, Exception):
                raise item
            yield item
        if self._network.endless and not self._once:
            await asyncio.Event().wait()

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read what a later version understands: payloads that begin with "now"."""
        if payload == b"fault":
            raise RuntimeError("a fault in the program")
        if not payload.startswith(b"now"):
            raise Malformed("still nothing that we know", payload)
        return (message(payload.decode(), text="read at last"),)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        self._network.searched.append((term.text, cursor))
        found = self._network.searches.popleft() if self._network.searches else Batch((), cursor or "0")
        if isinstance(found, Exception):
            raise found
        return found

    async def send(self, reply: Outgoing) -> Receipt:
        network = self._network
        network.busy += 1
        network.most_busy = max(network.busy, network.most_busy)
        await asyncio.sleep(0)
        network.busy -= 1
        fate = network.script.popleft() if network.script else None
        if isinstance(fate, Exception):
            raise fate
        remote_id = f"r{len(network.published) + 1}"
        network.published[remote_id] = reply
        network.before_answer()
        if isinstance(fate, str):
            raise Uncertain(fate)
        return self.receipt(remote_id, reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        if self._network.looks:
            found = self._network.looks.popleft()
            if isinstance(found, Exception):
                raise found
            if found is not None:
                return found
        for remote_id, published in self._network.published.items():
            if published.id == reply.id:
                return self.receipt(remote_id, published)
        return Absent()

    async def act(self, act: Act) -> None:
        fate = self._network.script.popleft() if self._network.script else None
        if isinstance(fate, Exception):
            raise fate
        self._network.acts.append(act)

    async def aclose(self) -> None:
        self._network.closed += not self._once

    def receipt(self, remote_id: str, reply: Outgoing) -> Receipt:
        to = reply.in_reply_to
        answer = message(remote_id, START + SECOND, root=to, text=reply.text, ours=True, parent=to)
        return Receipt(remote_id, answer)


CONVERSATION = message("1").conversation
PRIVATE = Visibility.DIRECT
