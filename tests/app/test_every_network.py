"""Every installed network through the real program: a customer is heard and answered, once; a sign-in ends; no secret leaks."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit
from responder.app import logs, practising
from responder.app.cli import main
from responder.app.connecting import connect
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.session import open_store
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible, ResponderError
from responder.core.messages import Message
from responder.core.questions import Folder, InboxQuery
from responder.core.replies import ReplyState
from responder.core.settings import Settings
from responder.store.store import Store
from responder.views.views import Views
from tests.app.conftest import MARIE
from tests.app.every_network import NETWORKS, Network, practised

MANIFESTS = Networks().manifests()
ANSWERING = sorted(name for name, one in MANIFESTS.items() if one.answers)
READ_ONLY = sorted(set(MANIFESTS) - set(ANSWERING))
NO_SIGN_IN = {"hacker-news"}
"""Nothing there can be revoked, and nothing that is kept of it is a secret."""

ASKED, ANSWER, LATER = "where is my parcel?", "It is on its way.", "It has arrived."
_SECRET_PARTS = ("access", "refresh", "client_secret", "key", "token", "secret")


@dataclass
class Shop:
    """A workspace that is signed in to one practice network."""

    net: Network
    store: Store
    account: Account
    secrets: practising.SessionSecrets

    def engine(self) -> Engine:
        return Engine(self.store, SystemClock(), Networks(), self.secrets, once=True)

    async def sync(self) -> None:
        assert await self.engine().once() == {}

    async def hear(self) -> str:
        """Let a customer write, and receive it; return its id."""
        item = self.net.there.write(ASKED)
        await self.sync()
        return item

    @property
    def row(self) -> Conversation:
        (row,) = Views(self.store, SystemClock()).page(InboxQuery(Folder.ALL)).rows
        return row

    def messages(self) -> list[Message]:
        thread = Views(self.store, SystemClock()).thread(self.row.id)
        assert thread is not None
        return [one.message for one in thread.messages]

    async def answer(self, text: str) -> ReplyState:
        """Hand an answer in, let the engine run once, and return what became of it, its text unharmed."""
        desk = Desk(self.store, SystemClock(), MARIE)
        handed = await asyncio.wrap_future(submit(desk, NewReply(self.row.id, text), 0))
        self.problems = await self.engine().once()
        reply = self.store.rows().reply(handed.reply)
        assert reply is not None
        assert reply.text.startswith(text)
        return reply.state

    def there(self, item: str, text: str) -> int:
        """Count how often an answer is on the network."""
        return sum(text in one for one in self.net.there.answers(item))


@asynccontextmanager
async def signed_in(name: str, folder: Path) -> AsyncIterator[Shop]:
    place, clock = practising.furnish(folder, Settings(), MARIE), SystemClock()
    secrets = practising.SessionSecrets()
    with practised(name) as net, closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, MARIE)
        account = await connect(desk, Networks(), secrets, name, net.form, net.browser, practising.the_only)
        yield Shop(net, store, account, secrets)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that the program would log, with nothing held back."""
    heard, level = StringIO(), logging.getLogger().level
    handler = logging.StreamHandler(heard)
    logs.listen(handler, logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    yield heard
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)


def test_every_installed_network_has_its_practice() -> None:
    assert sorted(NETWORKS) == sorted(MANIFESTS)


@pytest.mark.parametrize("name", ANSWERING)
async def test_a_customer_is_heard_and_answered_once(name: str, tmp_path: Path) -> None:
    async with signed_in(name, tmp_path) as shop:
        item = await shop.hear()
        (asked,) = shop.messages()
        assert (asked.remote_id, shop.row.needs_reply) == (item, True)
        assert ASKED in asked.text
        assert await shop.answer(ANSWER) is ReplyState.SENT
        for _ in range(2):
            await shop.sync()
            _, answered = shop.messages()
            assert (answered.author.ours, ANSWER in answered.text) == (True, True)
            assert (shop.there(item, ANSWER), shop.row.needs_reply) == (1, False)
        counted = await shop.engine().recount(shop.account.id)
        assert (counted.fetched, counted.unlisted) == (0, 0)
        assert len(shop.messages()) == 2


async def test_what_one_round_cost_is_told_at_its_end(tmp_path: Path) -> None:
    async with signed_in("x", tmp_path) as shop:
        await shop.hear()
        told = {one.name: one.left for one in shop.store.health(shop.account.id).budgets}
        assert told == {one.name: one.left for one in shop.engine().pace(shop.account).budgets()}
        assert told["messages"] == 14


@pytest.mark.parametrize("name", READ_ONLY)
async def test_where_no_answer_is_taken_that_is_said_before_anything_is_sent(
    name: str, tmp_path: Path
) -> None:
    async with signed_in(name, tmp_path) as shop:
        await shop.hear()
        with pytest.raises(NotPossible, match=r"\b[Oo]pen"):
            await shop.answer(ANSWER)
        assert shop.store.rows().in_flight() == []
        counted = await shop.engine().recount(shop.account.id)
        assert (counted.fetched, counted.unlisted) == (0, 0)


@pytest.mark.logs
@pytest.mark.parametrize("name", sorted(set(MANIFESTS) - NO_SIGN_IN))
async def test_a_sign_in_that_ended_is_said_and_keeps_the_answer(name: str, tmp_path: Path) -> None:
    async with signed_in(name, tmp_path) as shop:
        item = await shop.hear()
        shop.net.there.revoke()
        if name in ANSWERING:
            assert await shop.answer(LATER) is ReplyState.QUEUED
            assert shop.there(item, LATER) == 0
            problems = shop.problems
        else:
            problems = await shop.engine().once()
        health = shop.store.health(shop.account.id)
        assert (health.state, list(problems)) == ("sign-in", [shop.account.id])
        assert in_words(problems[shop.account.id])


def in_words(problem: ResponderError) -> bool:
    """Say whether a person can make something of it: it tells no request and no status alone."""
    return not any(part in str(problem) for part in ("GET /", "POST /", "http://"))


@pytest.mark.logs
@pytest.mark.parametrize("name", sorted(MANIFESTS))
async def test_no_secret_is_seen_again(
    name: str, tmp_path: Path, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    async with signed_in(name, tmp_path) as shop:
        await shop.hear()
        if name in ANSWERING:
            await shop.answer(ANSWER)
        hidden = secrets_of(shop, name)
        if name not in NO_SIGN_IN:
            shop.net.there.revoke()
        await shop.engine().once()
        hidden |= secrets_of(shop, name)
        place = Workspace(tmp_path)
        for command in (["export", "-"], ["account", "list", "--json"], ["doctor", "--offline", "--json"]):
            words = ["--workspace", str(place.folder), "--verbose", *command]
            await asyncio.to_thread(main, words)
        said = "".join(capsys.readouterr())
        said += log.getvalue() + repr(shop.account) + on_disk(tmp_path)
        assert said.count(ASKED) > 1
        assert [secret for secret in hidden if secret in said] == []


def on_disk(folder: Path) -> str:
    """Return everything in a workspace's files, as far as it is text."""
    return "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


def secrets_of(shop: Shop, name: str) -> set[str]:
    """Return what was typed in secret and each part of what is kept that opens something."""
    kept = shop.secrets.get(shop.account.id) or ""
    whole = set() if name in NO_SIGN_IN or kept.startswith("{") else {kept}
    parts = json.loads(kept) if kept.startswith("{") else {}
    parts |= parts.pop("more", {})
    return whole | set(shop.net.secret) | {parts[key] for key in _SECRET_PARTS if parts.get(key)}
