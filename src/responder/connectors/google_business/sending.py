"""Answering reviews: one answer each, put in place, found again, changed and taken back."""

from responder.connectors.google_business import parse, requests, words
from responder.connectors.google_business.api import Api
from responder.connectors.google_business.feed import newest
from responder.connectors.google_business.parse import Ours, Reply, Review, Shop
from responder.core.errors import Gone, Malformed, Refused, Uncertain
from responder.core.ports import Absent, Act, Found, Known, Outgoing, Receipt
from responder.net.markup import same


class Sender:
    """Answers as the places' owner."""

    def __init__(self, api: Api, ours: Ours, known: Known) -> None:
        self._api, self._ours, self._known = api, ours, known

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a review.

        It is looked at first: Google would put the new answer in place of one that a colleague has given there.
        """
        if reply.files:
            raise Refused(words.NO_PICTURES)
        key = requests.review_of(reply.in_reply_to)
        shop = await self._api.shop(key)
        review = await self._api.review(shop, key, answering=True)
        there = review.review_reply
        if there is not None:
            if not same(there.comment or "", reply.text):
                raise Refused(words.ANSWERED)
            return self._receipt(review, there, shop, await newest(self._known, key, 1))
        answer = await self._api.put_reply(shop, key, reply.text)
        try:
            return self._receipt(review, parse.reply(answer.body), shop, await self._next(key))
        except Malformed as error:
            raise Uncertain("Google took the answer, and said something that cannot be read") from error

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look at the review's answer. As there is only one, another text, or none, proves that ours is not there."""
        key = requests.review_of(reply.in_reply_to)
        try:
            shop = await self._api.shop(key)
            review = await self._api.review(shop, key, answering=True)
        except Gone:
            return Absent()
        there = review.review_reply
        if there is None or not same(there.comment or "", reply.text):
            return Absent()
        return self._receipt(review, there, shop, await newest(self._known, key, 1))

    async def act(self, act: Act) -> None:
        """Change our answer or take it back; what is so already stays so."""
        if act.verb not in ("edit", "delete"):
            raise Refused(f"Google does not know how to {act.verb} a review")
        key = requests.review_of(act.remote_id)
        if key == act.remote_id:
            raise Refused("A review is its author's: only our own answer can be changed or deleted.")
        shop = await self._api.shop(key)
        if act.verb == "delete":
            await self._api.delete_reply(shop, key)
            return
        there = (await self._api.review(shop, key, answering=True)).review_reply
        if there is None:
            raise Gone("This answer does not exist on Google any more")
        if not same(there.comment or "", act.text):
            await self._api.put_reply(shop, key, act.text)

    async def _next(self, key: str) -> int:
        """Return the number of a new answer: one that is known and not there was taken back."""
        first = await self._known.root_of(requests.reply_id(key, 1)) is None
        return 1 if first else await newest(self._known, key, 1) + 1

    def _receipt(self, review: Review, said: Reply, shop: Shop, number: int) -> Receipt:
        message = parse.answer(review, said, self._ours, shop, number)
        return Receipt(message.remote_id, message)
