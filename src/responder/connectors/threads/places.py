"""Which conversation a reply belongs to: the one under the top reply that it hangs below."""

from collections.abc import Mapping

from responder.connectors.threads.api import Api
from responder.connectors.threads.parse import Media
from responder.core.errors import Gone
from responder.core.ports import Known
from responder.net.graph.client import RefusedBy

DEEPEST = 60


class Places:
    """Climbs up to the top reply; what nobody here has on the way is fetched, and kept in `above`."""

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known

    async def root(self, one: Media, here: Mapping[str, Media], above: dict[str, Media]) -> str:
        """Return the root of a reply. `here` are replies that were read with it."""
        for _ in range(DEEPEST):
            known = await self._known.root_of(one.id)
            if known is not None:
                return known
            if one.top or one.above is None:
                return one.id
            parent = here.get(one.above) or above.get(one.above)
            if parent is None:
                known = await self._known.root_of(one.above)
                if known is not None:
                    return known
                try:
                    parent = above[one.above] = await self._api.media(one.above)
                except (Gone, RefusedBy):
                    return one.above
            one = parent
        return one.id
