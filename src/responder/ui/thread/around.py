"""What a thread does not say itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from responder.ui.thread.names import Names
from responder.ui.thread.times import Times

if TYPE_CHECKING:
    from responder.ui.thread.gallery import Shown


@dataclass(frozen=True)
class Surroundings:
    """Who the team is, how we are called there, what the network can do, what is folded open, how far a picture is."""

    names: Names
    times: Times
    account: str = ""
    network: str = ""
    verbs: tuple[str, ...] = ()
    open: frozenset[str] = field(default_factory=frozenset)
    look: Callable[[str], "Shown | None"] = lambda _url: None
