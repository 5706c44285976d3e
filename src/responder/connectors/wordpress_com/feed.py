"""Listening by asking, again and again: see `Rounds`."""

from responder.connectors.wordpress_com.parse import Comment
from responder.connectors.wordpress_com.site import Site, readable
from responder.connectors.wordpress_com.threads import Threads
from responder.core.messages import State
from responder.core.ports import Item, Pace, Unreadable
from responder.net.latest import PAGE, Rounds

RECENT_PAGES = 2
"""How much of a site's history the first reading takes."""

HELD_PAGES = 20
"""How many pages of what waits for a moderator the first reading takes: 2,000 comments."""


class Feed(Rounds[Comment]):
    """What arrives on one site, for ever, or once."""

    def __init__(self, site: Site, threads: Threads, pace: Pace, *, once: bool) -> None:
        super().__init__(site, pace, once=once)
        self._site, self._threads = site, threads

    async def ready(self) -> None:
        """Learn who we are, and what we may."""
        await self._site.login()

    async def past(self) -> tuple[list[Comment], list[Unreadable]]:
        """Return the latest comments, and all that waits for approval."""
        found: dict[str, Comment] = {}
        unreadable: list[Unreadable] = []
        plans = [("", RECENT_PAGES)] + ([("unapproved", HELD_PAGES)] if self._site.moderates else [])
        for status, most in plans:
            for number in range(1, most + 1):
                comments, bad = await self._site.newest(number, status)
                found |= {one.key: one for one in comments}
                unreadable += [one for one in bad if one not in unreadable]
                if len(comments) + len(bad) < PAGE:
                    break
        return list(found.values()), unreadable

    async def told(self, news: list[Comment], known: set[str] | None) -> list[Item]:
        """Return what to tell of news; what was in the trash before we saw it is left there."""
        if known is None:
            return [*await self._threads.messages([one for one in news if readable(one)])]
        return [
            *await self._threads.messages(
                [one for one in news if one.state is not State.TRASH or one.key in known]
            )
        ]
