"""What happens after a failure to receive. Pure."""

from dataclasses import dataclass

from responder.core.clock import SECOND
from responder.core.errors import SecretsError, SignInNeeded, Throttled
from responder.net.limits import backoff

FIRST = 1.0
"""Seconds before the first new try."""
MOST = 120.0
"""Seconds that no pause exceeds, unless the network asks for more."""
TERM_FIRST = 60.0
"""Seconds before a monitor's term that was refused is looked for again."""
TERM_MOST = 6 * 3600.0
"""Seconds that no pause of a term exceeds."""
KEYRING = 60.0
"""Seconds before the keyring is asked again."""


@dataclass(frozen=True)
class Verdict:
    """The channel's new state; `retry_at` (µs) is None when only a person can change it."""

    state: str
    retry_at: int | None


def after(error: Exception, failures: int, now: int, dice: float) -> Verdict:
    """Say what follows the `failures`th failure in a row."""
    match error:
        case SignInNeeded():
            return Verdict("sign-in", None)
        case Throttled(seconds=seconds):
            return Verdict("retrying", now + round(seconds * SECOND))
        case SecretsError():
            return Verdict("retrying", now + round(KEYRING * SECOND))
        case _:
            wait = backoff(failures, dice, first=FIRST, most=MOST)
            return Verdict("retrying", now + round(wait * SECOND))


def term_again(failures: int, now: int, dice: float) -> int:
    """Return when (µs) a monitor's term is looked for again that was refused for the `failures`th time in a row."""
    return now + round(backoff(failures, dice, first=TERM_FIRST, most=TERM_MOST) * SECOND)
