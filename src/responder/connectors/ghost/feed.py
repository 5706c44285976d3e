"""Listening by asking, again and again: see `Rounds`."""

from responder.connectors.ghost.parse import Comment
from responder.connectors.ghost.site import Site
from responder.connectors.ghost.threads import Threads
from responder.core.ports import Deletion, Item, Pace, Unreadable
from responder.net.latest import PAGE, Rounds

RECENT_PAGES = 2
"""How much of a site's history the first reading takes."""


class Feed(Rounds[Comment]):
    """What arrives on one site, for ever, or once."""

    def __init__(self, site: Site, threads: Threads, pace: Pace, *, once: bool) -> None:
        super().__init__(site, pace, once=once)
        self._site, self._threads = site, threads

    async def past(self) -> tuple[list[Comment], list[Unreadable]]:
        """Return the latest comments."""
        found: dict[str, Comment] = {}
        unreadable: list[Unreadable] = []
        for number in range(1, RECENT_PAGES + 1):
            comments, bad = await self._site.newest(number)
            found |= {one.key: one for one in reversed(comments)}
            unreadable += [one for one in bad if one not in unreadable]
            if len(comments) + len(bad) < PAGE:
                break
        return list(found.values()), unreadable

    async def told(self, news: list[Comment], known: set[str] | None) -> list[Item]:
        """Return what to tell of news; what was deleted before we saw it is left there."""
        shown = [one for one in news if not one.gone]
        gone = [Deletion(one.key) for one in news if one.gone and one.key in (known or ())]
        return [*await self._threads.messages(shown), *gone]
