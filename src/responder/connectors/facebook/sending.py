"""Writing as the Page: answers in public and in private, finding them again, and what is done to comments."""

from collections.abc import AsyncIterator
from uuid import UUID

from msgspec.structs import replace

from responder.connectors.facebook import parse, requests, words
from responder.connectors.facebook.api import Api
from responder.connectors.facebook.parse import Comment, Direct, FeedPost
from responder.core.clock import DAY, SECOND, Clock
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Uncertain
from responder.core.messages import Message, Visibility
from responder.core.ports import Absent, Found, Known, Outgoing, Receipt, Unproven, Upload
from responder.net.graph.client import RefusedBy
from responder.net.graph.things import dated
from responder.net.graph.walk import Stretch
from responder.net.markup import same
from responder.net.payloads import every

EARLY = 30 * SECOND
"""How far off our idea of the network's clock may be when we look for an answer."""

FIND_PAGES = 10
DUPLICATE = 506
MESSENGER = ("m_", "mid.")
"""How the ids of private messages begin."""


class Sender:
    """Publishes as us. What was sent through it is remembered, so that the same reply is never sent twice."""

    def __init__(self, api: Api, known: Known, clock: Clock) -> None:
        self._api = api
        self._known = known
        self._clock = clock
        self._sent: dict[UUID, Receipt] = {}

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply: in Messenger to what was said there, else in public, or in private when that is asked for."""
        if reply.id not in self._sent:
            self._sent[reply.id] = await self._send(reply)
        return self._sent[reply.id]

    async def _send(self, reply: Outgoing) -> Receipt:
        private = reply.in_reply_to.startswith(MESSENGER)
        if reply.files and (private or reply.visibility is Visibility.DIRECT):
            raise Refused(words.NO_PRIVATE_PICTURE)
        if private:
            return await self._talk(reply)
        if reply.visibility is Visibility.DIRECT:
            return await self._answer_privately(reply)
        return await self._publish(reply)

    # --- in public

    async def _publish(self, reply: Outgoing) -> Receipt:
        answered = await self._api.thing(reply.in_reply_to)
        if isinstance(answered, Comment) and answered.can_comment is False:
            raise Refused(words.CLOSED)
        picture = await self._picture(reply.files)
        try:
            key = await self._api.publish(_top(answered), reply.text, picture)
        except RefusedBy as error:
            if error.code != DUPLICATE:
                raise
            found = await self._among_comments(reply, _top(answered), 0)
            if isinstance(found, Receipt):
                return found
            raise
        return await self._confirmed(reply, key)

    async def _picture(self, files: tuple[Upload, ...]) -> str:
        if len(files) > 1:
            raise Refused(words.ONE_PICTURE)
        for file in files:
            return await self._api.upload((file.path.name, file.path.read_bytes(), file.type))
        return ""

    async def _confirmed(self, reply: Outgoing, key: str) -> Receipt:
        try:
            return await self._receipt(reply, await self._api.comment(key))
        except SignInNeeded:
            raise
        except NetworkError as error:
            raise Uncertain(f"Facebook took the answer, and it could not be read back: {error}") from error

    async def _receipt(self, reply: Outgoing, comment: Comment) -> Receipt:
        root = await self._known.root_of(reply.in_reply_to)
        message = await self.placed(comment, root or comment.above or reply.in_reply_to)
        return Receipt(comment.id, message)

    async def placed(self, comment: Comment, root: str = "") -> Message:
        """Return a comment as a message, under its post where that can be read."""
        post: FeedPost | None = None
        if comment.object is not None:
            try:
                post = await self._api.post(comment.object.id)
            except Refused:
                post = None  # a photo or a video, which is no post
        mine = post is None or self._api.ours.wrote(post)
        above = comment.above or comment.id
        usual = above if mine or post is None else post.id
        message = parse.comment(comment, self._api.ours, root or usual, parse.post(post) if post else None)
        return (
            replace(message, parent=message.root)
            if message.parent is None and message.root != comment.id
            else message
        )

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look where the reply would be for the same words of ours since a time; only a list read back so far proves absence."""
        earliest = since + self._api.line.client.offset - EARLY
        try:
            if reply.in_reply_to.startswith(MESSENGER):
                return await self._in_thread(
                    reply, await self._other(reply.in_reply_to), reply.in_reply_to, earliest
                )
            if reply.visibility is Visibility.DIRECT:
                return await self._answered_privately(reply, earliest)
            return await self._among_comments(reply, _top(await self._api.thing(reply.in_reply_to)), earliest)
        except Gone:
            return Absent()  # an answer goes with what it answered

    async def _among_comments(self, reply: Outgoing, under: str, earliest: int) -> Found:
        pages = self._api.comments(under, most=FIND_PAGES, answering=True)
        found = await self._ours(pages, reply, earliest)
        if isinstance(found, Comment):
            return await self._receipt(reply, await self._api.comment(found.id))
        return Absent() if found is None else Unproven(str(found))

    # --- in private

    async def _talk(self, reply: Outgoing) -> Receipt:
        person = await self._other(reply.in_reply_to)
        thread = await self._api.thread_with(person)
        if thread is None:
            raise Gone("This conversation does not exist any more on Facebook")
        said, _ = every(thread.messages.data if thread.messages else [], Direct, dated)
        theirs = [one.at for one in said if not self._api.ours.wrote(one)]
        since = self._api.line.client.now() - max(theirs) if theirs else 0
        human = self._api.ours.window > DAY and since > DAY
        if since > self._api.ours.window:
            raise Refused(words.HUMAN if self._api.ours.window > DAY else words.WINDOW)
        key = await self._api.talk(requests.direct(person, reply.text, human=human))
        return await self._confirmed_direct(key, thread.id)

    async def _answer_privately(self, reply: Outgoing) -> Receipt:
        answered = await self._api.thing(reply.in_reply_to)
        if isinstance(answered, Comment) and answered.can_reply_privately is False:
            raise Refused(words.LATE)
        kind = "comment_id" if isinstance(answered, Comment) else "post_id"
        key = await self._api.talk(requests.private(kind, answered.id, reply.text))
        root = await self._known.root_of(answered.id)
        return await self._confirmed_direct(key, root or _top(answered))

    async def _confirmed_direct(self, key: str, root: str) -> Receipt:
        try:
            said = await self._api.direct(key)
        except SignInNeeded:
            raise
        except NetworkError as error:
            raise Uncertain(f"Facebook took the answer, and it could not be read back: {error}") from error
        return Receipt(key, parse.direct(said, self._api.ours, root))

    async def _other(self, message: str) -> str:
        """Return who is spoken with, from one message of theirs or of ours. Raises Gone."""
        said = await self._api.direct(message)
        if said.who is not None and not self._api.ours.wrote(said):
            return said.who.id
        others = [one.id for one in (said.to.data if said.to else None) or [] if one.id != self._api.ours.id]
        if not others:
            raise Refused("Facebook does not say whom this message is from")
        return others[0]

    async def _in_thread(self, reply: Outgoing, person: str, answered: str, earliest: int) -> Found:
        thread = await self._api.thread_with(person)
        if thread is None:
            return Absent()
        root = await self._known.root_of(answered) or thread.id
        return await self._direct_in(thread.id, reply, root, earliest)

    async def _answered_privately(self, reply: Outgoing, earliest: int) -> Found:
        comment = await self._api.thing(reply.in_reply_to)
        if not isinstance(comment, Comment) or comment.private_reply_conversation is None:
            if isinstance(comment, Comment) and comment.can_reply_privately:
                return Absent()
            return Unproven("Facebook does not say whether this was answered in private")
        root = await self._known.root_of(comment.id) or comment.above or comment.id
        return await self._direct_in(comment.private_reply_conversation.id, reply, root, earliest)

    async def _direct_in(self, thread: str, reply: Outgoing, root: str, earliest: int) -> Found:
        found = await self._ours(self._api.messages(thread, most=FIND_PAGES, answering=True), reply, earliest)
        if isinstance(found, Direct):
            return Receipt(found.id, parse.direct(found, self._api.ours, root))
        return Absent() if found is None else Unproven(str(found))

    async def _ours(
        self,
        pages: AsyncIterator[Stretch[Comment]] | AsyncIterator[Stretch[Direct]],
        reply: Outgoing,
        earliest: int,
    ) -> Comment | Direct | str | None:
        """Return what we said with these words; None is proof that we did not, a text says why there is none.

        What is known to be another answer of ours is not taken for this one.
        """
        last, other = False, {sent.remote_id for key, sent in self._sent.items() if key != reply.id}
        async for entries, broken, last in pages:
            if broken:
                return "Facebook shows something there that we cannot read"
            for entry in entries:
                said = entry.item
                ours = entry.key not in other and self._api.ours.wrote(said)
                if ours and entry.at >= earliest and same(said.message or "", reply.text):
                    return said
            if last or any(entry.at < earliest for entry in entries):
                return None
        return None if last else "Too much was written there since to look through all of it"


def _top(answered: Comment | FeedPost) -> str:
    """Return what an answer hangs under: Facebook has one level, below the top comment."""
    return (answered.above or answered.id) if isinstance(answered, Comment) else answered.id
