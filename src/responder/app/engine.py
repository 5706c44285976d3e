"""What runs by itself, as one supervised group: the receivers, the listeners and the outbox."""

import asyncio
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from responder.app.networks import Networks
from responder.app.vaults import Vaults
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import NotFound, NotPossible, ResponderError
from responder.core.ports import Attached, Connector, Fetcher, Listener, Means, Secrets, Step
from responder.core.questions import Recount
from responder.ingest.listeners import Listeners
from responder.ingest.listening import Ear
from responder.ingest.receiver import Receiver
from responder.net.scheduler import AccountPace, Scheduler
from responder.outbox.worker import Outbox
from responder.store.store import Store


@dataclass(frozen=True)
class Roots:
    """What one account's connector may ask of the store."""

    store: Store
    account: Account

    async def root_of(self, remote_id: str) -> str | None:
        """Return the root of the conversation that a message is in, if we have that message."""
        return self.store.root_of(self.account.network, self.account.server, remote_id)


def _silent(step: str) -> None:
    return None


class Engine:
    """Receives and sends for every account of a workspace. The lock of `sole` sees that there is one."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        networks: Networks,
        secrets: Secrets,
        *,
        once: bool = False,
        step: Step = _silent,
    ) -> None:
        self._store, self._clock = store, clock
        self._networks, self._vaults = networks, Vaults(secrets)
        self._scheduler = Scheduler(clock, store.budget, store.save_budget)
        self._receiver = Receiver(store, clock, partial(self._connector, once), step, paces=self.pace)
        self._listeners = Listeners(store, clock, self.ear)
        self._outbox = Outbox(store, clock, self.connector, step)

    def connector(self, account: Account, *, once: bool = False) -> Connector:
        """Return a connector with the account's secret; may wait for the keyring. Raises SignInNeeded or SecretsError."""
        return self._networks.open(account, self._means(account, self.pace(account), once))

    def ear(self, account: Account) -> Ear | None:
        """Return with what an account listens for monitors; None where its network cannot be listened to."""
        try:
            manifest = self._networks.manifest(account.network)
        except NotFound:  # its channel says so
            return None
        if not manifest.listens:
            return None
        pace = self._scheduler.pace(account, manifest, listening=True)

        def open_listener() -> Listener:
            return self._networks.open_listener(account, self._means(account, pace, once=True))

        return Ear(frozenset(manifest.listens), pace, open_listener)

    def _means(self, account: Account, pace: AccountPace, once: bool) -> Means:
        return Means(self._clock, Roots(self._store, account), self._vaults.of(account), pace, once)

    def pace(self, account: Account) -> AccountPace:
        """Return when an account may ask, and what is left of its budgets. Raises NotFound."""
        return self._scheduler.pace(account, self._networks.manifest(account.network))

    def _connector(self, always: bool, account: Account, *, once: bool = False) -> Connector:
        return self.connector(account, once=always or once)

    async def attachment(self, account: UUID, address: str) -> Attached:
        """Fetch a file that came with a message, as the account, at an address of its connector's making.

        Raises NotFound, NotPossible, NetworkError or SecretsError.
        """
        found = next((one for one in self._store.accounts() if one.id == account), None)
        if found is None:
            raise NotFound("The account is no longer connected.")
        if not self._networks.manifest(found.network).fetches:
            raise NotPossible("This network gives no files of its own.")
        fetcher = await asyncio.to_thread(self._fetcher, found)
        try:
            return await fetcher.fetch(address)
        finally:
            await fetcher.aclose()

    def _fetcher(self, account: Account) -> Fetcher:
        return self._networks.open_fetcher(account, self._means(account, self.pace(account), once=True))

    async def recount(self, account: UUID) -> Recount:
        """Count an account's recent messages on its network against ours. Raises NotFound or NetworkError."""
        return await self._receiver.recount(account)

    async def run(self) -> None:
        """Receive and send until cancelled. A bug in one part ends both, and is raised."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._receiver.run(), name="receiver")
            parts.create_task(self._listeners.run(), name="listeners")
            parts.create_task(self._outbox.run(), name="outbox")

    async def once(self) -> dict[UUID, ResponderError]:
        """Receive what is there, send what is due, then stop; return what went wrong, by account."""
        problems = await self._receiver.once()
        problems = await self._listeners.once() | problems
        await self._outbox.once()
        return problems

    def retry(self, account: UUID | None = None) -> None:
        """Ask and send now what was put off, for one account or for all."""
        self._receiver.retry(account)
        self._listeners.retry(account)
        self._outbox.retry(account)
