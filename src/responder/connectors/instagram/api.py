"""One account's questions to the Instagram API."""

from dataclasses import replace

import httpx

from responder.connectors.instagram import parse, requests
from responder.connectors.instagram.parse import Comment, Direct, Ours
from responder.core.accounts import Account
from responder.core.errors import Malformed
from responder.core.manifest import load
from responder.core.ports import Means
from responder.net.client import Client
from responder.net.graph.client import Graph, Page
from responder.net.graph.inbox import Thread
from responder.net.graph.sign_in import renewing
from responder.net.graph.things import dated, reader, written
from responder.net.graph.walk import Back, Stretch
from responder.net.payloads import decoded, every
from responder.net.tokens import Bearer

TALK = "conversations"


def graph(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None) -> Graph:
    """Return the line for an account, whose token is renewed in time; nothing is asked yet."""
    root = account.options.get("url", requests.ROOT)
    renewal = renewing(root, "ig_refresh_token", means.clock, transport)
    auth = Bearer(means.vault, means.clock, renewal)
    client = Client(f"{root}/{requests.VERSION}", means.clock, auth=auth, transport=transport)
    budget = next(one for one in load(__package__).budgets if one.name == "requests")
    figure = account.options.get("budget.requests", "")
    return Graph(client, means.clock, means.pace, int(figure) if figure.isdecimal() else budget.units)


class Api:
    """What is read and written on one account."""

    def __init__(self, line: Graph, ours: Ours) -> None:
        self.line = line
        self.ours = ours

    async def me(self) -> parse.Who:
        """Return whom the token speaks for. Raises SignInNeeded."""
        answer = await self.line.get("me", {"fields": requests.USER}, answering=True)
        return answer.decode(parse.Who)

    async def comment(self, key: str) -> Comment:
        """Return a comment. Raises Gone."""
        answer = await self.line.get(key, {"fields": requests.ABOVE}, answering=True)
        return decoded(answer.body, Comment, parse.NAME, dated)

    async def direct(self, key: str) -> Direct:
        """Return a message. Raises Gone."""
        answer = await self.line.get(key, {"fields": requests.DIRECT}, budget=TALK, answering=True)
        return decoded(answer.body, Direct, parse.NAME, dated)

    async def threads(self, person: str = "", *, answering: bool = False) -> list[Thread]:
        """Return the conversations that changed last, or the one with somebody. Raises Malformed for any that cannot be read."""
        asked = {**requests.threads(), **({"user_id": person} if person else {})}
        page = await self.line.page("me/conversations", asked, budget=TALK, answering=answering)
        found, broken = every(page.data, Thread, dated)
        if broken:
            raise Malformed(
                f"Instagram answers with something that we cannot read: {broken[0].why}", broken[0].payload
            )
        return found

    def comments(self, media: str, first: Page | None, *, most: int) -> "Deep":
        """Return the comments under a post with their answers; `first` is a page that came along already."""
        after = first.after if first else None
        pages = self.line.pages(f"{media}/comments", requests.comments(), after=after, most=most)
        return Deep(self, Back(parse.entries, pages, first))

    def replies(self, comment: str, *, after: str | None = None, answering: bool = False) -> Back[Comment]:
        """Return the answers to a comment."""
        pages = self.line.pages(f"{comment}/replies", requests.replies(), after=after, answering=answering)
        return Back(parse.entries, pages)

    def messages(
        self, thread: str, first: Page | None = None, *, most: int = 200, answering: bool = False
    ) -> Back[Direct]:
        """Return the messages of a conversation, newest first."""
        after = first.after if first else None
        pages = self.line.pages(
            f"{thread}/messages",
            requests.messages(),
            after=after,
            most=most,
            budget=TALK,
            answering=answering,
        )
        return Back(reader(Direct), pages, first)

    async def publish(self, path: str, form: dict[str, str]) -> str:
        """Say something; return its id."""
        return written(await self.line.write("POST", path, form), parse.NAME)


class Deep:
    """Goes through comments, and on through the answers to one where not all came along."""

    def __init__(self, api: Api, tops: Back[Comment]) -> None:
        self._api = api
        self._tops = tops

    def __aiter__(self) -> "Deep":
        return self

    async def __anext__(self) -> Stretch[Comment]:
        entries, broken, last = await anext(self._tops)
        for top in [one for one in entries if one.item.replies and one.item.replies.after]:
            assert top.item.replies is not None
            async for more, bad, _ in self._api.replies(top.key, after=top.item.replies.after):
                for one in more:
                    one.item.parent_id = one.item.parent_id or top.key
                entries += [replace(one, below=True) for one in more]
                broken += bad
        return entries, broken, last
