"""Looking for what is not addressed to us: words in public posts."""

import msgspec
from msgspec import Struct

from responder.connectors.threads import parse, requests, words
from responder.connectors.threads.api import Api
from responder.core.errors import Refused
from responder.core.messages import Kind
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Gap, Item, Pace
from responder.net.graph.walk import Back, Mark, short, walk

PAGES = 4
KEEP = 100
BAD = 50
TOO_MUCH = "More was written than can be looked through at once"


class Heard(Struct, frozen=True):
    """What was found already, and stand-ins for what could not be read."""

    mark: Mark | None = None
    bad: tuple[str, ...] = ()


class Search:
    """Finds posts for the terms of monitors."""

    def __init__(self, api: Api, pace: Pace) -> None:
        self._api = api
        self._pace = pace

    async def batch(self, term: Term, cursor: str | None) -> Batch:
        """Return what is new for some words, oldest first; the first time the newest page. Raises Refused."""
        text = term.text.strip()
        if term.kind is not TermKind.KEYWORD or not text:
            raise Refused(words.ONLY_WORDS)
        self._pace.spend(budget="searches")
        before = _read(cursor)
        mark = before.mark
        most = PAGES if mark else 1
        pages = self._api.line.pages("keyword_search", requests.search(text), most=most)
        walked = await walk(Back(parse.entries, pages), mark, 0, KEEP)
        ours = self._api.ours
        theirs = [one.item for one in walked.news if not ours.wrote(one.item)]
        hits = [parse.message(one, ours, one.id, Kind.MENTION, addressed=False) for one in theirs]
        gaps: list[Item] = [Gap(*walked.gap, TOO_MUCH)] if walked.gap and mark else []
        broken = [one for one in walked.broken if short(one.payload.hex()) not in before.bad]
        bad = [*before.bad, *(short(one.payload.hex()) for one in broken)][-BAD:]
        after = Heard(walked.mark, tuple(bad))
        return Batch((*gaps, *hits, *broken), msgspec.json.encode(after).decode())


def _read(text: str | None) -> Heard:
    try:
        return msgspec.json.decode(text or "", type=Heard)
    except (msgspec.MsgspecError, RecursionError):
        return Heard()
