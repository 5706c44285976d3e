"""Listening by asking: what is new, held, changed or gone, again and again, at a few units a round."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from msgspec.structs import replace

from responder.connectors.youtube import parse, requests
from responder.connectors.youtube.api import Api
from responder.connectors.youtube.cursor import Cursor, Memory, read
from responder.connectors.youtube.parse import Comment, Ours, Page, Thread, Where
from responder.core.clock import SECOND
from responder.core.errors import Gone
from responder.core.messages import Message, State
from responder.core.ports import Batch, Deletion, Gap, Item, Pace

FIRST_PAGES = 5
"""How many pages of the past the first reading takes: 500 threads."""

CATCH_UP = 50
"""How many pages of news at most are read at once: 5,000 threads."""

HELD_PAGES = 10
REPLY_PAGES = 20
OLDER = 2 * requests.SOME
"""How many remembered threads that no listing had are asked for by name each round."""

SPAM_EVERY = 10
"""In which rounds it is asked what YouTube takes for spam."""

_STATUS = {State.PUBLISHED: requests.PUBLISHED, State.HELD: requests.HELD, State.SPAM: requests.SPAM}
_MARKED = {"p": State.PUBLISHED, "h": State.HELD, "s": State.SPAM, "t": State.TRASH}


@dataclass
class Round:
    """What one round has found out so far. `before` is where it began, `after` where it stands."""

    before: Cursor
    after: Cursor
    listed: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    oldest: dict[State, int] = field(default_factory=dict)
    """Since when (s) a listing was read, from its newest on; 0 when it was read to its end."""
    blurred: set[State] = field(default_factory=set)
    """Listings in which something could not be read."""
    gap: Gap | None = None


class Feed:
    """What arrives on one channel, for ever, or once."""

    def __init__(self, api: Api, ours: Ours, pace: Pace, *, once: bool) -> None:
        self._api, self._ours, self._pace, self._once = api, ours, pace, once

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the recent past and all that is held."""
        cursor = read(stored)
        while True:
            lively = False
            async with aclosing(self._round(cursor)) as news:
                async for batch, after in news:
                    lively = lively or bool(batch.items)
                    yield batch
                    cursor = after or cursor
            if self._once:
                return
            await self._pace.turn(news=lively)

    async def _round(self, cursor: Cursor | None) -> AsyncGenerator[tuple[Batch, Cursor | None], None]:
        """Yield page by page; only the last moves the cursor, so that what a crash interrupts is read again."""
        now = Round(cursor or Cursor(), cursor or Cursor())
        stays = "" if cursor is None else cursor.write()
        pages = {State.PUBLISHED: FIRST_PAGES if cursor is None else CATCH_UP, State.HELD: HELD_PAGES}
        if now.before.turn % SPAM_EVERY == 0:
            pages[State.SPAM] = 1
        for state, most in pages.items():
            async with aclosing(self._pages(now, state, most)) as listing:
                async for page in listing:
                    items = await self._take(now, page, state)
                    if items:
                        yield Batch(tuple(items), stays), None
        items = [*await self._older(now), *await self._changes(now)]
        if now.gap is not None and cursor is not None:
            items.append(now.gap)
        after = now.after.turned().bounded()
        yield Batch(tuple(items), after.write()), after

    async def _pages(self, now: Round, state: State, most: int) -> AsyncGenerator[Page, None]:
        """Yield pages down to one with a thread that is as it was: below it nothing is new."""
        token = ""
        for _ in range(most):
            page = await self._api.threads(self._ours.channel, _STATUS[state], token)
            yield page
            began = [thread.top.at // SECOND for thread in page.threads]
            now.oldest[state] = min(began, default=0) if page.next else 0
            if (
                not page.next
                or page.next == token
                or any(_same(now.before, one, state) for one in page.threads)
            ):
                return
            token = page.next
        if state is State.PUBLISHED:
            until = now.oldest[state] * SECOND
            now.gap = Gap(now.before.since, until, "More comments came than YouTube is asked for at once")

    async def _take(self, now: Round, page: Page, state: State) -> list[Item]:
        """Return what of a page is news, oldest first."""
        found: list[tuple[Comment, Where]] = []
        for thread in reversed(page.threads):
            where = Where(thread.key, thread.video, thread.open)
            found += [(comment, where) for comment in await self._news(now, thread, state, page)]
        if page.unreadable:
            now.blurred.add(state)
        bad = now.after.new_unreadable(page.unreadable)
        now.after = now.after.having_kept(bad)
        messages = await self._messages(found, state)
        return [*sorted(messages, key=lambda one: one.created_at), *bad]

    async def _messages(self, found: list[tuple[Comment, Where]], state: State) -> list[Message]:
        posts = await self._api.posts(where.video for _, where in found)
        return [
            parse.message(comment, self._ours, where, posts.get(where.video), comment.state(state))
            for comment, where in found
        ]

    async def _news(self, now: Round, thread: Thread, state: State, page: Page) -> list[Comment]:
        """Return the comments of a thread that are new or changed, and remember how all of them are.

        What an earlier listing of this round had is as it was there. A thread of ours that nobody has
        answered is no conversation yet.
        """
        known = now.after.threads.get(thread.key)
        replies, whole = list(thread.replies), thread.whole
        if state is State.PUBLISHED and not whole and not _same(now.before, thread, state):
            replies, whole = await self._replies(known, thread, page)
        comments = [one for one in (thread.top, *replies) if one.id not in now.listed]
        if known is None and all(one.author == self._ours.channel for one in comments):
            return []
        comments = sorted({one.id: one for one in reversed(comments)}.values(), key=lambda one: one.at)
        now.listed.update(one.id for one in comments)
        before = {} if known is None else known.seen
        seen = {one.id: one.version(one.state(state)) for one in comments}
        if whole and state is State.PUBLISHED:
            now.missing += [key for key, mark in before.items() if key not in now.listed and mark[:1] == "p"]
        latest = max([one.at // SECOND for one in comments], default=0)
        count = thread.count if state is State.PUBLISHED or known is None else known.count
        memory = Memory(
            thread.top.at // SECOND,
            max(latest, known.at if known else 0),
            count,
            {**before, **seen},
            floor := known.floor if known else 0,
        )
        times = {one.id: one.at // SECOND for one in comments}
        now.after = now.after.having_seen(thread.key, memory.trimmed(thread.key, times))
        return [
            one
            for one in comments
            if before.get(one.id) != seen[one.id] and (one.id in before or times[one.id] >= floor)
        ]

    async def _replies(self, known: Memory | None, thread: Thread, page: Page) -> tuple[list[Comment], bool]:
        """Return a thread's replies, and whether these are all: with only new ones the rest is not read again."""
        found: dict[str, Comment] = {}
        seen = set(known.seen) - {thread.key} if known else set()
        growing = known is not None and thread.count > known.count
        try:
            async with aclosing(self._api.replies(thread.key)) as pages:
                number = 0
                async for more in pages:
                    number += 1
                    found |= {one.id: one for one in more.comments}
                    page.unreadable.extend(more.unreadable)
                    enough = growing and len(seen | set(found)) >= thread.count
                    if more.next and (enough or number == REPLY_PAGES):
                        return [*found.values(), *thread.replies], False
        except Gone:
            return list(thread.replies), False  # deleted meanwhile: the next round notices
        return list(found.values()), not page.unreadable

    async def _older(self, now: Round) -> list[Item]:
        """Return what is new in remembered threads that no listing had, some each round: a reply brings none to the top."""
        shown = [key for key, memory in now.after.threads.items() if memory.seen.get(key, "")[:1] == "p"]
        keys = _turn([key for key in shown if key not in now.listed], now.before.turn, OLDER)
        items: list[Item] = []
        for start in range(0, len(keys), requests.SOME):
            part = keys[start : start + requests.SOME]
            page = await self._api.some_threads(part)
            items += await self._take(now, page, State.PUBLISHED)
            if not page.unreadable:
                now.missing += [key for key in part if key not in now.listed]
        return items

    async def _changes(self, now: Round) -> list[Item]:
        """Return edits, verdicts and deletions among remembered comments that no listing had: some each round."""
        missing, older = _unlisted(now)
        asked = _turn(missing, now.before.turn, requests.SOME)
        asked += _turn(older, now.before.turn, requests.SOME - len(asked))
        if not asked:
            return []
        page = await self._api.some(asked)
        there = {one.id: one for one in page.comments}
        gone = [] if page.unreadable else [key for key in asked if key not in there]
        items = await self._changed(now, list(there.values()), set(missing))
        lost = [*gone, *(key for top in gone for key in _below(now.after, top))]
        now.after = now.after.without(gone)
        return [*items, *(Deletion(key) for key in dict.fromkeys(lost))]

    async def _changed(self, now: Round, comments: list[Comment], missing: set[str]) -> list[Message]:
        """Return those that are not as remembered. What is no longer held and still there was approved."""
        changed: list[tuple[Comment, Where, State]] = []
        for comment in comments:
            thread = requests.thread_of(comment.id)
            memory = now.after.threads.get(thread)
            if memory is None or comment.id not in memory.seen:
                continue
            mark = memory.seen[comment.id]
            state = State.PUBLISHED if comment.id in missing else _MARKED.get(mark[:1], State.PUBLISHED)
            version = comment.version(comment.state(state))
            if version != mark:
                changed.append((comment, Where(thread, comment.snippet.video_id or ""), comment.state(state)))
                seen = {**memory.seen, comment.id: version}
                memory = replace(memory, seen=seen)
                now.after = now.after.having_seen(thread, memory)
        posts = await self._api.posts(where.video for _, where, _ in changed)
        return [
            parse.message(one, self._ours, where, posts.get(where.video), state)
            for one, where, state in changed
        ]


def _same(cursor: Cursor, thread: Thread, state: State) -> bool:
    """Say whether a thread is as it was remembered, as far as a listing shows it; only the usual one counts replies."""
    memory = cursor.threads.get(thread.key)
    if memory is None or (state is State.PUBLISHED and memory.count != thread.count):
        return False
    return all(
        memory.seen.get(one.id, "")[1:] == one.version(State.PUBLISHED)[1:]
        for one in (thread.top, *thread.replies)
    )


def _unlisted(now: Round) -> tuple[list[str], list[str]]:
    """Return remembered comments that a listing should have had and had not, and those that none would have."""
    missing, older = list(dict.fromkeys(now.missing)), list[str]()
    for thread, memory in now.after.threads.items():
        for key, mark in memory.seen.items():
            if key in now.listed or key in missing:
                continue
            state = _MARKED.get(mark[:1], State.PUBLISHED)
            oldest = now.oldest.get(state)
            began = memory.began if key == thread or state is not State.PUBLISHED else 0
            due = oldest is not None and state not in now.blurred and (oldest == 0 or began > oldest)
            due = due and (key == thread or state is not State.PUBLISHED)
            if due:
                missing.append(key)
            elif key != thread:
                older.append(key)
    return missing, older


def _turn(keys: list[str], turn: int, size: int) -> list[str]:
    """Return another part of the keys each round."""
    if size <= 0 or len(keys) <= size:
        return keys[: max(size, 0)]
    start = turn * size % len(keys)
    return (keys + keys)[start : start + size]


def _below(cursor: Cursor, top: str) -> list[str]:
    memory = cursor.threads.get(top)
    return [] if memory is None else [key for key in memory.seen if key != top]
