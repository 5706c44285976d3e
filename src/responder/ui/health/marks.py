"""A channel's health as a mark: icon, colour and words, for the sidebar and the page."""

from dataclasses import dataclass

from responder.core.questions import ChannelHealth
from responder.ui.failures import state_in_words


@dataclass(frozen=True)
class Mark:
    """`icon` and `color` are never alone: `words` say the same."""

    icon: str
    color: str
    words: str
    well: bool


_DRAWN = {
    "live": ("circle-check", "ok.text"),
    "polling": ("circle-check", "ok.text"),
    "retrying": ("cloud-off", "warn.text"),
    "paused": ("pause", "warn.text"),
    "sign-in": ("triangle-alert", "warn.text"),
}


def mark(health: ChannelHealth, network: str) -> Mark:
    """Return the mark of a channel."""
    icon, color = _DRAWN.get(health.state, ("circle-dashed", "text.tertiary"))
    return Mark(icon, color, state_in_words(health.state, network), health.state in ("live", "polling"))
