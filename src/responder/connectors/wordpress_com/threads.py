"""Puts comments under their roots: the top-level comment that a conversation hangs from."""

from collections.abc import Iterable
from contextlib import suppress

from responder.connectors.wordpress_com import parse
from responder.connectors.wordpress_com.parse import Comment
from responder.connectors.wordpress_com.site import Site
from responder.core.accounts import Account
from responder.core.errors import Gone
from responder.core.messages import Message
from responder.core.ports import Known

_DEEPEST = 60


class Threads:
    """Makes messages of comments, and fetches the ones above them that nobody has yet."""

    def __init__(self, site: Site, account: Account, known: Known) -> None:
        self._site, self._account, self._known = site, account, known

    async def messages(self, comments: Iterable[Comment]) -> list[Message]:
        """Return the comments as messages, oldest first, with what is above them where it was not known."""
        await self._site.me()
        there = {one.key: one for one in comments}
        asked = set(there)
        roots: dict[str, str] = {}
        while pending := [one for key, one in there.items() if key not in roots]:
            for one in pending:
                roots[one.key] = await self._root(one, there)
        return [
            parse.message(one, server=self._account.server, account=self._account.id, team=self._site.team,
                          root=roots[one.key], addressed=one.key in asked)
            for one in sorted(there.values(), key=lambda one: (one.at, one.id))
        ]  # fmt: skip

    async def _root(self, comment: Comment, there: dict[str, Comment]) -> str:
        """Return the root: what was given out before stays. Fills `there` with what is above and unknown."""
        for _ in range(_DEEPEST):
            root = await self._known.root_of(comment.key)
            if root is not None:
                return root
            above = comment.above
            if above is None:
                return comment.key
            root = await self._known.root_of(above)
            if root is not None:
                return root
            if above not in there:
                with suppress(Gone):
                    there[above] = await self._site.one(above)
            if above not in there:
                return comment.key
            comment = there[above]
        return comment.key
