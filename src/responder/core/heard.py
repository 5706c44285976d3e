"""What is asked of the monitors: how much was said, whose voice was loudest, who said it."""

from uuid import UUID

from msgspec import Struct

from responder.core.messages import Message


class TopAuthor(Struct, frozen=True):
    """Somebody whom a monitor heard `hits` times, the last one at `last_at` (µs UTC)."""

    contact: UUID
    network: str
    handle: str
    name: str
    hits: int
    last_at: int
    followers: int | None = None


class MonitorReport(Struct, frozen=True):
    """How often one monitor heard something in each of some stretches of time, and who was heard most."""

    monitor: UUID
    volume: tuple[int, ...]
    authors: tuple[TopAuthor, ...]

    @property
    def total(self) -> int:
        """Return how often in all of them."""
        return sum(self.volume)


class Voice(Struct, frozen=True):
    """Messages that speak of us and of the competition, in each of some stretches of time, and of each monitor in all.

    A message counts once for us and once for the competition, however many monitors found it.
    """

    company: tuple[int, ...]
    competition: tuple[int, ...]
    monitors: tuple[tuple[UUID, int], ...] = ()

    @property
    def share(self) -> float | None:
        """Return our part of all of them, from 0 to 1; None when nothing was said."""
        return share(sum(self.company), sum(self.competition))

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Return our part in each stretch."""
        return tuple(share(us, them) for us, them in zip(self.company, self.competition, strict=True))


class Trial(Struct, frozen=True):
    """What a monitor would have found in what is here already; `more` when there is more than was looked at."""

    found: int
    more: bool = False
    samples: tuple[Message, ...] = ()


def share(us: int, them: int) -> float | None:
    """Return the part that is ours; None of nothing."""
    return us / (us + them) if us + them else None
