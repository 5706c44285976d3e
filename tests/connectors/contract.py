"""What every connector is held to, tried against its simulated network.

Subclass the parts in a test module, with a fixture `net` that gives a running `Simulated`. What a network
cannot do is taken out by name in the `[contract]` table of its `quality.toml`, with the reason.
"""

import asyncio
import json
import tomllib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, ClassVar, Protocol
from uuid import UUID

from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.errors import Unreachable
from responder.core.ids import new_id
from responder.core.messages import Message, Visibility
from responder.core.ports import Batch, Connector, Deletion, Item, Outgoing
from responder.practice.faults import Faults

SECONDS = 10.0
"""How long anything may take before the test fails."""


class Memory:
    """What the engine would have stored: enough for `Known`, and for what the tests ask."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.items: list[Item] = []
        self.cursor: str | None = None
        self.only_addressed = True
        """Networks that are only listened to address nothing to us: their `connector` says so."""

    async def root_of(self, remote_id: str) -> str | None:
        message = self.messages.get(remote_id)
        return None if message is None else message.root

    def store(self, batch: Batch) -> None:
        self.cursor = batch.cursor
        for item in batch.items:
            self.items.append(item)
            if isinstance(item, Message):
                self.messages[item.remote_id] = item
            elif isinstance(item, Deletion):
                self.messages.pop(item.remote_id, None)

    def of(self, kind: type) -> list[Any]:
        return [item for item in self.items if isinstance(item, kind)]

    @property
    def texts(self) -> list[str]:
        heard = [m for m in self.of(Message) if m.addressed or not self.only_addressed]
        return [m.text for m in heard if not m.author.ours]


class Connects(Protocol):
    """Whatever gives connectors."""

    def connector(self, memory: Memory, *, once: bool = True) -> Connector: ...


class Fallible(ABC):
    """A network that can be told to misbehave. `reading` and `writing` match paths; see `Simulated`."""

    reading: ClassVar[str]
    writing: ClassVar[str]
    method: ClassVar[str] = "POST"
    """How a reply is written."""

    faults: Faults
    """Where they are armed; `RoughContract` asks for it."""

    @abstractmethod
    def fault(self, **what: Any) -> None:
        """Arm a `responder.practice.faults.Fault`."""

    def heal(self) -> None:
        """Disarm what is armed still."""
        self.faults.clear()

    def rewrite(self, change: Callable[[list[Any]], list[Any]], count: int = 1) -> None:
        """Let the next listings say something else."""

        def rewritten(body: bytes) -> bytes:
            listing = json.loads(body)
            return json.dumps(self.relisted(listing, change(self.listed(listing)))).encode()

        self.fault(method="GET", path=self.reading, rewrite=rewritten, count=count)

    def listed(self, listing: Any) -> list[Any]:
        """Return the entries of a listing."""
        found: list[Any] = listing
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        """Return a listing with other entries."""
        return entries

    def refuse_reading(self, status: int, **more: Any) -> None:
        """Let the next listing be refused."""
        self.fault(method="GET", path=self.reading, status=status, **more)

    def refuse_writing(self, status: int, **more: Any) -> None:
        """Let the next reply be refused."""
        self.fault(method=self.method, path=self.writing, status=status, **more)


class Listing(Fallible):
    """How a network shapes what it lists."""

    def core(self, entry: Any) -> dict[str, Any]:
        """Return the part of a listed entry that holds text and author."""
        found: dict[str, Any] = entry
        return found

    def key(self, entry: Any) -> str:
        """Return the id of a listed entry."""
        return str(self.core(entry)["id"])

    def spoil(self, entry: Any) -> None:
        """Put something in a listed entry that makes no sense, in `{"what": …}`."""
        for field in ("created_at", "date_gmt", "content"):
            if field in self.core(entry):
                self.core(entry)[field] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        """Let a listed entry hold this as its text."""
        core = self.core(entry)
        content = core["content"]
        core["content"] = {**content, "rendered": html} if isinstance(content, dict) else html
        if isinstance(content, dict) and "raw" in content:
            core["content"]["raw"] = html

    def optional(self) -> tuple[str, ...]:
        """Return the fields of an item that a server may leave out."""
        return ()


class Simulated(Listing):
    """A connector's simulated network, as the contract needs it. Ids are the network's, as text.

    `reading` matches the paths on which new items are listed (see `listed`), `writing`
    the one that a reply is posted to, `page` is how many items one page of the listing holds.
    """

    page: ClassVar[int]

    @property
    @abstractmethod
    def account(self) -> Account: ...

    @property
    @abstractmethod
    def secret(self) -> str: ...

    @abstractmethod
    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        """Return the connector, for the account."""

    @abstractmethod
    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        """Write to us as a customer; return the item's id."""

    @abstractmethod
    def edit(self, item: str, text: str) -> None: ...

    @abstractmethod
    def delete(self, item: str) -> None: ...

    @abstractmethod
    def answer_elsewhere(self, parent: str, text: str) -> str:
        """Answer as us, from the network's own app; return the answer's id."""

    @abstractmethod
    def answers(self, parent: str) -> list[str]:
        """Return the texts of our answers to an item, as they stand on the network."""

    @abstractmethod
    def revoke(self) -> None:
        """End our credentials."""

    def private(self, item: str) -> bool:
        """Say whether only those named can read an item."""
        raise NotImplementedError

    def forget(self, kept: int) -> None:
        """Let the network list only its newest items from now on."""
        raise NotImplementedError

    def set_clock_offset(self, offset: int) -> None:
        """Let the network's clock be wrong by so many µs."""
        raise NotImplementedError

    def post_as_us(self, text: str) -> str:
        """Publish something of our own that answers nobody."""
        raise NotImplementedError

    def drop_streams(self, scrap: bytes = b"") -> None:
        """Cut every open stream after a last few bytes."""
        raise NotImplementedError

    def listeners(self) -> int:
        """Return how many streams are open."""
        raise NotImplementedError

    def too_long(self) -> str:
        """Return a text that the network takes for too long."""
        raise NotImplementedError


async def catch_up(net: Connects, memory: Memory) -> list[Item]:
    """Read once from where the memory stands; return what came."""
    connector = net.connector(memory)
    before = len(memory.items)
    batches = connector.listen(memory.cursor)
    try:
        async with asyncio.timeout(SECONDS):
            async for batch in batches:
                memory.store(batch)
    finally:
        await _closed(batches)
        await connector.aclose()
    return memory.items[before:]


@asynccontextmanager
async def listening(net: Connects, memory: Memory) -> AsyncIterator[Callable[[Callable[[], bool]], Any]]:
    """Listen in the background, as the receiver does: again after a cut line. Gives a function that waits until something is so."""
    news = asyncio.Event()
    stored: list[Batch] = []

    async def read() -> None:
        while True:
            connector = net.connector(memory, once=False)
            batches = connector.listen(memory.cursor)
            try:
                async for batch in batches:
                    memory.store(batch)
                    stored.append(batch)
                    news.set()
            except Unreachable:
                await asyncio.sleep(0.05)
            finally:
                await _closed(batches)
                await connector.aclose()

    reader = asyncio.create_task(read())

    async def until(so: Callable[[], bool]) -> None:
        async with asyncio.timeout(SECONDS):
            while not so():
                if reader.done():
                    reader.result()
                news.clear()
                waiting = asyncio.ensure_future(news.wait())
                try:
                    await asyncio.wait((reader, waiting), timeout=0.05, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    waiting.cancel()

    try:
        await until(lambda: bool(stored))
        yield until
    finally:
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


async def _closed(batches: AsyncIterator[Batch]) -> None:
    close = getattr(batches, "aclose", None)
    if close is not None:
        await close()


@asynccontextmanager
async def opened(net: Connects, memory: Memory) -> AsyncIterator[Connector]:
    """Give a connector to send with, and close it."""
    connector = net.connector(memory)
    try:
        yield connector
    finally:
        await connector.aclose()


def reply(
    parent: str,
    text: str,
    visibility: Visibility = Visibility.PUBLIC,
    post: str | None = None,
    id: UUID | None = None,
) -> Outgoing:
    """Return a reply for the wire."""
    return Outgoing(id or new_id(), text, parent, visibility, post=post)


def to(memory: Memory, parent: str, text: str) -> Outgoing:
    """Return a reply to a message that was received, as the composer would address it."""
    message = memory.messages[parent]
    post = message.post.remote_id if message.post else None
    return reply(parent, text, message.visibility, post)


def now() -> int:
    """Return the time by this machine's clock (µs)."""
    return SystemClock().now()


class Contract:
    """The base of the parts: takes out what the connector's quality file exempts."""

    package: ClassVar[str] = ""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if not cls.package:
            return
        quality = tomllib.loads(files(cls.package).joinpath("quality.toml").read_text("utf-8"))
        for name, why in quality.get("contract", {}).items():
            assert why, f"{name} is exempted without a reason"
            test = f"test_{name.replace('-', '_')}"
            if hasattr(cls, test):
                setattr(cls, test, None)
