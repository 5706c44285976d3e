"""What is there: channels, videos, comments, and the rules that a comment passes."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from responder.practice.google import Trouble

LONGEST = 10_000
INLINED = 5
"""How many replies a thread brings along."""

_SECOND = 1_000_000


@dataclass
class Channel:
    """Somebody. `handle` is without its @."""

    id: str
    handle: str
    title: str


@dataclass
class Video:
    """Something that comments stand under."""

    id: str
    title: str
    description: str
    channel: Channel
    at: int
    comments_on: bool = True


@dataclass
class Comment:
    """A comment, or a reply when `thread` is another's id. `status` as the API says it; times in µs UTC."""

    id: str
    thread: str
    author: Channel
    channel: str
    video: str
    text: str
    published: int
    updated: int
    number: int
    status: str = "published"
    picture: str = ""

    @property
    def top(self) -> bool:
        """Say whether it begins a thread."""
        return self.id == self.thread


@dataclass
class World:
    """One channel that is ours, its visitors, and what they wrote. `drift` is how far the clock is off (µs)."""

    clock: Callable[[], int]
    us: Channel = field(
        default_factory=lambda: Channel("UCpractice0000000000", "grandlievre", "Grand Lièvre")
    )
    channels: dict[str, Channel] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    drift: int = 0
    filtered: bool = False
    units: int = 10_000
    searches: int = 100
    banned: set[str] = field(default_factory=set)
    page: int = 100
    """The most that a page holds, whatever was asked for."""
    lag: int = 0
    """How many of the latest replies are counted already and not listed yet."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self.channels[self.us.handle] = self.us
        self.add_video("Biscuits, step by step", "How we bake them")

    def now(self) -> int:
        """Return the network's own idea of the time, in whole seconds."""
        return (self.clock() + self.drift) // _SECOND * _SECOND

    def person(self, handle: str) -> Channel:
        """Return who has this handle; they come into being when first named."""
        if handle not in self.channels:
            self.channels[handle] = Channel(f"UC{handle}", handle, handle.title())
        return self.channels[handle]

    def add_video(self, title: str, description: str = "", owner: Channel | None = None) -> Video:
        """Publish a video."""
        number = next(self._numbers)
        video = Video(f"vid{number:08d}", title, description, owner or self.us, self.now())
        self.videos[video.id] = video
        return video

    def write(self, author: Channel, video: str, text: str, parent: str = "", status: str = "") -> Comment:
        """Take a comment. Raises Trouble."""
        above = self._above(parent) if parent else None
        place = above.video if above else video
        self._refuse(place, text)
        number = next(self._numbers)
        held = self.filtered and author is not self.us
        key = f"{above.id}.{number:06d}" if above else f"Ugx{number:08d}Aa-_"
        comment = Comment(
            key, above.id if above else key, author, self.us.id if above is None else above.channel, place, text,
            self.now(), self.now(), number, status or ("heldForReview" if held else "published"),
        )  # fmt: skip
        self.comments[key] = comment
        return comment

    def _above(self, parent: str) -> Comment:
        found = self.comments.get(parent)
        if found is None or not found.top:
            raise Trouble(404, "parentCommentNotFound", "The specified parent comment could not be found.")
        if found.status != "published":
            raise Trouble(400, "parentCommentIsPrivate", "The parent comment is private.")
        return found

    def _refuse(self, video: str, text: str) -> None:
        there = self.videos.get(video)
        if there is None:
            raise Trouble(
                404, "videoNotFound", "The video identified by the videoId parameter could not be found."
            )
        if not there.comments_on:
            raise Trouble(403, "commentsDisabled", "The video has disabled comments.")
        if not text.strip():
            raise Trouble(400, "commentTextRequired", "The comment resource must provide a text value.")
        if len(text) > LONGEST:
            raise Trouble(400, "commentTextTooLong", "The comment text exceeds the maximum allowed length.")

    def change(self, key: str, text: str, author: Channel | None = None) -> Comment:
        """Let an author edit. Raises Trouble."""
        comment = self.comment(key)
        if author is not None and comment.author is not author:
            raise Trouble(403, "forbidden", "The comment cannot be edited due to insufficient permissions.")
        self._refuse(comment.video, text)
        comment.text, comment.updated = text, max(self.now(), comment.published + _SECOND)
        return comment

    def comment(self, key: str) -> Comment:
        """Return one. Raises Trouble."""
        try:
            return self.comments[key]
        except KeyError:
            raise Trouble(404, "commentNotFound", "One or more of the comments cannot be found.") from None

    def delete(self, key: str) -> None:
        """Take a comment away, with all that is below it. Raises Trouble."""
        self.comment(key)
        for other in [one.id for one in self.comments.values() if key in (one.id, one.thread)]:
            del self.comments[other]

    def replies(self, thread: str, status: str = "published") -> list[Comment]:
        """Return what is below a comment, newest first."""
        below = [c for c in self.comments.values() if c.thread == thread and not c.top and c.status == status]
        return sorted(below, key=lambda c: (c.published, c.number), reverse=True)

    def threads(self, status: str) -> list[Comment]:
        """Return the comments that begin threads in which something has this status, newest first."""
        wanted = {
            c.thread
            for c in self.comments.values()
            if c.status == status and (c.top or status != "published")
        }
        tops = [self.comments[key] for key in wanted]
        return sorted(tops, key=lambda c: (c.published, c.number), reverse=True)

    def spend(self, units: int) -> None:
        """Count units of the day's quota. Raises Trouble when they are used up."""
        self.units -= units
        if self.units < 0:
            raise Trouble(403, "quotaExceeded", 'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.')  # fmt: skip
