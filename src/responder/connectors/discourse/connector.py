"""One member's account on one forum."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import httpx

from responder.connectors.discourse import parse, sending, words
from responder.connectors.discourse.api import Api, Forbidden, read_key
from responder.connectors.discourse.feed import Feed
from responder.connectors.discourse.parse import Ours, Person, Post, Topic
from responder.core.accounts import Account, Limits
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded
from responder.core.monitors import Term, TermKind
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt
from responder.net.markup import same

LIMITS = Limits(characters=sending.LONGEST, attachments=sending.MOST_FILES)
LIKE, SPAM = 2, 8
"""Kinds of post actions."""

HITS = 10
"""How many posts that a search found are read in one go."""


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the forum yet."""
    return Discourse(account, means, transport)


class Discourse:
    """Posts of one forum, read and answered as one of its members."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._base = account.options["base"]
        key = read_key(means.vault.secret)
        self._api = Api(self._base, key, means.clock, means.pace, transport)
        names = account.options.get("categories", "").split(",")
        self._wanted = {name.strip().casefold() for name in names} - {""}

    async def check(self) -> Identity:
        """Prove the key. Raises SignInNeeded, also when it now belongs to somebody else."""
        person = await self._api.login()
        if str(person.id) != self._account.remote_id:
            raise SignInNeeded(f"This key belongs to {person.username}, not to {self._account.handle}")
        return await identity(self._api, self._account.server, person)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._listening(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a post in its topic."""
        return await self._receipt(*await sending.send(self._api, reply), reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours in the topic."""
        found = await sending.find(self._api, reply, since)
        return await self._receipt(*found, reply) if isinstance(found, tuple) else found

    async def act(self, act: Act) -> None:
        """Edit, delete, like or report; what is so already stays so."""
        match act.verb:
            case "delete" | "trash":
                await self._delete(act)
            case "edit":
                await self._edit(act)
            case "favourite":
                await self._mark(act, LIKE)
            case "spam":
                await self._mark(act, SPAM)
            case _:
                raise Refused(f"A forum does not know how to {act.verb} a post")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a post that an earlier version could not."""
        post = parse.one(payload)
        topic = await self._api.topic(post.topic_id)
        return (parse.message(post, topic, await self._ours(), addressed=True),)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for words in public posts, the newest first. Raises Refused for any other kind of term."""
        if term.kind is not TermKind.KEYWORD:
            raise Refused("On a forum only words can be looked for")
        ours, last = await self._ours(), int(cursor) if cursor and cursor.isdecimal() else 0
        quoted = term.text.replace('"', " ")
        answer = await self._api.get("search.json", {"q": f'"{quoted}" order:latest'})
        found = answer.decode(parse.Hits).posts
        fresh = sorted(one.id for one in found if one.id > last)[-HITS:]
        items: list[Item] = []
        for number in fresh:
            try:
                post = await self._api.post(number)
                topic = await self._api.topic(post.topic_id)
            except (Gone, Forbidden, Malformed):
                continue
            if not ours.wrote(post) and not topic.private:
                items.append(parse.message(post, topic, ours, addressed=False))
        return Batch(tuple(items), str(max([last, *fresh])))

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.client.aclose()

    async def _listening(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        await self._api.login()
        feed = Feed(self._api, await self._ours(), self._means, self._wanted)
        async with aclosing(feed.batches(cursor)) as batches:
            async for batch in batches:
                yield batch

    async def _ours(self) -> Ours:
        return Ours(await self._api.me(), self._base, self._account.server, self._account.id)

    async def _receipt(self, post: Post, topic: Topic, reply: Outgoing) -> Receipt:
        above = {post.answers: reply.in_reply_to} if post.answers is not None else {}
        return Receipt(post.key, parse.message(post, topic, await self._ours(), addressed=False, above=above))

    async def _own(self, post: Post) -> bool:
        return post.user_id == (await self._api.me()).id

    async def _delete(self, act: Act) -> None:
        try:
            post = await self._api.post(act.remote_id, answering=True)
            if act.verb == "delete" and not await self._own(post):
                raise Refused("This post is somebody else's: staff can put it in the trash.")
            await self._api.write("DELETE", f"posts/{post.id}.json")
        except Gone:
            return

    async def _edit(self, act: Act) -> None:
        post = await self._api.post(act.remote_id, answering=True)
        if not await self._own(post):
            raise Refused("Only our own posts are edited: nobody's words are changed here.")
        if post.raw is None or not same(post.raw, act.text):
            await self._api.write("PUT", f"posts/{post.id}.json", {"post": {"raw": act.text}})

    async def _mark(self, act: Act, kind: int) -> None:
        post = await self._api.post(act.remote_id, answering=True)
        try:
            await self._api.write("POST", "post_actions.json", {"id": post.id, "post_action_type_id": kind})
        except Forbidden as error:
            if "already" not in error.said.lower():
                raise


async def identity(api: Api, server: str, person: Person) -> Identity:
    """Return who the key speaks for, and what they or it cannot do."""
    missing = [] if person.staff else [words.NOT_STAFF]
    private = f"topics/private-messages/{person.username}.json"
    for path, what in (("notifications.json", words.NO_CALLS), (private, words.NO_PRIVATE)):
        try:
            await api.get(path)
        except (Forbidden, Gone):
            missing.append(what)
    handle = person.username
    return Identity(server, str(person.id), handle, person.name or handle, LIMITS, tuple(missing))
