"""What a thread does not say itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from responder.ui.thread.names import Names
from responder.ui.thread.times import Times

if TYPE_CHECKING:
    from responder.ui.thread.gallery import Shown


@dataclass(frozen=True)
class Surroundings:
    """Who the team is, how we are called there, what the network can do, what is folded open, how far files are.

    `fetches` says that the connector can get files at addresses of its own; `saving` is what is said of saving one.
    """

    names: Names
    times: Times
    account: str = ""
    network: str = ""
    verbs: tuple[str, ...] = ()
    open: frozenset[str] = field(default_factory=frozenset)
    look: Callable[[str, UUID | None], "Shown | None"] = lambda _url, _account: None
    fetches: bool = False
    saving: Callable[[str, UUID], str] = lambda _address, _account: ""
