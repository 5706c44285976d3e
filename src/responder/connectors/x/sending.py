"""Answering in public and in private: once, with pictures, and found again after a doubt."""

import asyncio
import base64

from responder.connectors.x import parse, words
from responder.connectors.x.api import Api
from responder.connectors.x.threads import Threads
from responder.core.accounts import Account
from responder.core.errors import Gone, Malformed, Refused, Uncertain
from responder.core.ports import Absent, Act, Found, Means, Outgoing, Receipt, Unproven, Upload
from responder.net.markup import same

FIND_PAGES = 3
"""How many pages of our own posts are searched for an answer; each may be paid for."""

LARGEST = 5_000_000
MOST = 4
_POST_VERBS = {"hide": True, "unhide": False}


class Sending:
    """What one account says and does on X."""

    def __init__(self, api: Api, threads: Threads, account: Account, means: Means) -> None:
        self._api, self._threads, self._account, self._means = api, threads, account, means

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer: in private what was asked in private, else in public."""
        private = conversation_of(reply.in_reply_to)
        if reply.visibility.private and not private:
            raise Refused(words.NO_FIRST_MESSAGE)
        pictures = [await self._upload(file, "dm_image" if private else "tweet_image") for file in _allowed(reply)]  # fmt: skip
        if private:
            return await self._whisper(reply, private, pictures)
        body: dict[str, object] = {
            "text": reply.text,
            "reply": {"in_reply_to_tweet_id": number(reply.in_reply_to)},
        }
        if pictures:
            body["media"] = {"media_ids": pictures}
        answer = await self._api.write("POST", "/2/tweets", body, once=True)
        if answer.status == 403:
            return await self._said_already(reply)
        made = _written(answer.body)
        return await self._receipt(reply, made, parse.drawn_at(made))

    async def find(self, reply: Outgoing) -> Found:
        """Look for an answer of ours: below a post among our own posts since, in private in the conversation.

        X shows what it has taken at once, as far as anybody knows; and where it should be late, it refuses
        the same words a second time.
        """
        private = conversation_of(reply.in_reply_to)
        if private:
            return await self._find_private(reply, private)
        path = f"/2/users/{self._account.remote_id}/tweets"
        asked = {"since_id": number(reply.in_reply_to), "exclude": "retweets"}
        for _ in range(FIND_PAGES):
            page = await self._api.posts(path, asked, answering=True)
            for post in page.posts:
                parent = self._threads.post(post, page).parent
                if parent == reply.in_reply_to and same(
                    parse.whole_text(post, ours=True), parse.bare(reply.text)
                ):
                    message = self._threads.post(post, page)
                    return Receipt(message.remote_id, message)
            if page.unreadable:
                return Unproven("X shows a post of ours that we cannot read")
            if page.next_token is None:
                return Absent()
            asked = {**asked, "pagination_token": page.next_token}
        return Unproven("There are more than 300 posts of ours since: this answer may be among the others")

    async def act(self, act: Act) -> None:
        """Delete or hide; what is so already stays so."""
        private = conversation_of(act.remote_id)
        if act.verb == "delete" and private:
            await self._forget(act.remote_id.rpartition("/")[2])
        elif act.verb == "delete":
            await self._api.write("DELETE", f"/2/tweets/{number(act.remote_id)}", once=False)
        elif act.verb in _POST_VERBS and not private:
            body = {"hidden": _POST_VERBS[act.verb]}
            await self._api.write("PUT", f"/2/tweets/{number(act.remote_id)}/hidden", body, once=False)
        elif act.verb == "edit":
            raise Refused(words.NO_EDITS)
        else:
            raise Refused(f"X does not know how to {act.verb} this")

    async def _forget(self, event: str) -> None:
        try:
            await self._api.write("DELETE", f"/2/dm_events/{event}", once=False)
        except Gone:
            return

    async def _whisper(self, reply: Outgoing, conversation: str, pictures: list[str]) -> Receipt:
        body: dict[str, object] = {"text": reply.text} if reply.text else {}
        if pictures:
            body["attachments"] = [{"media_id": picture} for picture in pictures]
        path = f"/2/dm_conversations/{conversation}/messages"
        event = _written((await self._api.write("POST", path, body, once=True)).body)
        root = f"dm/{conversation}"
        key = f"{root}/{event}"
        message = self._threads.sent(key, root, reply.in_reply_to, reply.text, parse.drawn_at(event))
        return Receipt(key, message)

    async def _find_private(self, reply: Outgoing, conversation: str) -> Found:
        asked = int(reply.in_reply_to.rpartition("/")[2])
        page = await self._api.dms(f"/2/dm_conversations/{conversation}/dm_events", {}, answering=True)
        for dm in page.dms:
            message = self._threads.dm(dm, page)
            if message.author.ours and int(dm.id) > asked and same(message.text, reply.text):
                return Receipt(message.remote_id, message)
        if page.unreadable:
            return Unproven("X shows a private message that we cannot read")
        if page.next_token is not None and min(int(one) for one in page.ids) > asked:
            return Unproven("There are too many private messages since to be sure")
        return Absent()

    async def _said_already(self, reply: Outgoing) -> Receipt:
        """Return our answer that X says is there already. Raises Refused when it is somewhere else."""
        found = await self.find(reply)
        if isinstance(found, Receipt):
            return found
        if isinstance(found, Absent):
            raise Refused(words.SAME_WORDS)
        raise Uncertain("X says that this very answer is there already, but does not show it")

    async def _receipt(self, reply: Outgoing, made: str, at: int) -> Receipt:
        root = await self._means.known.root_of(reply.in_reply_to)
        if root is None:
            page = await self._api.lookup([made], answering=True)
            root = next((post.root for post in page.posts), reply.in_reply_to)
        return Receipt(made, self._threads.sent(made, root, reply.in_reply_to, reply.text, at))

    async def _upload(self, file: Upload, category: str) -> str:
        """Return the id of an uploaded picture, described for those who do not see it."""
        content = await asyncio.to_thread(file.path.read_bytes)
        if len(content) > LARGEST:
            raise Refused(f"{file.path.name} is larger than the 5 MB that X takes")
        body = {"media": base64.b64encode(content).decode(), "media_category": category}
        media = parse.written((await self._api.write("POST", "/2/media/upload", body, once=False)).body)
        if file.description:
            about = {"id": media, "metadata": {"alt_text": {"text": file.description[:1000]}}}
            await self._api.write("POST", "/2/media/metadata", about, once=False)
        return media


def conversation_of(remote_id: str) -> str | None:
    """Return the private conversation that a message is in; None for a post."""
    return remote_id.split("/")[1] if remote_id.startswith("dm/") and remote_id.count("/") == 2 else None


def number(remote_id: str) -> str:
    """Return the id of a post. Raises Gone for what is none."""
    if not remote_id.isdecimal() or len(remote_id) > 19:
        raise Gone(words.GONE)
    return remote_id


def _allowed(reply: Outgoing) -> tuple[Upload, ...]:
    most = 1 if conversation_of(reply.in_reply_to) else MOST
    if len(reply.files) > most:
        raise Refused(f"X takes at most {most} pictures here")
    return reply.files


def _written(body: bytes) -> str:
    """Return the id of what was published. Raises Uncertain when a yes cannot be read."""
    try:
        return parse.written(body)
    except Malformed as error:
        raise Uncertain(f"X took it, but its answer cannot be read: {error}") from error
