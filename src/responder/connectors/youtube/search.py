"""Looking for videos that speak of something: YouTube lets a project search a hundred times a day."""

import msgspec
from msgspec import Struct

from responder.connectors.youtube import finds, requests
from responder.connectors.youtube.api import SEARCHES, Api
from responder.connectors.youtube.parse import Ours
from responder.core.clock import SECOND, to_iso
from responder.core.errors import Refused
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Gap

FULL = 50
_REMEMBERED = 100


class Seen(Struct, frozen=True):
    """When the newest hit was published (µs), and the latest ones by id."""

    since: int = 0
    ids: tuple[str, ...] = ()


async def search(api: Api, ours: Ours, term: Term, cursor: str | None) -> Batch:
    """Return the videos of others about a term since a cursor. Raises Refused for anything but words."""
    if term.kind is not TermKind.KEYWORD:
        raise Refused("YouTube is searched for words only")
    seen = _read(cursor)
    after = to_iso(seen.since // SECOND * SECOND).replace(".000Z", "Z") if seen.since else ""
    body = (await api.get(requests.SEARCH, requests.search(term.text, after), spend=SEARCHES)).body
    hits = finds.hits(body, ours)
    news = sorted((hit for hit in hits if hit.remote_id not in seen.ids), key=lambda hit: hit.created_at)
    gap: tuple[Gap, ...] = ()
    if seen.since and len(news) >= FULL:
        gap = (Gap(seen.since, news[0].created_at, "More videos were found than one search shows"),)
    ids = (*seen.ids, *(hit.remote_id for hit in news))[-_REMEMBERED:]
    newest = max([seen.since, *(hit.created_at for hit in hits if hit.created_at <= api.client.now())])
    return Batch((*news, *gap), msgspec.json.encode(Seen(newest, ids)).decode())


def _read(cursor: str | None) -> Seen:
    try:
        return msgspec.json.decode(cursor or "", type=Seen)
    except (msgspec.MsgspecError, RecursionError):
        return Seen()
