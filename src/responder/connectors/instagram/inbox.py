"""Reading private messages."""

from responder.connectors.instagram import parse, requests, words
from responder.connectors.instagram.api import TALK, Api
from responder.connectors.instagram.parse import Direct
from responder.core.messages import Message
from responder.core.ports import Known
from responder.net.graph.client import Page, Pages
from responder.net.graph.inbox import Thread
from responder.net.graph.walk import Back


class Directs:
    """The private side of one account; see `Talks`."""

    keep = requests.MESSAGES
    too_much = words.UNREAD

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known

    def threads(self, most: int) -> Pages:
        """Return the conversations that changed last, page after page."""
        return self._api.line.pages("me/conversations", requests.threads(), most=most, budget=TALK)

    def messages(self, thread: Thread) -> Back[Direct]:
        """Return the messages of a conversation, newest first."""
        return self._api.messages(thread.id, thread.messages or Page())

    async def message(self, one: Direct, thread: Thread) -> Message:
        """Return one as a message: a private answer of ours to a comment stays with the comment."""
        known = await self._known.root_of(one.id) if self._api.ours.wrote(one.who) else None
        return parse.direct(one, self._api.ours, known or thread.id)
