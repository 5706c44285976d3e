"""Listening by asking: what LinkedIn gives notice of, and one of the latest posts in turn whatever it says."""

from collections.abc import AsyncGenerator
from contextlib import suppress

from msgspec.structs import replace

from responder.connectors.linkedin import parse, requests
from responder.connectors.linkedin.api import Api, Denied
from responder.connectors.linkedin.cursor import POSTS, Cursor, Known, Seen, looked, read
from responder.connectors.linkedin.parse import Comment, Notice
from responder.core.accounts import Account
from responder.core.clock import DAY, MINUTE
from responder.core.errors import Gone
from responder.core.messages import Message, Post
from responder.core.ports import Batch, Deletion, Gap, Item, Means
from responder.net.rounds import rounds

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

    def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the comments under the latest posts."""
        return rounds(self._means, read(stored), self._round)

    async def _round(self, cursor: Cursor) -> AsyncGenerator[tuple[list[Item], Cursor], None]:
        if not self._posts:
            await self._learn_posts(needed=not cursor.at)
        now = self._api.client.now()
        pulled = await self._notices(cursor, now) if cursor.at else None
        notices = None if pulled is None else [one for one in pulled if one.key not in cursor.handled]
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
        handled = tuple(one.key for one in pulled or ())
        yield [*items, *news], replace(cursor, at=now, turn=cursor.turn + 1, handled=handled)

    async def _learn_posts(self, *, needed: bool) -> None:
        """Ask what the latest posts say. Where that is refused comments have no title, unless it is `needed`."""
        try:
            shares = await self._api.shares(self._account.remote_id, POSTS)
        except Denied:
            if needed:
                raise
            return
        self._posts = {share.id: parse.under(share) for share in reversed(shares)}

    async def _notices(self, cursor: Cursor, now: int) -> list[Notice] | None:
        """Return what LinkedIn gave notice of; None where this app may not ask, so that the posts are read instead."""
        since = max(cursor.at - OVERLAP, now - KEPT)
        try:
            found = await self._api.notices(self._account.remote_id, since, now + MINUTE)
        except Denied:
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
        for post in self._posts if not cursor.at else ():
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
        known = cursor.of(post, older_than=cursor.at - OVERLAP)
        try:
            comments, bad = await self._api.whole(post)
        except Gone:
            return [Deletion(urn) for urn in known.seen], cursor.forgetting(post)
        except Denied:
            if stranger:
                return [], cursor  # the mention itself is shown; what is below it is its owner's to show
            raise
        touched = {one.generatedActivity for one in notices if one.sourcePost == post}
        threads = {comment.urn for comment in comments if self._worth(comment, known, touched)}
        threads |= await self._roots(touched - known.seen.keys() - {comment.urn for comment in comments})
        found = list(comments)
        for thread in sorted(threads):
            answers, more = await self._api.whole(thread)
            found += answers
            bad += more
        edited = {one.generatedActivity for one in notices if one.action == "COMMENT_EDIT"}
        items, seen = self._news(found, known, edited, post, stranger=stranger)
        gone = [] if bad else await self._gone(known, found, threads)
        bad = cursor.new_unreadable(bad)
        kept = {urn: one for urn, one in (known.seen | seen).items() if urn not in gone}
        cursor = cursor.knowing(post, Known(kept, known.floor, stranger)).having_kept(bad)
        return [*items, *bad, *(Deletion(urn) for urn in gone)], cursor

    def _worth(self, comment: Comment, known: Known, touched: set[str]) -> bool:
        """Say whether the answers under a comment are read: their number changed, or one of them did.

        Under an old comment that is not remembered they are when a notice does not say which comment it is about.
        """
        before = known.seen.get(comment.urn)
        if before is None:
            fresh = comment.created.time * 1000 >= known.floor
            return comment.answers > 0 and (fresh or bool(touched & {"", comment.urn}))
        mine = [urn for urn, one in known.seen.items() if one.parent == comment.urn]
        return before.answers != comment.answers or bool(touched & {comment.urn, *mine})

    async def _roots(self, answers: set[str]) -> set[str]:
        """Return the top-level comments above answers that were given notice of and that nobody remembers."""
        found = set()
        for urn in sorted(answers)[:_CHECKED]:
            if requests.comment_parts(urn) is not None:
                with suppress(Gone, Denied):
                    found.add((await self._api.one(urn)).root)
        return found

    def _news(
        self, comments: list[Comment], known: Known, edited: set[str], post: str, *, stranger: bool
    ) -> tuple[list[Item], dict[str, Seen]]:
        """Return what of some comments is news, the oldest first, with the old comments that it answers.

        Below somebody else's post only what answers us is for us.
        """
        seen: dict[str, Seen] = {}
        made: dict[str, Message] = {}
        ours = {comment.root for comment in comments if comment.actor == self._account.remote_id}
        for comment in sorted(comments, key=lambda one: one.created.time):
            message = self._message(
                comment, post, stranger=stranger, addressed=not stranger or comment.root in ours
            )
            made[message.remote_id] = message
            seen[message.remote_id] = looked(message, comment.answers)
        wanted = {key for key, one in made.items() if _new(one, known, seen[key], edited)}
        above = {made[key].parent for key in wanted} - known.seen.keys()
        return [one for key, one in made.items() if key in wanted or key in above], seen

    def _message(self, comment: Comment, post: str, *, stranger: bool, addressed: bool) -> Message:
        if stranger:
            return parse.message(comment, self._account, None, root=post, addressed=addressed)
        under = self._posts.get(post) or Post(post, "", requests.permalink(post))
        return parse.message(comment, self._account, under)

    async def _gone(self, known: Known, comments: list[Comment], threads: set[str]) -> list[str]:
        """Return remembered comments that do not exist when asked for by name: one may slip between two pages."""
        there = {comment.urn for comment in comments}
        missing = [
            urn
            for urn, one in known.seen.items()
            if urn not in there and (not one.parent or one.parent in threads or one.parent not in there)
        ]
        return [urn for urn in missing[:_CHECKED] if not await self._api.there(urn)]


def _new(message: Message, known: Known, look: Seen, edited: set[str]) -> bool:
    """Say whether this version was not given on yet; what is older than all that is remembered was."""
    before = known.seen.get(message.remote_id)
    if before is None:
        return message.created_at >= known.floor or message.remote_id in edited
    return before.mark != look.mark
