"""What is on Threads: posts, replies, containers, and the rules that they pass."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from responder.practice.graph.trouble import Trouble

US = "24100000000000001"
HANDLE = "grandlievre"
LONGEST = 500
SECOND = 1_000_000
DAY = 86_400 * SECOND
REPLIES_A_DAY = 1_000


@dataclass
class Media:
    """A post, or a reply with `to`; `root` is the post that it all hangs under. `hidden` by the post's author."""

    id: str
    author: str
    text: str
    created: int
    to: str = ""
    root: str = ""
    hidden: bool = False


@dataclass
class Container:
    """What is prepared and not published yet. `status` as the API says it, `media` once it is published."""

    id: str
    text: str
    to: str
    created: int
    status: str = "FINISHED"
    media: str = ""
    asked: int = 0


def missing(node: str) -> Trouble:
    """Return what is answered about an object that is not there."""
    return Trouble(100, f"Unsupported get request. Object with ID '{node}' does not exist", subcode=33)


class World:
    """One account. `slow` is how often a new container's status is IN_PROGRESS before it is ready."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._ids = itertools.count(1)
        self.media: dict[str, Media] = {}
        self.containers: dict[str, Container] = {}
        self.slow = 0

    def number(self) -> str:
        """Return a new long number."""
        return str(18_000_000_000_000_000 + next(self._ids) * 11)

    def post(self, text: str, author: str = HANDLE, *, to: str = "", ago: int = 0) -> Media:
        """Publish a post or a reply. Raises Trouble."""
        root = ""
        if to:
            if to not in self.media:
                raise missing(to)
            root = self.media[to].root or to
        made = Media(self.number(), author, text, self._now() - ago, to, root)
        self.media[made.id] = made
        return made

    def prepare(self, text: str, to: str) -> Container:
        """Make a container. Raises Trouble."""
        if not text.strip():
            raise Trouble(100, "Param text must not be empty")
        if len(text) > LONGEST:
            raise Trouble(100, "Param text must be at most 500 characters long.")
        if to and to not in self.media:
            raise missing(to)
        if to and not self.may_answer(self.media[to]):
            raise Trouble(10, "Application does not have permission for this action")
        made = Container(self.number(), text, to, self._now(), "IN_PROGRESS" if self.slow else "FINISHED")
        self.containers[made.id] = made
        return made

    def may_answer(self, to: Media) -> bool:
        """Say whether we may answer: under our own posts, and where we are named."""
        root = self.media.get(to.root or to.id)
        return to.author == HANDLE or f"@{HANDLE}" in to.text or (root is not None and root.author == HANDLE)

    def status(self, container: Container) -> str:
        """Return how a container stands."""
        if container.status == "IN_PROGRESS":
            container.asked += 1
            if container.asked > self.slow:
                container.status = "FINISHED"
        if container.status == "FINISHED" and self._now() - container.created > DAY:
            container.status = "EXPIRED"
        return container.status

    def publish(self, container_id: str) -> Media:
        """Publish a container; one that was published gives the same post again. Raises Trouble."""
        container = self.containers.get(container_id)
        if container is None:
            raise Trouble(24, "The requested resource does not exist", subcode=4279009)
        if container.media:
            return self.media[container.media]
        if container.status != "FINISHED":
            raise Trouble(100, f"The media is not ready: {container.status}")
        if container.to and self.answered_today() >= REPLIES_A_DAY:
            raise Trouble(4, "Application request limit reached", status=403)
        media = self.post(container.text, to=container.to)
        container.status, container.media = "PUBLISHED", media.id
        return media

    def answered_today(self) -> int:
        """Return how many replies we gave within a day."""
        since = self._now() - DAY
        return len([m for m in self.media.values() if m.author == HANDLE and m.to and m.created > since])

    def below(self, media: str, *, all_levels: bool) -> list[Media]:
        """Return the replies to something: the direct ones, or all of them."""
        if not all_levels:
            return [one for one in self.media.values() if one.to == media]
        found: list[Media] = []
        for one in self.below(media, all_levels=False):
            found += [one, *self.below(one.id, all_levels=True)]
        return found

    def remove(self, media: str) -> None:
        """Delete something; replies to it stay."""
        del self.media[media]
