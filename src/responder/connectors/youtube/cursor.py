"""Where reading stands: what the latest threads looked like, so that news, edits and deletions are told apart."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.youtube.requests import thread_of
from responder.core.clock import SECOND
from responder.net import cursors

REMEMBERED, COMMENTS = 1_000, 4_000
"""Of how many threads, those with the latest comments, changes are noticed, and of how many comments in all."""

REPLIES = 60
"""Of how many comments of one thread."""


class Memory(Struct, frozen=True, array_like=True):
    """One thread: when it began and its last comment was written (s), how many replies it had, its comments' versions.

    What was written before `floor` (s) was given on, and is no longer remembered one by one.
    """

    began: int
    at: int
    count: int
    seen: dict[str, str]
    floor: int = 0

    def trimmed(self, thread: str, times: dict[str, int]) -> "Memory":
        """Return it with its first comment and the latest others only. `times` is when they were written (s)."""
        if len(self.seen) <= REPLIES + 1:
            return self
        written = sorted((times.get(key, 0) for key in self.seen if key != thread), reverse=True)
        floor = max(self.floor, written[REPLIES - 1])
        seen = {key: mark for key, mark in self.seen.items() if key == thread or times.get(key, 0) >= floor}
        return replace(self, seen=seen, floor=floor)


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`since` is when the latest thread began (µs); `turn` counts rounds; `bad` are hashes of what cannot be read."""

    since: int = 0
    threads: dict[str, Memory] = {}
    turn: int = 0

    def version(self, thread: str, comment: str) -> str:
        """Return what a comment looked like; empty for one that is not remembered."""
        memory = self.threads.get(thread)
        return "" if memory is None else memory.seen.get(comment, "")

    def having_seen(self, thread: str, memory: Memory) -> "Cursor":
        """Return the cursor with a thread as it is now."""
        since = max(self.since, memory.began * SECOND)
        return replace(self, since=since, threads={**self.threads, thread: memory})

    def without(self, gone: Iterable[str]) -> "Cursor":
        """Return the cursor without comments that are gone; with its first comment a thread goes."""
        threads = dict(self.threads)
        for key in gone:
            thread = thread_of(key)
            memory = threads.get(thread)
            if key == thread or memory is None:
                threads.pop(thread, None)
            else:
                seen = {one: mark for one, mark in memory.seen.items() if one != key}
                threads[thread] = replace(memory, seen=seen)
        return replace(self, threads=threads)

    def bounded(self) -> "Cursor":
        """Return the cursor with the liveliest threads only."""
        size = sum(len(memory.seen) for memory in self.threads.values())
        if len(self.threads) <= REMEMBERED and size <= COMMENTS:
            return self
        kept: dict[str, Memory] = {}
        room = COMMENTS
        for key in sorted(self.threads, key=lambda key: self.threads[key].at, reverse=True)[:REMEMBERED]:
            room -= len(self.threads[key].seen)
            if room < 0:
                break
            kept[key] = self.threads[key]
        return replace(self, threads=dict(reversed(kept.items())))

    def turned(self) -> "Cursor":
        """Return the cursor for the next round."""
        return replace(self, turn=self.turn + 1)


def read(text: str | None) -> Cursor | None:
    """Return a stored cursor; None when there is none, or none of ours: then reading begins anew."""
    return cursors.read(text, Cursor)
