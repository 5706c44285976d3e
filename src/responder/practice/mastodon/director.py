"""Plays a plot on a practice server: people write, wait, get angry, and react to our answers."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from functools import partial

from responder.core.clock import MINUTE, Clock
from responder.practice.mastodon.media import Media
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.world import Status, World
from responder.practice.scenarios.plot import Plot, Story

PATIENCE = (35.0, 80.0)
"""After how many minutes of the scenario somebody who is left waiting writes again, and once more."""

REACTION = 4.0
"""After how many minutes somebody reacts to our answer."""


class Director:
    """Everything runs in the server's thread. `speed` 0 lets nothing happen by itself."""

    def __init__(
        self, world: World, us: Person, plot: Plot, clock: Clock, speed: float, media: Media
    ) -> None:
        self._world = world
        self._media = media
        self._us = us
        self._plot = plot
        self._clock = clock
        self._speed = speed
        self._began = clock.now()
        self._beats: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._woken = asyncio.Event()
        self._people: dict[str, Person] = {}
        self._posts: list[Status] = []
        self._open: dict[str, Story] = {}
        world.listeners.append(self._happened)

    def set_the_scene(self) -> None:
        """Put there what happened before the scenario begins; nobody is listening yet."""
        for one in self._plot.characters:
            self._people[one.username] = self._world.add_person(
                one.username, one.name, one.domain, language=one.language, followers=one.followers
            )
        past = [(at, i) for i, (at, _, _) in enumerate(self._plot.posts) if at <= 0]
        for at, index in sorted(past):
            self._publish(index, at)
        for story in self._plot.stories:
            if story.at <= 0:
                self._begin(story)
            else:
                self._later(story.at, partial(self._begin, story))
        for index, (at, _, _) in enumerate(self._plot.posts):
            if at > 0:
                self._later(at, partial(self._publish, index, at))

    async def run(self) -> None:
        """Let things happen when their time comes."""
        self._began = self._clock.now()
        while True:
            self._woken.clear()
            due = self._due_in()
            if due is None:
                await self._woken.wait()
            elif due <= 0:
                self.play(1)
                await asyncio.sleep(0)
            else:
                await self._wait(due)

    def play(self, beats: int) -> int:
        """Let the next beats happen now; return how many there were."""
        played = 0
        while self._beats and played < beats:
            _, _, act = heapq.heappop(self._beats)
            act()
            played += 1
        return played

    async def _wait(self, seconds: float) -> None:
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        waking = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait((sleeping, waking), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            waking.cancel()

    def _minute(self) -> float:
        return (self._clock.now() - self._began) / MINUTE * self._speed

    def _due_in(self) -> float | None:
        if not self._beats or not self._speed:
            return None
        return (self._beats[0][0] - self._minute()) * 60 / self._speed

    def _later(self, at: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._beats, (at, next(self._count), act))
        self._woken.set()

    def _publish(self, index: int, at: float) -> None:
        _, text, language = self._plot.posts[index]
        moment = self._began + round(at * MINUTE) if at <= 0 else None
        self._posts.append(self._world.post(self._us, text, language=language, at=moment))

    def _begin(self, story: Story) -> None:
        author = self._people[story.who.username]
        parent = None
        if story.kind == "comment" and self._posts:
            parent = self._posts[story.post % len(self._posts)].id
        visibility = {"direct": "direct", "followers": "private"}.get(story.kind, "public")
        moment = self._began + round(story.at * MINUTE) if story.at <= 0 else None
        text = self._addressed(story.opening)
        pictures = (
            (self._media.add(story.picture_bytes(), "image/jpeg", story.shows),) if story.picture else ()
        )
        status = self._world.post(
            author, text, parent=parent, visibility=visibility, at=moment, media=pictures
        )
        self._open[status.id] = story
        if story.answered_already:
            answer = f"@{author.acct} {story.answered_already}"
            later = None if moment is None else min(moment + 20 * MINUTE, self._began)
            self._world.post(self._us, answer, parent=status.id, visibility=visibility, at=later)
        elif story.at > 0:
            self._expect(story, status)

    def _expect(self, story: Story, status: Status) -> None:
        now = max(self._minute(), story.at)
        if story.edit:
            text = f"{status.text}\n\n{story.edit}"
            self._later(now + 6, lambda: self._if_there(status, lambda: self._world.edit(status, text, "")))
        if story.withdrawn:
            self._later(now + 12, lambda: self._if_there(status, lambda: self._world.delete(status)))
        if story.more:
            self._later(now + 2, lambda: self._write_on(story, status, story.more))
        for wait, line in zip(PATIENCE, story.angry, strict=False):
            self._later(now + wait, partial(self._if_waiting, story, status, line))

    def _if_there(self, status: Status, act: Callable[[], object]) -> None:
        if status.id in self._world.statuses:
            act()

    def _if_waiting(self, story: Story, status: Status, line: str) -> None:
        if status.id in self._open:
            self._write_on(story, status, line)

    def _write_on(self, story: Story, status: Status, line: str) -> None:
        if status.id not in self._world.statuses:
            return
        author = self._people[story.who.username]
        text = self._addressed(line)
        self._world.post(author, text, parent=status.id, visibility=status.visibility)

    def _happened(self, event: str, owner: str, subject: str) -> None:
        if event != "update" or owner != self._us.id:
            return
        status = self._world.statuses[subject]
        if status.author.id != self._us.id or status.parent is None:
            return
        story = self._open.pop(status.parent, None) or self._above(status)
        if story is not None and story.calm and not story.answered_already:
            self._later(self._minute() + REACTION, lambda: self._write_on(story, status, story.calm))

    def _above(self, status: Status) -> Story | None:
        for ancestor in self._world.ancestors(status, self._us):
            story = self._open.pop(ancestor.id, None)
            if story is not None:
                return story
        return None

    def _addressed(self, line: str) -> str:
        us = f"@{self._us.username}"
        return line if us in line else f"{us} {line}"
