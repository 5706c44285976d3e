"""One shared mailbox, read over IMAP and answered over SMTP."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx

from responder.connectors.mailbox import fetching, making, parse, providers, smtp, words
from responder.connectors.mailbox.box import Box, of
from responder.connectors.mailbox.feed import IDLE, Feed
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.sending import CHARACTERS, Sender
from responder.connectors.mailbox.session import Login
from responder.connectors.mailbox.threads import Threads
from responder.core.accounts import Account, Limits
from responder.core.errors import Unreachable
from responder.core.ports import (
    Act,
    Attached,
    Batch,
    Fetcher,
    Found,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
)
from responder.net.tokens import Bearer

LIMITS = Limits(characters=CHARACTERS, attachments=10)
PATIENCE = 300.0
"""No file takes longer to come than this (s)."""


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Fetcher:
    """Return the connector for a mailbox; nothing is asked of its servers yet."""
    return Mailbox(account, means, transport)


class Mailbox:
    """Reads and answers as one address. What is read and what is sent go over lines of their own."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means, self._box = account, means, of(account)
        self._login = logins(self._box, means, transport)
        self._reading = Line(self._box.imap, self._login)
        self._acting = Line(self._box.imap, self._login)
        self._sender = Sender(self._acting, self._box, self._threads(self._acting), means.clock, self._login)
        self._idle = float(account.options.get("idle_seconds", IDLE))

    def _threads(self, line: Line) -> Threads:
        return Threads(line, self._box, self._account.id, self._account.server, self._means.known)

    async def check(self) -> Identity:
        """Prove the credentials to both servers. Raises SignInNeeded."""
        await self._acting.ask(lambda imap: imap.select(self._box.folder))
        await smtp.proved(self._box.smtp, await self._login())
        return identity(self._account.server, self._box)

    async def listen(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives; see `Feed`."""
        feed = Feed(self._reading, self._box, self._threads(self._reading), self._means, idle=self._idle)
        batches = feed.batches(cursor)
        try:
            async for batch in batches:
                yield batch
        finally:
            await batches.aclose()

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a mail; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours. `since` is not needed: its Message-ID is its own."""
        return await self._sender.find(reply)

    async def act(self, act: Act) -> None:
        """Move a mail to the spam, to the trash or back, or mark it as read."""
        await self._sender.act(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a mail that an earlier version could not."""
        mail = parse.mail(payload)
        remote_id = mail.key or making.without_key(mail)
        joint = await self._threads(self._acting).joint(mail, remote_id, 0)
        message = making.message(
            mail, self._box, self._account.id, self._account.server, remote_id=remote_id, root=joint.root,
            parent=joint.parent, at=self._means.clock.now(), ours=False,
        )  # fmt: skip
        return (*joint.above, message)

    async def fetch(self, address: str) -> Attached:
        """Return one file of a mail, without marking it as read."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._acting.ask(lambda imap: fetching.attached(imap, self._box, address))
        except TimeoutError as error:
            raise Unreachable(f"{self._box.imap.host} did not answer in time") from error

    async def aclose(self) -> None:
        """Close every line."""
        await self._reading.aclose()
        await self._acting.aclose()


def logins(
    box: Box, means: Means, transport: httpx.AsyncBaseTransport | None = None
) -> Callable[[], Awaitable[Login]]:
    """Return what gives a login that is good now: the password, or a token that is renewed ahead of its end."""
    bearer: Bearer | None = (
        providers.bearer(box.oauth, means.vault, means.clock, transport) if box.oauth else None
    )

    async def login() -> Login:
        if bearer is None:
            return Login(box.user, means.vault.secret)
        return Login(box.user, (await bearer.tokens()).access, token=True)

    return login


def identity(server: str, box: Box) -> Identity:
    """Return who a mailbox is, and what cannot be done with it."""
    missing = () if box.sent else (words.CANNOT_KEEP,)
    return Identity(
        server, box.address.key, box.address.address, box.address.name or box.address.address, LIMITS, missing
    )
