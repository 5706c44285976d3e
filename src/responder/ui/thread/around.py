"""What a thread does not say itself."""

from dataclasses import dataclass, field

from responder.ui.thread.names import Names
from responder.ui.thread.times import Times


@dataclass(frozen=True)
class Surroundings:
    """Who the team is, how we are called there, what the network can do, and what is folded open."""

    names: Names
    times: Times
    account: str = ""
    network: str = ""
    verbs: tuple[str, ...] = ()
    open: frozenset[str] = field(default_factory=frozenset)
