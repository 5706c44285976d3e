"""What the window asks of the composition root."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from responder.actions import members
from responder.actions.desk import Desk
from responder.app import settings_file
from responder.app.browser import open_browser
from responder.app.connecting import connect, disconnect
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.pictures import Shelf
from responder.app.saving import written
from responder.core.accounts import Account, Member
from responder.core.errors import NotPossible
from responder.core.messages import Enclosure
from responder.core.ports import Attached, Choose, Secrets
from responder.core.questions import Recount
from responder.core.settings import Settings
from responder.ui.bridge import Bridge


@dataclass
class Chosen:
    """The settings as they are now: the one thing here that changes."""

    settings: Settings


@dataclass(frozen=True)
class ConsoleServices:
    """Implements `ui.console.Services`. `practise` closes this window and opens one on the practice network."""

    place: Workspace
    chosen: Chosen
    desk: Desk
    engine: Engine
    bridge: Bridge
    networks: Networks
    secrets: Secrets
    practise: Callable[[str], None] | None
    shelf: Shelf

    @property
    def settings(self) -> Settings:
        """Return the settings as they are now."""
        return self.chosen.settings

    @property
    def workspace(self) -> Path:
        """Return the folder where the database and the settings file lie."""
        return self.place.folder

    def save_settings(self, settings: Settings) -> None:
        """Write the settings file; screens hear of it through `Bridge.settings_changed`.

        Where the file cannot be written they hold until the window closes, and `Bridge.settings_unsaved` says why.
        """
        try:
            settings_file.save(self.place.settings, settings)
        except OSError as error:
            self.bridge.settings_unsaved.emit(error.strerror or str(error))
        self.chosen.settings = settings
        self.bridge.settings_changed.emit(settings)

    async def connect(self, network: str, form: dict[str, str], choose: Choose) -> Account:
        """Sign in and start receiving. Raises NetworkError or SecretsError; NotPossible on the practice network."""
        if self.practise is None:
            raise NotPossible("Nothing is real on the practice network: close it to connect an account.")
        return await connect(self.desk, self.networks, self.secrets, network, form, open_browser, choose)

    async def disconnect(self, account: UUID) -> None:
        """Stop receiving and forget the secret; history stays."""
        await disconnect(self.desk, self.secrets, account)

    async def start_practice(self, scenario: str) -> Account:
        """Open the practice network in this window's place: in a workspace of its own, so that nothing gets mixed up.

        Does not return: the window closes.
        """
        if self.practise is None:
            raise NotPossible("This is the practice network already.")
        self.practise(scenario)
        closing: asyncio.Future[Account] = asyncio.get_running_loop().create_future()
        return await closing

    def retry(self, account: UUID | None = None) -> None:
        """Ask the network now instead of at the next turn; None for every account."""
        self.engine.retry(account)

    async def recount(self, account: UUID) -> Recount:
        """Count an account's recent messages on its network against ours. Raises NetworkError or NotFound."""
        return await self.engine.recount(account)

    async def enclose(self, path: Path) -> Enclosure:
        """Copy a file of the person's into the workspace. Raises NotPossible or StoreError."""
        return await asyncio.to_thread(self.desk.store.enclosures.take, path)

    async def enclose_data(self, data: bytes, name: str) -> Enclosure:
        """Keep a pasted picture in the workspace. Raises NotPossible or StoreError."""
        return await asyncio.to_thread(self.desk.store.enclosures.keep, data, name)

    async def picture(self, url: str, account: UUID | None = None) -> bytes:
        """Return a picture as it came: from the workspace's cache or the network. Raises ResponderError.

        With an account the address is one that only its connector understands.
        """
        return await self.shelf.picture(url, account)

    async def attachment(self, account: UUID, address: str) -> Attached:
        """Return a file that came with a message, fetched as the account. Raises ResponderError."""
        return await self.shelf.attachment(account, address)

    async def save_file(self, path: Path, data: bytes) -> None:
        """Write a file whole, or leave what was there. It may not be run. Raises OSError."""
        await asyncio.to_thread(written, path, data)

    async def back_up(self, target: Path) -> None:
        """Write a verified copy of the database while everything goes on. Raises StoreError."""
        from responder.store import backup

        await asyncio.to_thread(backup.backup, self.place.database, target)

    def save_member(self, member: Member) -> None:
        """Keep the profile of the person at this desk."""
        members.save(self.desk, member)
        self.desk.member = member
