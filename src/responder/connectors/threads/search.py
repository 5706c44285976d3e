"""Looking for what is not addressed to us: words in public posts."""

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.threads import parse, requests, words
from responder.connectors.threads.api import Api
from responder.connectors.threads.parse import Media
from responder.core.errors import Refused
from responder.core.messages import Kind
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Gap, Item, Pace
from responder.net import cursors
from responder.net.graph.things import reader
from responder.net.graph.walk import Back, Mark, walk

PAGES = 4
KEEP = 100
TOO_MUCH = "More was written than can be looked through at once"


class Heard(cursors.Bookmark, Struct, frozen=True):
    """What was found already."""

    mark: Mark | None = None


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
        before = cursors.read(cursor, Heard) or Heard()
        mark = before.mark
        most = PAGES if mark else 1
        pages = self._api.line.pages("keyword_search", requests.search(text), most=most)
        walked = await walk(Back(reader(Media), pages), mark, 0, KEEP)
        ours = self._api.ours
        theirs = [one.item for one in walked.news if not ours.wrote(one.item)]
        hits = [parse.message(one, ours, one.id, Kind.MENTION, addressed=False) for one in theirs]
        gaps: list[Item] = [Gap(*walked.gap, TOO_MUCH)] if walked.gap and mark else []
        broken = before.new_unreadable(walked.broken)
        after = replace(before, mark=walked.mark).having_kept(broken)
        return Batch((*gaps, *hits, *broken), after.write())
