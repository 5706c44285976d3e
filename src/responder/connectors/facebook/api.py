"""One Page's questions to the Graph API."""

import httpx

from responder.connectors.facebook import parse, requests
from responder.connectors.facebook.parse import Comment, Direct, FeedPost, Ours
from responder.core.accounts import Account
from responder.core.manifest import load
from responder.core.ports import Means
from responder.net import tokens
from responder.net.client import Client, Part
from responder.net.graph.client import Graph, Page, RefusedBy, proof
from responder.net.graph.inbox import Thread
from responder.net.graph.things import Ref, dated, reader, written
from responder.net.graph.walk import Back
from responder.net.payloads import decoded
from responder.net.tokens import Bearer

TALK = "conversations"
NO_SUCH_FIELD = 100


def graph(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None) -> Graph:
    """Return the line for an account; nothing is asked yet."""
    base = account.options.get("url", requests.API)
    client = Client(base, means.clock, auth=Bearer(means.vault, means.clock), transport=transport)
    budget = next(one for one in load(__package__).budgets if one.name == "requests")
    figure = account.options.get("budget.requests", "")
    units = int(figure) if figure.isdecimal() else budget.units
    kept = tokens.read(means.vault.secret)
    proved = (lambda: proof(kept.access, kept.client_secret)) if kept.client_secret else None
    return Graph(client, means.clock, means.pace, units, proved)


class Api:
    """What is read and written on one Page."""

    def __init__(self, line: Graph, ours: Ours) -> None:
        self.line = line
        self.ours = ours
        self._posts: dict[str, FeedPost] = {}

    async def me(self) -> parse.Who:
        """Return which Page the token speaks for. Raises SignInNeeded."""
        answer = await self.line.get("me", {"fields": "id,name"}, answering=True)
        return answer.decode(parse.Who)

    async def comment(self, key: str) -> Comment:
        """Return a comment. Raises Gone."""
        answer = await self.line.get(key, {"fields": requests.ABOVE}, answering=True)
        return decoded(answer.body, Comment, parse.NAME, dated)

    async def post(self, key: str) -> FeedPost:
        """Return a post, from memory if it was asked for before. Raises Gone."""
        if key not in self._posts:
            answer = await self.line.get(key, {"fields": requests.POST}, answering=True)
            self._posts[key] = decoded(answer.body, FeedPost, parse.NAME, dated)
        return self._posts[key]

    async def thing(self, key: str) -> Comment | FeedPost:
        """Return what an id stands for: posts do not have all the fields of comments. Raises Gone."""
        try:
            return await self.comment(key)
        except RefusedBy as error:
            if error.code != NO_SUCH_FIELD:
                raise
        return await self.post(key)

    async def direct(self, key: str) -> Direct:
        """Return a message. Raises Gone."""
        answer = await self.line.get(key, {"fields": requests.DIRECT}, budget=TALK, answering=True)
        return decoded(answer.body, Direct, parse.NAME, dated)

    async def thread_with(self, person: str) -> Thread | None:
        """Return the conversation with somebody, with its latest messages."""
        path = f"{self.ours.id}/conversations"
        page = await self.line.page(path, requests.thread_with(person), budget=TALK, answering=True)
        return decoded(page.data[0], Thread, parse.NAME) if page.data else None

    def comments(
        self, under: str, first: Page | None = None, *, most: int = 200, answering: bool = False
    ) -> Back[Comment]:
        """Return the comments under something, newest first; `first` is a page that came along already."""
        after = first.after if first else None
        asked = requests.comments()
        pages = self.line.pages(f"{under}/comments", asked, after=after, most=most, answering=answering)
        return Back(reader(Comment), pages, first)

    def messages(
        self, thread: str, first: Page | None = None, *, most: int = 200, answering: bool = False
    ) -> Back[Direct]:
        """Return the messages of a conversation, newest first."""
        after = first.after if first else None
        asked = requests.messages()
        path = f"{thread}/messages"
        return Back(
            reader(Direct),
            self.line.pages(path, asked, after=after, most=most, budget=TALK, answering=answering),
            first,
        )

    # --- writing

    async def publish(self, under: str, text: str, picture: str = "") -> str:
        """Comment on something; return the comment's id."""
        form = {"message": text, **({"attachment_id": picture} if picture else {})}
        return written(await self.line.write("POST", f"{under}/comments", form), parse.NAME)

    async def talk(self, form: dict[str, str]) -> str:
        """Send a message; return its id."""
        return written(await self.line.write("POST", f"{self.ours.id}/messages", form), parse.NAME)

    async def upload(self, picture: Part) -> str:
        """Put a picture there, unpublished; return its id. Doing it twice does no harm."""
        path = f"{self.ours.id}/photos"
        answer = await self.line.write(
            "POST", path, {"published": "false"}, files={"source": picture}, once=False
        )
        return answer.decode(Ref).id
