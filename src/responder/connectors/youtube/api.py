"""The questions to YouTube, each counted before it is asked, and each refusal in words."""

import contextlib
from collections.abc import AsyncGenerator, Iterable
from typing import Literal

import httpx

from responder.connectors.youtube import finds, parse, requests, words
from responder.connectors.youtube.finds import Channel
from responder.connectors.youtube.parse import Comment, Page
from responder.core.clock import SECOND
from responder.core.errors import (
    Gone,
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.core.manifest import Budget
from responder.core.messages import Post
from responder.core.ports import Means, Pace
from responder.net import budget, google
from responder.net.answers import Answer
from responder.net.budget import Spent
from responder.net.client import Client, Params
from responder.net.tokens import Bearer

UNITS = "units"
SEARCHES = "searches"
_DAY = Budget(1, resets="America/Los_Angeles")


class Api:
    """YouTube, asked with one account's token. `server` is a practice network's address."""

    def __init__(self, means: Means, transport: httpx.AsyncBaseTransport | None, server: str = "") -> None:
        auth = Bearer(means.vault, means.clock, google.renewal(means.clock, transport, server))
        self.client = Client(server or requests.API, means.clock, auth=auth, transport=transport)
        self._pace: Pace = means.pace
        self._posts: dict[str, Post] = {}

    async def channels(self) -> list[Channel]:
        """Return the channels that the sign-in owns."""
        return finds.channels((await self.get(requests.ME, {"part": "snippet", "mine": True})).body)

    async def threads(self, channel: str, status: str, token: str = "") -> Page:
        """Return a page of threads, newest first."""
        return parse.threads(
            (await self.get(requests.THREADS, requests.threads(channel, status, token))).body
        )

    async def count(self, thread: str) -> int | None:
        """Return how many replies a thread says it has; None when it does not say."""
        page = parse.threads((await self.get(requests.THREADS, requests.thread(thread), answering=True)).body)
        return page.threads[0].count if page.threads else None

    async def replies(self, parent: str, *, answering: bool = False) -> AsyncGenerator[Page, None]:
        """Yield the pages of replies to a comment."""
        token = ""
        while True:
            params = requests.replies(parent, token)
            page = parse.comments((await self.get(requests.COMMENTS, params, answering=answering)).body)
            yield page
            if not page.next or page.next == token:
                return
            token = page.next

    async def some_threads(self, keys: Iterable[str]) -> Page:
        """Return those of these threads that are shown: no more than `SOME`."""
        return parse.threads((await self.get(requests.THREADS, requests.some_threads(keys))).body)

    async def some(self, ids: Iterable[str]) -> Page:
        """Return those of these comments that exist: no more than `SOME`."""
        return parse.comments((await self.get(requests.COMMENTS, requests.some(ids))).body)

    async def posts(self, videos: Iterable[str], *, answering: bool = False) -> dict[str, Post]:
        """Return the videos by id; each is asked for once, and one that cannot be read has no title."""
        unknown = sorted({video for video in videos if video} - set(self._posts))
        for start in range(0, len(unknown), requests.VIDEOS_AT_ONCE):
            part = unknown[start : start + requests.VIDEOS_AT_ONCE]
            found = {video: parse.bare_video(video) for video in part}
            params = {"part": "snippet", "id": ",".join(part)}
            with contextlib.suppress(Refused, Malformed):  # their comments are shown without a title
                body = (await self.get(requests.VIDEOS, params, answering=answering)).body
                found |= {post.remote_id: post for post in finds.videos(body)}
            self._posts |= found
        return self._posts

    def post(self, video: str) -> Post | None:
        """Return what is known of a video without asking."""
        return self._posts.get(video) or (parse.bare_video(video) if video else None)

    async def get(self, path: str, params: Params, *, answering: bool = False, spend: str = UNITS) -> Answer:
        """Read."""
        self._pace.spend(1, budget=spend, answering=answering)
        answer = await self.client.get(path, params, accept=google.SAID)
        return self._judged(answer, "GET", path, spend, once=False)

    async def write(
        self,
        method: Literal["POST", "PUT", "DELETE"],
        path: str,
        params: Params,
        json: object = None,
        *,
        once: bool = False,
    ) -> Answer:
        """Change something there."""
        self._pace.spend(requests.WRITING, budget=UNITS, answering=True)
        answer = await self.client.write(
            method, path, params=params, json=json, once=once, accept=google.SAID
        )
        return self._judged(answer, method, path, UNITS, once=once)

    def _judged(self, answer: Answer, method: str, path: str, spent: str, *, once: bool) -> Answer:
        if answer.status not in google.SAID:
            return answer
        error = self._meant(answer, spent)
        if error is not None:
            raise error
        return self.client.judge(answer, method, path, once=once)

    def _meant(self, answer: Answer, spent: str) -> NetworkError | None:
        said = google.failure(answer.body)
        if said.among(google.QUOTA):
            now = self.client.now()
            midnight = budget.left(_DAY, Spent(), now).resets_at
            self._pace.told(0, midnight, budget=spent)
            return Throttled(words.QUOTA, max(1.0, (midnight - now) / SECOND))
        if said.among(("invalidPageToken",)):
            return Unreachable("YouTube lost its place while we read: it is begun again")
        text = words.explain(said)
        if answer.status == 404 and text:
            return Gone(text)
        known = google.meant(answer, self.client.now())
        return known or (Refused(text) if text else None)


def written(answer: Answer) -> Comment:
    """Return the comment that a write answers with. Raises Uncertain when a yes cannot be read."""
    try:
        return parse.comment(answer.body)
    except Malformed as error:
        raise Uncertain("YouTube took it, and answered something that cannot be read") from error


def only(channels: list[Channel], remote_id: str) -> Channel:
    """Return the channel that an account is. Raises SignInNeeded when the sign-in is for another."""
    for channel in channels:
        if channel.id == remote_id:
            return channel
    raise SignInNeeded(
        words.NO_CHANNEL if not channels else f"This sign-in is for {channels[0].name}, another channel"
    )
