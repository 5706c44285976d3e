"""Writing to one account: answers, finding them again, and what is done to posts."""

import unicodedata
from difflib import SequenceMatcher

from responder.connectors.mastodon import parse, requests
from responder.connectors.mastodon.api import Api
from responder.connectors.mastodon.media import upload
from responder.connectors.mastodon.parse import Ours, Status
from responder.connectors.mastodon.threads import Threads
from responder.core.clock import SECOND, Clock, from_iso
from responder.core.errors import Gone, Malformed, NotPossible, Refused, SignInNeeded, Uncertain
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Found, Outgoing, Receipt, Unproven
from responder.net.answers import Answer

FIND_PAGES = 10
EARLY = 30 * SECOND
"""How far off our idea of the server's clock may be when we look for an answer."""

ENOUGH = 8
"""From how many letters on these alone tell two texts apart."""

SIMILAR = 0.85
"""From which likeness on two texts may be the same, changed by the server."""


class Sender:
    """Publishes as us."""

    def __init__(self, api: Api, ours: Ours, threads: Threads, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._ours = ours
        self._threads = threads

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply, to no more people than could read what it answers.

        What it answers is read first: from the answer itself nobody could tell that it had been private.
        """
        parent = await self._api.status(reply.in_reply_to)
        body = requests.reply(reply) | {
            "status": self._addressed(reply.text, parent),
            "visibility": requests.spelled(requests.narrower(reply.visibility, parent.circle)),
        }
        if reply.files:
            body["media_ids"] = await upload(self._api, self._clock, reply.files)
        answer = await self._publish(reply, body)
        try:
            return await self._receipt(answer.decode(Status), reply)
        except (Malformed, ValueError) as error:
            raise Uncertain("The server took the answer, and said something that we cannot read") from error

    async def _publish(self, reply: Outgoing, body: dict[str, object]) -> Answer:
        """Post it. An error kept from an earlier try (Pleroma does that) says nothing of now: the next key asks anew."""
        client = self._api.client
        for header in requests.idempotency(reply.id):
            answer = await client.write(
                "POST", requests.STATUSES, json=body, headers=header, accept=requests.ERRORS
            )
            if answer.status not in requests.ERRORS or requests.REPLAYED not in answer.headers:
                break
        return client.judge(answer, "POST", requests.STATUSES, once=True)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look among our own posts, and under the one answered, for the same text since a time.

        Absence is proved only by having read our own posts back to before that time.
        """
        try:
            return await self._find(reply, since)
        except (Malformed, ValueError):
            return Unproven("One of our own posts there cannot be read")

    async def _find(self, reply: Outgoing, since: int) -> Found:
        page, broken = await self._api.own_statuses(self._ours.id)
        earliest = since + self._api.client.offset - EARLY
        seen: set[str] = set()
        for _ in range(FIND_PAGES):
            if broken:
                return Unproven("One of our own posts there cannot be read")
            found = await self._among(page, reply, earliest)
            if found is not None:
                return found
            fresh = [one for one in page if one.key not in seen]
            if not fresh or min(from_iso(one.created_at) for one in fresh) < earliest:
                return await self._below(reply, earliest)
            seen.update(one.key for one in fresh)
            page, broken = await self._api.own_statuses(self._ours.id, max_id=fresh[-1].key)
        return Unproven("We have posted too much since to look through all of it")

    async def _among(self, page: list[Status], reply: Outgoing, earliest: int) -> Found | None:
        """Return the reply if it is there; doubt when something very like it is: servers touch up texts."""
        near = False
        for status in page:
            if not self._ours.wrote(status.account) or from_iso(status.created_at) < earliest:
                continue
            if status.parent not in (reply.in_reply_to, None):
                continue
            there, wanted = alike(parse.text(status)), alike(reply.text)
            if there == wanted:
                return await self._receipt(status, reply)
            near = near or SequenceMatcher(None, there, wanted, autojunk=False).ratio() > SIMILAR
        return Unproven("An answer that is nearly the same is there") if near else None

    async def act(self, act: Act) -> None:
        """Favourite, unfavourite, edit or delete; what is so already stays so."""
        client = self._api.client
        match act.verb:
            case "favourite" | "unfavourite":
                await client.write("POST", requests.status(act.remote_id, act.verb), once=False)
            case "edit":
                await self._edit(act)
            case "delete":
                try:
                    await client.write("DELETE", requests.status(act.remote_id), once=False)
                except Gone:
                    return
            case _:
                raise NotPossible(f"Mastodon cannot {act.verb} a post")

    async def _edit(self, act: Act) -> None:
        """Replace the text; what else the post has is given again, or the server would take it away."""
        status = await self._api.status(act.remote_id)
        body: dict[str, object] = {"status": act.text}
        if status.spoiler_text:
            body |= {"spoiler_text": status.spoiler_text, "sensitive": True}
        if status.language:
            body["language"] = status.language
        if status.media:
            body["media_ids"] = status.media
        await self._api.client.write("PUT", requests.status(act.remote_id), json=body, once=False)

    async def _below(self, reply: Outgoing, earliest: int) -> Found:
        try:
            _, below = await self._api.context(reply.in_reply_to)
        except SignInNeeded:
            raise
        except (Refused, Malformed):
            return Absent()
        return await self._among(below, reply, earliest) or Absent()

    async def _receipt(self, status: Status, reply: Outgoing) -> Receipt:
        place = await self._threads.place(status)
        root, post = (place.root, place.post) if place else (reply.in_reply_to, None)
        return Receipt(status.key, parse.message(status, self._ours, root, post, addressed=False))

    def _addressed(self, text: str, parent: Status) -> str:
        """Name whom it answers: without that nobody is told of it, and a private answer reaches nobody."""
        if self._ours.wrote(parent.account):
            named = list(parse.mentions(parent, self._ours))
        else:
            named = [parse.short(parent.account.acct, self._ours.server) or parent.account.username or ""]
        lower = text.casefold()
        missing = [f"@{acct}" for acct in named if acct and f"@{acct.casefold()}" not in lower]
        if parent.circle is not Visibility.DIRECT:
            missing = [one for one in missing if one.split("@")[1].casefold() not in _short_names(text)]
        return " ".join([*missing, text])


def alike(text: str) -> str:
    """Return what of a text servers keep: its letters and digits, without mentions.

    Spaces and punctuation are tidied by some, smileys become pictures, marks of emphasis vanish (snac, Pleroma).
    Where hardly a letter is left, everything visible counts.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(word for word in plain.split() if not word.startswith("@"))
    letters = "".join(one for one in words if one.isalnum())
    return letters if len(letters) >= ENOUGH else words


def _short_names(text: str) -> set[str]:
    return {word.strip("@,.:;!?").split("@")[0].casefold() for word in text.split() if word.startswith("@")}
