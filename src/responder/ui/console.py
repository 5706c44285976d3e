"""What the window is given: questions to ask, actions to take, and the few things that only `app` can do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

from responder.actions.desk import Desk
from responder.core.accounts import Account, Member
from responder.core.clock import Clock
from responder.core.manifest import Manifest
from responder.core.messages import Enclosure
from responder.core.ports import Attached, Choose
from responder.core.questions import Recount
from responder.core.settings import Settings
from responder.ui.bridge import Bridge
from responder.ui.stage import Stage
from responder.views.views import Views


class Services(Protocol):
    """What needs the composition root: accounts, the practice network, the settings file."""

    @property
    def settings(self) -> Settings:
        """Return the settings as they are now."""
        ...

    @property
    def workspace(self) -> Path:
        """Return the folder where the database and the settings file lie."""
        ...

    def save_settings(self, settings: Settings) -> None:
        """Write the settings file; screens hear of it through `Bridge.settings_changed`."""
        ...

    async def connect(self, network: str, form: dict[str, str], choose: Choose) -> Account:
        """Sign in (the system browser may open), keep the secret, start receiving.

        `choose` is asked when the sign-in finds several accounts, Pages or places.

        Raises NetworkError or SecretsError, whose text is for people.
        """
        ...

    async def disconnect(self, account: UUID) -> None:
        """Stop receiving and forget the secret; history stays."""
        ...

    async def start_practice(self, scenario: str) -> Account:
        """Start the practice network with a scenario and connect to it."""
        ...

    def retry(self, account: UUID | None = None) -> None:
        """Ask the network now instead of at the next turn; None for every account."""
        ...

    async def recount(self, account: UUID) -> Recount:
        """Count an account's recent messages on its network against ours, and take in what was missing.

        Raises NetworkError or NotFound.
        """
        ...

    async def enclose(self, path: Path) -> Enclosure:
        """Copy a file of the person's into the workspace, to go with an answer. Raises NotPossible or StoreError."""
        ...

    async def enclose_data(self, data: bytes, name: str) -> Enclosure:
        """Keep a pasted picture in the workspace, to go with an answer. Raises NotPossible or StoreError."""
        ...

    async def picture(self, url: str, account: UUID | None = None) -> bytes:
        """Return a picture that a stranger attached, as it came: from the cache or the network. Raises ResponderError.

        With an account it is fetched as that, from an address that only its connector understands.
        """
        ...

    async def attachment(self, account: UUID, address: str) -> Attached:
        """Return a file that came with a message, fetched as the account and not kept. Raises ResponderError."""
        ...

    async def save_file(self, path: Path, data: bytes) -> None:
        """Write a file whole, or leave what was there. Raises OSError."""
        ...

    async def back_up(self, target: Path) -> None:
        """Write a verified copy of the database while everything goes on. Raises StoreError."""
        ...

    def save_member(self, member: Member) -> None:
        """Keep the profile of the person at this desk."""
        ...


@dataclass(frozen=True)
class Console:
    """Handed to every pane. `networks` is by manifest id; `practice` marks a workspace where nothing is real.

    `stage` is what the panes of the window share: commands, tasks, toasts, the conversation on screen.
    """

    views: Views
    desk: Desk
    services: Services
    bridge: Bridge
    networks: dict[str, Manifest]
    clock: Clock
    practice: bool = False
    stage: Stage = field(default_factory=Stage)
