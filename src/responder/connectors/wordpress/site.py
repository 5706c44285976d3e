"""One site, read and written with one person's credentials. Every failure is one of `core.errors`."""

import base64
from collections.abc import AsyncGenerator, Iterable
from typing import Literal

import httpx

from responder.connectors.wordpress import parse, requests, words
from responder.connectors.wordpress.parse import Comment, Person
from responder.connectors.wordpress.requests import PAGE, Question, Rest, View
from responder.core.clock import Clock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.messages import Post
from responder.core.ports import Unreadable
from responder.net.answers import Answer
from responder.net.client import Client

_SAID = (400, 401, 403, 404, 409, 410)
"""Statuses that come with a reason which we can put in words."""

Page = tuple[list[Comment], list[Unreadable]]


class Site:
    """A WordPress site. `view` follows from what the person may do; `login` finds that out."""

    def __init__(
        self, root: str, user: str, password: str, clock: Clock, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        secret = base64.b64encode(f"{user}:{password}".encode()).decode()
        base = root.partition("?")[0]
        self.client = Client(base, clock, headers={"Authorization": f"Basic {secret}"}, transport=transport)
        self.rest = Rest(root)
        self._person: Person | None = None
        self._posts: dict[int, Post] = {}
        self._team: dict[int, bool] = {}

    async def login(self) -> Person:
        """Return who we are. Raises SignInNeeded: of all questions only this one tells a wrong password apart."""
        answer = await self._ask(requests.me(self.rest))
        self._person = parse.person(answer.body)
        return self._person

    async def person(self) -> Person:
        """Return who we are, from memory if it was asked before."""
        return self._person or await self.login()

    async def view(self) -> View:
        """Return with whose eyes we read."""
        return View(moderates=(await self.person()).may("moderate_comments"))

    async def page(self, question: Question) -> Page:
        """Return one page of comments."""
        return parse.comment_list((await self._ask(question)).body)

    async def pages(self, question: Question, most: int = 1_000_000) -> AsyncGenerator[Page, None]:
        """Yield page after page. Items that move to another page meanwhile are for the next round to find."""
        for number in range(1, most + 1):
            asked = Question(question.url, {**question.params, "page": number})
            try:
                answer = await self._ask(asked)
            except Refused:
                if number == 1:
                    raise
                return  # some versions answer 400 beyond the last page, which others leave empty
            comments, unreadable = parse.comment_list(answer.body)
            if comments or unreadable:
                yield comments, unreadable
            if not _more(answer, number, len(comments) + len(unreadable)):
                return

    async def one(self, comment: str) -> Comment:
        """Return a comment. Raises Gone."""
        return parse.comment((await self._ask(requests.one(self.rest, await self.view(), comment))).body)

    async def some(self, ids: Iterable[str]) -> list[Comment]:
        """Return those of these comments that exist and that we may see."""
        wanted, found = sorted(set(ids), key=int), list[Comment]()
        view = await self.view()
        for start in range(0, len(wanted), PAGE):
            part = requests.some(self.rest, view, wanted[start : start + PAGE])
            found.extend((await self.page(part))[0])
        return found

    async def posts(self, comments: Iterable[Comment]) -> dict[int, Post]:
        """Return the posts that these comments stand under, by id; asked once, by kind."""
        unknown: dict[str, dict[int, Comment]] = {}
        for comment in comments:
            if comment.post not in self._posts:
                collection = self.rest.route_of(comment.post_url).rpartition("/")[0] or "wp/v2/posts"
                unknown.setdefault(collection, {}).setdefault(comment.post, comment)
        for collection, examples in unknown.items():
            await self._learn_posts(collection, examples)
        return self._posts

    async def team(self, authors: Iterable[int]) -> set[int]:
        """Return those of these users, and ourselves, who write on the site: they answer customers, as we do."""
        me = await self.person()
        unknown = sorted({author for author in authors if author > 0} - set(self._team) - {me.id})
        for start in range(0, len(unknown), PAGE):
            await self._learn_people(unknown[start : start + PAGE], all_of_them=me.may("list_users"))
        return {me.id, *(number for number, writes in self._team.items() if writes)}

    async def _learn_people(self, ids: list[int], *, all_of_them: bool) -> None:
        self._team |= dict.fromkeys(ids, False)
        try:
            answer = await self._ask(requests.people(self.rest, ids, all_of_them=all_of_them))
            people = parse.people(answer.body)
        except (Refused, SignInNeeded, Malformed):
            return  # many sites hide their users: then only our own answers are known as ours
        for person in people:
            self._team[person.id] = person.may("edit_posts") if all_of_them else True

    async def _learn_posts(self, collection: str, examples: dict[int, Comment]) -> None:
        for number, comment in examples.items():
            self._posts[number] = parse.bare_post(comment)
        ids = [str(number) for number in examples if number > 0]
        for start in range(0, len(ids), PAGE):
            question = requests.posts(self.rest, collection, ids[start : start + PAGE])
            try:
                titles = parse.titles((await self._ask(question)).body)
            except (Refused, SignInNeeded, Malformed):
                continue  # its comments are shown without a title
            for titled in titles:
                self._posts[titled.id] = parse.post_of(titled)

    async def write(
        self, method: Literal["POST", "DELETE"], question: Question, body: object, *, once: bool
    ) -> Answer:
        """Change something there. What may be done `once` gets a 409 given back; every other no is raised."""
        answer = await self.client.write(
            method, question.url, params=question.params, json=body, once=once, accept=_SAID
        )
        if answer.status != 409 or not once:
            _judge(answer, wrote=True)
        return answer

    async def _ask(self, question: Question) -> Answer:
        answer = await self.client.get(question.url, question.params, accept=_SAID)
        _judge(answer, wrote=False)
        return answer


def written(answer: Answer, *, once: bool) -> Comment:
    """Return the comment that a write answers with. Raises Uncertain when a yes cannot be read."""
    try:
        return parse.comment(answer.body)
    except Malformed as error:
        if once:
            raise Uncertain(f"The site took it, but its answer cannot be read: {error}") from error
        raise


def _judge(answer: Answer, *, wrote: bool) -> None:
    if answer.status < 300:
        return
    failure = parse.reason(answer.body)
    if answer.status == 401:
        raise SignInNeeded(words.LOGIN)
    if not failure.code and not wrote:
        parse.value(answer.body)  # a firewall's page is named
    text = words.explain(failure, answer.status)
    if failure.code == "rest_comment_invalid_id" or answer.status == 410:
        raise Gone(text)
    raise Refused(text)


def _more(answer: Answer, number: int, size: int) -> bool:
    total = answer.headers.get("x-wp-totalpages", "")
    if total.isdecimal():
        return number < int(total)
    return answer.link("next") is not None or size >= PAGE
