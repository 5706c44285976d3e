"""What everything that receives for an account works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.ports import Connector, Step
from responder.core.questions import BudgetLeft
from responder.store.store import Store


class Connectors(Protocol):
    """Gives a connector for an account; with `once` its listening ends after one catch-up."""

    def __call__(self, account: Account, *, once: bool = False) -> Connector:
        """Return it; may wait for the keyring. Raises SignInNeeded or SecretsError."""
        ...


class Paced(Protocol):
    """What people are told of an account's pace."""

    @property
    def next_at(self) -> int | None:
        """Return when the network is asked again (µs UTC)."""
        ...

    @property
    def scarce(self) -> bool:
        """Say whether nothing may be read twice unasked."""
        ...

    def budgets(self) -> tuple[BudgetLeft, ...]:
        """Return what is left of each budget."""
        ...


class Freely:
    """The pace of an account that has no budgets."""

    next_at: int | None = None
    scarce: bool = False

    def budgets(self) -> tuple[BudgetLeft, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True)
class Tools:
    """What every channel works with."""

    store: Store
    clock: Clock
    connectors: Connectors
    step: Step
    dice: Callable[[], float]
    paces: Callable[[Account], Paced] = lambda _account: Freely()
