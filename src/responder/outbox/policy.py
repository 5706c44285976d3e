"""What happens after a try to send, and after a look for its result. Pure: failures and times in, decisions out."""

from dataclasses import dataclass

from responder.core.clock import SECOND
from responder.core.errors import NetworkError, Refused, SignInNeeded, Throttled, Unreachable
from responder.net.limits import backoff


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds.

    Nothing counts as proof of absence before `settle` has passed since the try: a server may still be
    at work on what it accepted. Looks that prove nothing are made again, ever more rarely; a person is
    asked once `asking` has passed since the try.
    """

    first: float = 2.0
    most: float = 300.0
    settle: float = 15.0
    asking: float = 300.0


@dataclass(frozen=True)
class Retry:
    """Provably not accepted: try again at a time (µs). `whole` means that the account as a whole must wait."""

    at: int
    whole: bool = False


@dataclass(frozen=True)
class Fail:
    """A definite no."""


@dataclass(frozen=True)
class Blocked:
    """Nothing of this account goes out until somebody signs in."""


@dataclass(frozen=True)
class Doubt:
    """It may be there: look before anything else."""


Next = Retry | Fail | Blocked | Doubt


def next_step(error: BaseException, attempt: int, now: int, dice: float, patience: Patience) -> Next:
    """Say what follows a failed try, the `attempt`th. What we do not understand may have been accepted."""
    match error:
        case Throttled(seconds=seconds):
            return Retry(now + round(seconds * SECOND), whole=True)
        case Unreachable():
            return Retry(now + pause(attempt, dice, patience), whole=True)
        case SignInNeeded():
            return Blocked()
        case Refused():
            return Fail()
        case _:
            return Doubt()


def pause(failures: int, dice: float, patience: Patience) -> int:
    """Return how long to wait (µs) after so many failures in a row."""
    return round(backoff(failures, dice, first=patience.first, most=patience.most) * SECOND)


def after_failed_look(error: NetworkError, failures: int, now: int, dice: float, patience: Patience) -> Next:
    """Say what follows a look that could not be made; Doubt means that it was made and proved nothing."""
    match error:
        case Refused():
            return Doubt()
        case Throttled() | SignInNeeded():
            return next_step(error, failures, now, dice, patience)
        case _:
            return Retry(now + pause(failures, dice, patience))


def next_look(tried_at: int, now: int, patience: Patience) -> int | None:
    """Return when to look again (µs) after a look without proof; None when a person must decide.

    It depends on nothing but the time of the try, so that a restart changes nothing.
    """
    passed = (now - tried_at) / SECOND
    return None if passed >= patience.asking else now + round(min(max(passed, 5.0), 60.0) * SECOND)


def absence_counts(tried_at: int, now: int, patience: Patience) -> bool:
    """Say whether not finding a reply proves that it is not there."""
    return now - tried_at >= patience.settle * SECOND
