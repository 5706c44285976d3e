"""What screens ask about the business's places."""

from responder.core.clock import DAY, Clock
from responder.core.messages import Place
from responder.core.places import PlaceReport
from responder.store import places
from responder.store.store import Store


class Places:
    """The places that conversations are about. May take some 10 ms on a large workspace: ask from a worker thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def known(self, limit: int = -1) -> dict[str, Place]:
        """Return those that most is said of by key, see `InboxQuery.place`; a few of them cost next to nothing."""
        return places.known(self._store.reading(), limit)

    def reports(self, days: int | None = None) -> list[PlaceReport]:
        """Return what was said of each in the last days (None: ever), by name."""
        since = 0 if days is None else max(0, self._clock.now() - days * DAY)
        return places.reports(self._store.reading(), since)
