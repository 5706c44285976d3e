"""One account's questions to the Threads API."""

import httpx
from msgspec import Struct

from responder.connectors.threads import parse, requests
from responder.connectors.threads.parse import Container, Media, Ours
from responder.core.accounts import Account
from responder.core.manifest import load
from responder.core.ports import Means
from responder.net.client import Client
from responder.net.graph.client import Graph
from responder.net.graph.sign_in import renewing
from responder.net.graph.things import reader, written
from responder.net.graph.walk import Back
from responder.net.tokens import Bearer


def graph(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None) -> Graph:
    """Return the line for an account, whose token is renewed in time; nothing is asked yet."""
    root = account.options.get("url", requests.ROOT)
    renewal = renewing(root, "th_refresh_token", means.clock, transport)
    auth = Bearer(means.vault, means.clock, renewal)
    client = Client(f"{root}/{requests.VERSION}", means.clock, auth=auth, transport=transport)
    budget = next(one for one in load(__package__).budgets if one.name == "requests")
    figure = account.options.get("budget.requests", "")
    return Graph(client, means.clock, means.pace, int(figure) if figure.isdecimal() else budget.units)


class Quota(Struct):
    """How much of a quota there is."""

    quota_total: int | None = None


class Limits(Struct):
    """How many replies were given in the last day, and how many may be."""

    reply_quota_usage: int | None = None
    reply_config: Quota | None = None


class _LimitsPage(Struct):
    data: list[Limits] = []


class Api:
    """What is read and written on one account."""

    def __init__(self, line: Graph, ours: Ours) -> None:
        self.line = line
        self.ours = ours

    async def me(self) -> parse.Who:
        """Return whom the token speaks for. Raises SignInNeeded."""
        answer = await self.line.get("me", {"fields": requests.USER}, answering=True)
        return answer.decode(parse.Who)

    async def limits(self) -> Limits:
        """Return what is left of today's replies."""
        asked = {"fields": "reply_quota_usage,reply_config"}
        answer = await self.line.get("me/threads_publishing_limit", asked, answering=True)
        found = answer.decode(_LimitsPage).data
        return found[0] if found else Limits()

    async def media(self, key: str) -> Media:
        """Return a post or a reply. Raises Gone."""
        answer = await self.line.get(key, {"fields": requests.FIELDS}, answering=True)
        return parse.media(answer.body)

    def list(self, path: str, *, most: int, answering: bool = False) -> Back[Media]:
        """Return the replies, or the mentions, under a path, newest first."""
        asked = requests.mentions() if path == requests.MENTIONS else requests.replies()
        pages = self.line.pages(path, asked, most=most, answering=answering)
        return Back(reader(Media), pages)

    async def prepare(self, text: str, to: str) -> str:
        """Make a container: nobody sees it, so that doing it twice does no harm."""
        answer = await self.line.write("POST", "me/threads", requests.prepared(text, to), once=False)
        return answer.decode(Container).id

    async def container(self, key: str) -> Container:
        """Return how a container stands. Raises Gone."""
        answer = await self.line.get(key, {"fields": "id,status,error_message"}, answering=True)
        return answer.decode(Container)

    async def publish(self, container: str) -> str:
        """Publish a container; return the id of what everybody sees now."""
        return written(
            await self.line.write("POST", "me/threads_publish", {"creation_id": container}), parse.NAME
        )
