"""Puts comments under their roots: the top-level comment that a conversation hangs from."""

from collections.abc import Iterable

from responder.connectors.wordpress import parse
from responder.connectors.wordpress.parse import Comment
from responder.connectors.wordpress.site import Site
from responder.core.accounts import Account
from responder.core.messages import Message
from responder.core.ports import Known

_DEEPEST = 60
"""WordPress nests ten deep; whatever goes further is cut there."""


class Threads:
    """Makes messages of comments, and fetches the ones above them that nobody has yet."""

    def __init__(self, site: Site, account: Account, known: Known) -> None:
        self._site = site
        self._account = account
        self._known = known

    async def messages(self, comments: Iterable[Comment]) -> list[Message]:
        """Return the comments as messages, oldest first, with what is above them where it was not known."""
        there = {comment.key: comment for comment in comments if comment.type in ("comment", "")}
        asked = set(there)
        roots: dict[str, str] = {}
        await self._climb(there, roots)
        posts = await self._site.posts(there.values())
        team = await self._site.team(comment.author for comment in there.values())
        return [
            parse.message(
                comment, server=self._account.server, account=self._account.id, team=team,
                root=_root(comment, there, roots), post=posts[comment.post], addressed=comment.key in asked,
            )
            for comment in sorted(there.values(), key=lambda comment: (comment.date_gmt, comment.id))
        ]  # fmt: skip

    async def _climb(self, there: dict[str, Comment], roots: dict[str, str]) -> None:
        """Fill `roots` with what is known already and `there` with what is above and unknown."""
        wanted = set(there)
        for _ in range(_DEEPEST):
            for key in wanted:
                root = await self._known.root_of(key)
                if root is not None:
                    roots[key] = root
            above = {
                comment.above for key, comment in there.items() if key in wanted and key not in roots
            } - {None}
            wanted = {key for key in above if key is not None and key not in there}
            known_above = {key: root for key in wanted if (root := await self._known.root_of(key))}
            roots.update(known_above)
            wanted -= set(known_above)
            if not wanted:
                return
            there.update({comment.key: comment for comment in await self._site.some(wanted)})


def _root(comment: Comment, there: dict[str, Comment], roots: dict[str, str]) -> str:
    """Return the root: what was given out before stays, though WordPress moves answers up when it deletes one."""
    seen = {comment.key}
    while comment.key not in roots:
        above = comment.above
        if above in roots:
            return roots[above]
        if above is None or above not in there or above in seen:
            return comment.key
        seen.add(above)
        comment = there[above]
    return roots[comment.key]
