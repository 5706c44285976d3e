"""The seams: what a connector promises, what the engine hands it, where secrets lie."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

from responder.core.accounts import Account, Limits
from responder.core.clock import Clock
from responder.core.messages import Message, Visibility
from responder.core.monitors import Term

# --- receiving


@dataclass(frozen=True)
class Deletion:
    """The network no longer shows this message."""

    remote_id: str


@dataclass(frozen=True)
class Unreadable:
    """A payload that could not be parsed, kept as it came."""

    payload: bytes
    why: str


@dataclass(frozen=True)
class Gap:
    """From `since` to `until` (µs UTC) nobody can prove that nothing was missed."""

    since: int
    until: int
    why: str


Item = Message | Deletion | Unreadable | Gap


@dataclass(frozen=True)
class Batch:
    """What arrived, in the network's order, and the cursor to resume from once it is stored.

    An empty batch is news too: it says that the channel was asked and answered.
    `live` is true when a stream is open, so that nothing waits for the next poll.
    """

    items: tuple[Item, ...]
    cursor: str
    live: bool = False


# --- sending


@dataclass(frozen=True)
class Upload:
    """A picture to send: the file, its MIME type, and what it shows for those who do not see it."""

    path: Path
    type: str
    description: str = ""


@dataclass(frozen=True)
class Outgoing:
    """A reply for the wire. `id` is the idempotency key: the same at every try."""

    id: UUID
    text: str
    in_reply_to: str
    visibility: Visibility
    spoiler: str = ""
    language: str | None = None
    post: str | None = None
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """The network's confirmation: the answer as the network now shows it."""

    remote_id: str
    message: Message


@dataclass(frozen=True)
class Absent:
    """Proof that the answer is not on the network."""


@dataclass(frozen=True)
class Unproven:
    """Looked, and cannot tell; `why` is for the person who decides."""

    why: str


Found = Receipt | Absent | Unproven


@dataclass(frozen=True)
class Act:
    """Something done to a message on its network: favourite, unfavourite, delete, edit, approve, hold, spam, trash."""

    verb: str
    remote_id: str
    text: str = ""


# --- the connector


@dataclass(frozen=True)
class Identity:
    """Who the credentials speak for, and what the server lets them write."""

    server: str
    remote_id: str
    handle: str
    name: str
    limits: Limits = Limits()
    missing: tuple[str, ...] = ()
    """What these credentials cannot do, in words."""


class Known(Protocol):
    """What the engine already has, asked by a connector to spare the network a question."""

    async def root_of(self, remote_id: str) -> str | None:
        """Return the root of the conversation that a message is in, if we have that message."""
        ...


class Vault(Protocol):
    """The secret of one account, shared by everything that speaks for it."""

    @property
    def secret(self) -> str:
        """Return it as it is now."""
        ...

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        """Put what `renewal` makes of a stale secret in its place, and return it.

        Whoever comes with the same stale one meanwhile, or later, gets the new one: it is renewed once.
        """
        ...


class Pace(Protocol):
    """When an account may ask its network, within what the network publishes and a person allows."""

    def pause(self, *, news: bool) -> float:
        """Return how long to wait (s) before asking again, for who waits for something else meanwhile."""
        ...

    async def turn(self, *, news: bool) -> None:
        """Wait until it is time to ask again; `news` says whether the last time brought any."""
        ...

    def spend(self, units: int = 1, *, budget: str = "requests", answering: bool = False) -> None:
        """Count units of a budget of the manifest before they are used; answers may use its reserve.

        Negative units give back what was counted and then not used.
        Raises Throttled, with nothing counted, when it has not that many left.
        """
        ...

    def told(self, left: int, resets_at: int, *, budget: str = "requests") -> None:
        """Believe the network, which says how much of a budget is left until a time (µs)."""
        ...


@dataclass(frozen=True)
class Means:
    """What a connector is given to work with. With `once` listening ends after one catch-up."""

    clock: Clock
    known: Known
    vault: Vault
    pace: Pace
    once: bool = False


class Connector(Protocol):
    """One account on one network. Raises only the errors of `core.errors`; owns no storage."""

    async def check(self) -> Identity:
        """Prove the credentials. Raises SignInNeeded when they are not accepted."""
        ...

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, for ever, resuming from a cursor; None is the first time.

        Returns after one catch-up when the connector was made with `once`.
        """
        ...

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply. Raises Uncertain when it may have been accepted."""
        ...

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look on the network for a reply of ours that was started at or after `since` (µs)."""
        ...

    async def act(self, act: Act) -> None:
        """Do something to a message there; doing it twice is the same as once."""
        ...

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a payload that could not be read before. Raises Malformed when it still cannot be."""
        ...

    async def aclose(self) -> None:
        """Close every line."""
        ...


class Listener(Connector, Protocol):
    """A connector whose manifest says that it `listens`: it can look for what is not addressed to us."""

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Return what the network has for a monitor's term since a cursor (None: its newest page), and the next cursor.

        Messages come with `addressed` false. Raises Refused for a term that it cannot look for.
        """
        ...


MOST_ATTACHED = 25_000_000
"""bytes: no larger file is fetched."""


@dataclass(frozen=True)
class Attached:
    """A file that came with a message: what is in it, its MIME type and its name, both as the sender claims."""

    data: bytes
    type: str
    name: str


class Fetcher(Connector, Protocol):
    """A connector whose manifest says that it `fetches`: some of its attachments can be had with its credentials only."""

    async def fetch(self, address: str) -> Attached:
        """Return the file at an attachment's address of the connector's own making, such as `mid:…`; nothing there changes.

        Raises Refused for one that is too large (`MOST_ATTACHED`) or is none of its own, Gone when it is not there any more.
        """
        ...


@dataclass(frozen=True)
class SignIn:
    """What a sign-in produced: the account, and the secret to put in the keyring under its id."""

    account: Account
    secret: str = field(repr=False)


OpenBrowser = Callable[[str], None]


@dataclass(frozen=True)
class Option:
    """One of several things that a sign-in found, for a person to choose from."""

    key: str
    name: str
    about: str = ""


Choose = Callable[[tuple[Option, ...]], Awaitable[str]]
"""Asks the person which of several accounts, Pages or places is meant; returns its key. With one there is no question."""


class Secrets(Protocol):
    """Where credentials lie. Raises SecretsError."""

    def get(self, account: UUID) -> str | None:
        """Return the secret of an account."""
        ...

    def put(self, account: UUID, secret: str) -> None:
        """Keep a secret."""
        ...

    def remove(self, account: UUID) -> None:
        """Forget a secret; not having one is no error."""
        ...


Step = Callable[[str], None]
"""Told the name of every step of receiving and sending, so that a test can kill the process there."""
