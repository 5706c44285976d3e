"""The questions to Google's three services, each counted before it is asked, and each refusal in words."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import httpx

from responder.connectors.google_business import parse, places, requests, words
from responder.connectors.google_business.parse import Page, Review, Shop
from responder.connectors.google_business.places import Owner
from responder.core.errors import Gone, NetworkError, Refused, Unreachable
from responder.core.ports import Means
from responder.net import google
from responder.net.answers import Answer
from responder.net.client import Client, Params
from responder.net.tokens import Bearer

EVERYTHING = "*"
MOST_PAGES = 50
T = TypeVar("T")


class Api:
    """Google, asked with one sign-in's token. `wanted` is one account, or all with `*`."""

    def __init__(
        self, means: Means, wanted: str, transport: httpx.AsyncBaseTransport | None, server: str = ""
    ) -> None:
        auth = Bearer(means.vault, means.clock, google.renewal(means.clock, transport, server))

        def client(host: str) -> Client:
            return Client(server or host, means.clock, auth=auth, transport=transport)

        self._accounts, self._places = client(requests.ACCOUNTS_HOST), client(requests.PLACES_HOST)
        self.reviews_client = client(requests.REVIEWS_HOST)
        self._pace, self._wanted = means.pace, wanted
        self._shops: dict[str, Shop] = {}

    async def owners(self) -> list[Owner]:
        """Return the accounts that the sign-in may use, its own first."""
        return await self._all(self._accounts, "v1/accounts", requests.accounts, places.owners)

    async def shops_of(self, account: str) -> list[Shop]:
        """Return the places under an account."""
        path = f"v1/{account}/locations"
        return await self._all(self._places, path, requests.places, lambda body: places.shops(body, account))

    async def shops(self) -> dict[str, Shop]:
        """Return all places by name, asked anew; one that hangs under several accounts comes once."""
        names = [one.name for one in await self.owners()] if self._wanted == EVERYTHING else [self._wanted]
        found: dict[str, Shop] = {}
        for name in names:
            for shop in await self.shops_of(name):
                found.setdefault(shop.name, shop)
        self._shops = found
        return found

    async def shop(self, remote_id: str) -> Shop:
        """Return the place that a review or an answer belongs to. Raises Gone when it is none of ours."""
        name = requests.place_of(remote_id)
        if name not in self._shops:
            await self.shops()
        if name not in self._shops:
            raise Gone("This place is not one of this sign-in's any more")
        return self._shops[name]

    async def page(self, shop: Shop, token: str = "") -> Page:
        """Return a page of a place's reviews, those that changed last first."""
        path = f"v4/{shop.account}/{shop.name}/reviews"
        return parse.page((await self._get(self.reviews_client, path, requests.reviews(token))).body)

    async def review(self, shop: Shop, key: str, *, answering: bool = False) -> Review:
        """Return a review. Raises Gone."""
        path = f"v4/{shop.account}/{key}"
        return parse.review((await self._get(self.reviews_client, path, {}, answering=answering)).body)

    async def put_reply(self, shop: Shop, key: str, text: str) -> Answer:
        """Answer a review, in place of an answer that is there."""
        self._spend_edit()
        path = f"v4/{shop.account}/{key}{requests.REPLY}"
        answer = await self.reviews_client.write("PUT", path, json={"comment": text}, accept=google.SAID)
        return self._judged(self.reviews_client, answer, "PUT", path, once=True)

    async def delete_reply(self, shop: Shop, key: str) -> None:
        """Take our answer back; not having one is no error."""
        self._spend_edit()
        path = f"v4/{shop.account}/{key}{requests.REPLY}"
        answer = await self.reviews_client.write("DELETE", path, once=False, accept=google.SAID)
        with suppress(Gone):
            self._judged(self.reviews_client, answer, "DELETE", path, once=False)

    async def aclose(self) -> None:
        """Close every line."""
        for client in (self._accounts, self._places, self.reviews_client):
            await client.aclose()

    def _spend_edit(self) -> None:
        self._pace.spend(1, budget="edits", answering=True)
        self._pace.spend(1, answering=True)

    async def _all(
        self,
        client: Client,
        path: str,
        params: Callable[[str], Params],
        read: Callable[[bytes], tuple[list[T], str]],
    ) -> list[T]:
        found: list[T] = []
        token = ""
        for _ in range(MOST_PAGES):
            part, following = read((await self._get(client, path, params(token))).body)
            found += part
            if not following or following == token:
                break
            token = following
        return found

    async def _get(self, client: Client, path: str, params: Params, *, answering: bool = False) -> Answer:
        self._pace.spend(1, answering=answering)
        answer = await client.get(path, params, accept=google.SAID)
        return self._judged(client, answer, "GET", path, once=False)

    def _judged(self, client: Client, answer: Answer, method: str, path: str, *, once: bool) -> Answer:
        if answer.status not in google.SAID:
            return answer
        error = _meant(client, answer)
        if error is not None:
            raise error
        return client.judge(answer, method, path, once=once)


def _meant(client: Client, answer: Answer) -> NetworkError | None:
    said = google.failure(answer.body)
    if said.metadata.get("quota_limit_value") == "0":
        return Refused(words.NOT_LET_IN)
    if answer.status == 400 and "pageToken" in said.message:
        return Unreachable("Google lost its place while we read: it is begun again")
    text = words.explain(said)
    if answer.status == 404 and text:
        return Gone(text)
    known = google.meant(answer, client.now())
    if known is not None or answer.status == 429:
        return known
    return Refused(text) if text else None
