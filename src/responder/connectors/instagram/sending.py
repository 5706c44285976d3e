"""Writing as our account: answers in public and in private, and finding them again."""

from collections.abc import AsyncIterator
from uuid import UUID

from responder.connectors.instagram import parse, requests, words
from responder.connectors.instagram.api import Api
from responder.connectors.instagram.parse import Comment, Direct
from responder.core.clock import DAY, SECOND, to_iso
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Uncertain
from responder.core.messages import Message, Visibility
from responder.core.ports import Absent, Found, Known, Outgoing, Receipt, Unproven
from responder.net.graph.client import RefusedBy
from responder.net.graph.inbox import Thread
from responder.net.graph.things import dated
from responder.net.graph.walk import Entry, Stretch
from responder.net.markup import same
from responder.net.payloads import every

EARLY = 30 * SECOND
"""How far off our idea of the network's clock may be when we look for an answer."""

NO_SUCH_FIELD = 100
UNREADABLE = "Instagram shows something there that we cannot read"


class Sender:
    """Publishes as us. What was sent through it is remembered, so that the same reply is never sent twice."""

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known
        self._sent: dict[UUID, Receipt] = {}

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply: in private to what was said there, else in public, or in private when that is asked for."""
        if reply.files:
            raise Refused(words.NO_PICTURE)
        if reply.id not in self._sent:
            self._sent[reply.id] = await self._send(reply)
        return self._sent[reply.id]

    async def _send(self, reply: Outgoing) -> Receipt:
        if private(reply.in_reply_to):
            return await self._talk(reply)
        answered = await self.comment(reply.in_reply_to)
        if answered is None:
            return await self._mention(reply)
        if reply.visibility is Visibility.DIRECT:
            return await self._answer_privately(reply, answered)
        top = answered.parent_id or answered.id
        key = await self._api.publish(f"{top}/replies", {"message": reply.text})
        return await self._confirmed(reply, key)

    async def comment(self, key: str) -> Comment | None:
        """Return a comment; None for a post, which has not all its fields. Raises Gone."""
        try:
            return await self._api.comment(key)
        except RefusedBy as error:
            if error.code != NO_SUCH_FIELD:
                raise
        return None

    async def _mention(self, reply: Outgoing) -> Receipt:
        """Answer a post of somebody's in which we are tagged."""
        if reply.visibility is Visibility.DIRECT:
            raise Refused("A post of somebody else's cannot be answered in private on Instagram.")
        form = {"media_id": reply.in_reply_to, "message": reply.text}
        key = await self._api.publish("me/mentions", form)
        ours = self._api.ours
        author = parse.Who(ours.id, ours.handle)
        at = self._api.line.client.now()
        said = Comment(id=key, timestamp=to_iso(at), text=reply.text, who=author, parent_id=reply.in_reply_to)
        return Receipt(key, parse.comment(said, ours, reply.in_reply_to, None))

    async def _answer_privately(self, reply: Outgoing, comment: Comment) -> Receipt:
        if self._api.line.client.now() - comment.at > 7 * DAY:
            raise Refused(words.LATE)
        key = await self._api.publish("me/messages", requests.private(comment.id, reply.text))
        return await self._confirmed_direct(key, await self._root(comment))

    async def _root(self, comment: Comment) -> str:
        return await self._known.root_of(comment.id) or comment.parent_id or comment.id

    async def _talk(self, reply: Outgoing) -> Receipt:
        thread, person = await self._thread(reply.in_reply_to)
        said, _ = every(thread.messages.data if thread.messages else [], Direct, dated)
        theirs = [one.at for one in said if not self._api.ours.wrote(one.who)]
        since = self._api.line.client.now() - max(theirs) if theirs else 0
        if since > self._api.ours.window:
            raise Refused(words.HUMAN if self._api.ours.window > DAY else words.WINDOW)
        human = self._api.ours.window > DAY and since > DAY
        key = await self._api.publish("me/messages", requests.direct(person, reply.text, human=human))
        return await self._confirmed_direct(key, thread.id)

    async def _thread(self, message: str) -> tuple[Thread, str]:
        """Return the conversation that a message is in, and who is in it besides us. Raises Gone."""
        said = await self._api.direct(message)
        to = (said.to.data if said.to else None) or []
        people = [said.who, *to] if said.who else to
        person = next((one.id for one in people if one.id and not self._api.ours.wrote(one)), None)
        if person is None:
            raise Refused("Instagram does not say whom this message is from")
        threads = await self._api.threads(person, answering=True)
        if not threads:
            raise Gone("This conversation does not exist any more on Instagram")
        return threads[0], person

    async def _confirmed(self, reply: Outgoing, key: str) -> Receipt:
        try:
            return Receipt(key, await self.placed(await self._api.comment(key), reply.in_reply_to))
        except SignInNeeded:
            raise
        except NetworkError as error:
            raise Uncertain(f"Instagram took the answer, and it could not be read back: {error}") from error

    async def _confirmed_direct(self, key: str, root: str) -> Receipt:
        try:
            return Receipt(key, parse.direct(await self._api.direct(key), self._api.ours, root))
        except SignInNeeded:
            raise
        except NetworkError as error:
            raise Uncertain(f"Instagram took the answer, and it could not be read back: {error}") from error

    async def placed(self, comment: Comment, answered: str | None = None) -> Message:
        """Return a comment as a message of its conversation."""
        root = await self._known.root_of(answered) if answered else None
        about = parse.post(comment.media) if comment.media else None
        return parse.comment(comment, self._api.ours, root or comment.parent_id or comment.id, about)

    # --- finding

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look where the reply would be for the same words of ours since a time; only a list read to its end proves absence."""
        earliest = since + self._api.line.client.offset - EARLY
        try:
            if private(reply.in_reply_to):
                thread, _ = await self._thread(reply.in_reply_to)
                root = await self._known.root_of(reply.in_reply_to) or thread.id
                return await self._direct_in(thread, reply, root, earliest) or Absent()
            answered = await self.comment(reply.in_reply_to)
            if answered is None:
                return Unproven(words.UNSEEN)
            if reply.visibility is Visibility.DIRECT:
                return await self._answered_privately(reply, answered, earliest)
            return await self._among_replies(reply, answered, earliest)
        except Gone:
            return Absent()  # an answer goes with what it answered

    async def _among_replies(self, reply: Outgoing, answered: Comment, earliest: int) -> Found:
        """Read all answers: nobody says in which order they come."""
        top = answered.parent_id or answered.id
        async for entries, broken, _ in self._api.replies(top, answering=True):
            if broken:
                return Unproven(UNREADABLE)
            for entry in entries:
                said = entry.item
                mine = self._api.ours.wrote(said.who, said.username or "")
                if mine and self._new(entry, reply, earliest) and same(said.text or "", reply.text):
                    return Receipt(
                        said.id, await self.placed(await self._api.comment(said.id), reply.in_reply_to)
                    )
        return Absent()

    def _new(self, entry: Entry[Comment] | Entry[Direct], reply: Outgoing, earliest: int) -> bool:
        """Say whether it may be the answer that is looked for: not too old, and not known to be another one."""
        others = (sent.remote_id for key, sent in self._sent.items() if key != reply.id)
        return entry.at >= earliest and entry.key not in others

    async def _answered_privately(self, reply: Outgoing, comment: Comment, earliest: int) -> Found:
        """Look in every conversation that changed since: who commented has another id there."""
        threads = await self._api.threads(answering=True)
        changed = [one for one in threads if not one.updated_time or one.at >= earliest]
        for thread in changed:
            names = {
                str(one.get("username") or "").casefold()
                for one in (thread.participants.data if thread.participants else None) or []
            }
            if comment.name and comment.name.casefold() not in names:
                continue
            found = await self._direct_in(thread, reply, await self._root(comment), earliest)
            if found is not None:
                return found
        if len(changed) == len(threads) == requests.THREADS:
            return Unproven("Too much was written there since to look through all of it")
        return Absent()

    async def _direct_in(self, thread: Thread, reply: Outgoing, root: str, earliest: int) -> Found | None:
        pages: AsyncIterator[Stretch[Direct]] = self._api.messages(thread.id, most=10, answering=True)
        last = False
        async for entries, broken, last in pages:
            if broken:
                return Unproven(UNREADABLE)
            for entry in entries:
                said = entry.item
                mine = self._api.ours.wrote(said.who)
                if mine and self._new(entry, reply, earliest) and same(said.message or "", reply.text):
                    return Receipt(said.id, parse.direct(said, self._api.ours, root))
            if last or any(entry.at < earliest for entry in entries):
                return None
        return Unproven("Too much was written there since to look through all of it")


def private(remote_id: str) -> bool:
    """Say whether an id is a private message's: those of comments and posts are numbers."""
    return not remote_id.isdecimal()
