"""Puts comments under their roots, which have one level here."""

from collections.abc import Iterable
from contextlib import suppress

from responder.connectors.ghost import parse
from responder.connectors.ghost.parse import Comment
from responder.connectors.ghost.site import Site
from responder.core.accounts import Account
from responder.core.errors import Gone
from responder.core.messages import Message
from responder.core.ports import Known


class Threads:
    """Makes messages of comments, and fetches the ones above them that nobody has yet."""

    def __init__(self, site: Site, account: Account, known: Known) -> None:
        self._site, self._account, self._known = site, account, known

    async def messages(self, comments: Iterable[Comment]) -> list[Message]:
        """Return the comments as messages, oldest first, with the top-level one where it was not known."""
        there = {one.key: one for one in comments}
        asked = set(there)
        for root in {one.root for one in there.values()} - asked:
            if await self._known.root_of(root) is None:
                with suppress(Gone):
                    there[root] = await self._site.one(root)
        me = self._account.options.get("member", "")
        return [
            parse.message(one, server=self._account.server, account=self._account.id, me=me, root=one.root,
                          addressed=one.key in asked)
            for one in sorted(there.values(), key=lambda one: one.at)
        ]  # fmt: skip
