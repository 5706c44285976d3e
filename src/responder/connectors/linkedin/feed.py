"""Listening by asking: what LinkedIn gives notice of, and one of the latest posts in turn whatever it says."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from msgspec.structs import replace

from responder.connectors.linkedin import parse, requests
from responder.connectors.linkedin.api import Api
from responder.connectors.linkedin.cursor import POSTS, Cursor, Known, Seen, looked, read
from responder.connectors.linkedin.parse import Comment, Notice
from responder.core.accounts import Account
from responder.core.clock import DAY, MINUTE
from responder.core.errors import Gone, Refused
from responder.core.messages import Post
from responder.core.ports import Batch, Deletion, Gap, Item, Means

OVERLAP = 5 * MINUTE
KEPT = 60 * DAY
"""How long LinkedIn keeps notices (µs)."""

_CHECKED = 20
"""How many comments that are missing are asked for by name in one round."""


class Feed:
    """What arrives for one page, for ever, or once."""

    def __init__(self, api: Api, account: Account, means: Means) -> None:
        self._api, self._account, self._means = api, account, means
        self._posts: dict[str, Post] = {}

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the comments under the latest posts."""
        cursor = read(stored)
        while True:
            lively = False
            async with aclosing(self._round(cursor)) as news:
                async for items, after in news:
                    lively = lively or bool(items)
                    yield Batch(tuple(items), after.write())
                    cursor = after
            if self._means.once:
                return
            await self._means.pace.turn(news=lively)

    async def _round(self, cursor: Cursor) -> AsyncGenerator[tuple[list[Item], Cursor], None]:
        if not self._posts:
            await self._learn_posts(needed=not cursor.at)
        now = self._api.client.now()
        notices = await self._notices(cursor, now) if cursor.at else None
        if any(one.sourcePost not in self._posts and not self._strange(one) for one in notices or ()):
            await self._learn_posts(needed=False)
        items: list[Item] = []
        if cursor.at and now - cursor.at > KEPT:
            items.append(
                Gap(cursor.at, now - KEPT, "LinkedIn keeps notices for 60 days: older ones are lost")
            )
        for post, stranger in self._touched(cursor, notices):
            found, cursor = await self._post(post, cursor, notices or [], stranger=stranger)
            if found:
                yield [*items, *found], cursor
                items = []
        mentions = [
            parse.mention(one, self._account) for one in notices or () if one.action == "SHARE_MENTION"
        ]
        news = [one for one in mentions if await self._means.known.root_of(one.remote_id) is None]
        yield [*items, *news], replace(cursor, at=now, turn=cursor.turn + 1)

    async def _learn_posts(self, *, needed: bool) -> None:
        """Ask what the latest posts say. Where that is refused comments have no title, unless it is `needed`."""
        try:
            shares = await self._api.shares(self._account.remote_id, POSTS)
        except Refused:
            if needed:
                raise
            return
        self._posts = {share.id: parse.under(share) for share in reversed(shares)}

    async def _notices(self, cursor: Cursor, now: int) -> list[Notice] | None:
        """Return what LinkedIn gave notice of; None where this app may not ask, so that the posts are read instead."""
        since = max(cursor.at - OVERLAP, now - KEPT)
        try:
            found = await self._api.notices(self._account.remote_id, since, now + MINUTE)
        except Refused:
            return None
        return [one for one in found if requests.is_post(one.sourcePost)]

    def _touched(self, cursor: Cursor, notices: list[Notice] | None) -> list[tuple[str, bool]]:
        """Return the posts to read, and whether they are somebody else's."""
        if notices is None:
            return [(post, False) for post in self._posts]
        found = {one.sourcePost: cursor.of(one.sourcePost).stranger or self._strange(one) for one in notices}
        turn = cursor.next_turn()
        if turn is not None:
            found.setdefault(turn, cursor.of(turn).stranger)
        for post in self._posts:
            if post not in cursor.posts:
                found.setdefault(post, False)
        return list(found.items())

    def _strange(self, notice: Notice) -> bool:
        owner = notice.decoratedSourcePost.owner if notice.decoratedSourcePost else ""
        return notice.action == "SHARE_MENTION" or owner not in ("", self._account.remote_id)

    # --- one post

    async def _post(
        self, post: str, cursor: Cursor, notices: list[Notice], *, stranger: bool
    ) -> tuple[list[Item], Cursor]:
        """Return what is new, changed and gone under a post."""
        known = cursor.of(post)
        try:
            comments, bad = await self._api.whole(post)
        except (Gone, Refused):
            if stranger or known.seen or cursor.at:
                return [], cursor  # somebody else's post may not be read, one of ours may be deleted
            raise
        touched = {one.generatedActivity for one in notices}
        threads = {comment.urn for comment in comments if self._worth(comment, known, touched)}
        found = list(comments)
        for thread in sorted(threads):
            answers, more = await self._api.whole(thread)
            found += answers
            bad += more
        items, seen = self._news(found, known, post, stranger=stranger)
        gone = [] if bad else await self._gone(known, found, threads)
        bad = cursor.new_unreadable(bad)
        kept = {urn: one for urn, one in (known.seen | seen).items() if urn not in gone}
        cursor = cursor.knowing(post, Known(kept, known.floor, stranger)).having_kept(bad)
        return [*items, *bad, *(Deletion(urn) for urn in gone)], cursor

    def _worth(self, comment: Comment, known: Known, touched: set[str]) -> bool:
        """Say whether the answers under a comment are read: their number changed, or one of them did."""
        before = known.seen.get(comment.urn)
        mine = [urn for urn, one in known.seen.items() if one.parent == comment.urn]
        if before is None:
            return comment.answers > 0
        return before.answers != comment.answers or bool(touched & {comment.urn, *mine})

    def _news(
        self, comments: list[Comment], known: Known, post: str, *, stranger: bool
    ) -> tuple[list[Item], dict[str, Seen]]:
        """Return what of some comments is news, the oldest first; below somebody else's post only what answers us is for us."""
        items: list[Item] = []
        seen: dict[str, Seen] = {}
        under = self._posts.get(post) or Post(post, "", requests.permalink(post))
        ours = {comment.root for comment in comments if comment.actor == self._account.remote_id}
        for comment in sorted(comments, key=lambda one: one.created.time):
            if stranger:
                message = parse.message(
                    comment, self._account, None, root=post, addressed=comment.root in ours
                )
            else:
                message = parse.message(comment, self._account, under)
            look = looked(message, comment.answers)
            before = known.seen.get(message.remote_id)
            seen[message.remote_id] = look
            if before is None and message.created_at < known.floor:
                continue
            if before is None or before.mark != look.mark:
                items.append(message)
        return items, seen

    async def _gone(self, known: Known, comments: list[Comment], threads: set[str]) -> list[str]:
        """Return remembered comments that do not exist when asked for by name: one may slip between two pages."""
        there = {comment.urn for comment in comments}
        missing = [
            urn
            for urn, one in known.seen.items()
            if urn not in there and (not one.parent or one.parent in threads or one.parent not in there)
        ]
        return [urn for urn in missing[:_CHECKED] if not await self._api.there(urn)]
