"""From what somebody says of us on a real server to our approved answer there; and nothing twice, in any order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.actions import reply
from responder.actions.desk import Desk
from responder.actions.monitors import save
from responder.app import practising
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.session import open_store
from responder.core.accounts import Member, Role
from responder.core.clock import SystemClock
from responder.core.conversations import Conversation
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.questions import Folder, InboxQuery
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from responder.store.store import Store
from responder.views.views import Views
from tests.app.conftest import MARIE

PAUL = Member("paul", "Paul Dirac", Role.AGENT)
BRAND = Monitor(
    UUID(int=61), "Brand", Field.COMPANY,
    (Term(TermKind.HASHTAG, "biscuits"), Term(TermKind.KEYWORD, "grand lièvre")), exclude=("contest",), approval=True,
)  # fmt: skip
BOB = "bob@far.example"


@dataclass
class Listening:
    """A workspace signed in to a practice server, with a monitor."""

    server: PracticeServer
    store: Store
    secrets: practising.SessionSecrets

    def engine(self, *, once: bool = True) -> Engine:
        return Engine(self.store, SystemClock(), Networks(), self.secrets, once=once)

    async def sync(self) -> None:
        assert await self.engine().once() == {}

    def heard(self) -> list[Conversation]:
        query = InboxQuery(Folder.LISTENING, member="marie", monitor=BRAND.id)
        return list(Views(self.store, SystemClock()).page(query).rows)


@asynccontextmanager
async def practised(folder: Path) -> AsyncIterator[Listening]:
    place = practising.furnish(folder, Settings(undo_seconds=0), MARIE)
    secrets, clock = practising.SessionSecrets(), SystemClock()
    with PracticeServer("empty", speed=0) as server, closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, MARIE)
        await practising.join(server, desk, Networks(), secrets)
        await asyncio.wrap_future(save(desk, BRAND))
        yield Listening(server, store, secrets)


async def until(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not said():  # noqa: ASYNC110  # nothing rings here
            await asyncio.sleep(0.01)


async def test_what_is_said_of_us_is_found_and_our_approved_answer_gets_there(tmp_path: Path) -> None:
    async with practised(tmp_path) as here:
        post = here.server.post(BOB, "Where are good #biscuits? Not at Grand Lièvre!")
        here.server.post(BOB, "#biscuits contest")
        here.server.post_as_us("our #biscuits")
        await here.sync()
        (row,) = here.heard()
        assert (row.overheard, row.needs_reply, row.handle, row.messages) == (True, False, BOB, 1)
        paul, marie = (Desk(here.store, SystemClock(), who) for who in (PAUL, MARIE))
        made = reply.submit(paul, reply.NewReply(row.id, "Come and taste ours!"), 0).result(10)
        assert made.awaiting
        await here.sync()
        assert here.server.answers() == {}
        reply.approve(marie, made.reply).result(10)
        await here.sync()
        ((answered, (text,)),) = here.server.answers().items()
        assert answered == post
        assert "Come and taste ours!" in text
        assert "Paul" in text
        await here.sync()
        (row,) = here.heard()
        assert (row.messages, row.unread) == (2, False)


@pytest.mark.logs
@pytest.mark.parametrize("heard_first", [True, False])
async def test_a_mention_that_a_monitor_also_finds_is_one_message_that_waits_for_us(
    tmp_path: Path, heard_first: bool
) -> None:
    async with practised(tmp_path) as here:
        paused = replace(BRAND, paused=True)
        if not heard_first:
            await asyncio.wrap_future(save(Desk(here.store, SystemClock(), MARIE), paused))
        here.server.post(BOB, f"@{here.server.handle} I love your #biscuits")
        if heard_first:
            here.server.fault(path="/api/v1/notifications", status=503, count=4)
            await here.engine().once()
            (row,) = here.heard()
            assert not row.needs_reply
            here.server.faults.clear()
        await here.sync()
        await asyncio.wrap_future(save(Desk(here.store, SystemClock(), MARIE), BRAND))
        await here.sync()
        (row,) = here.heard()
        assert (row.messages, row.needs_reply, row.overheard) == (1, True, False)


@pytest.mark.logs
async def test_a_server_that_cannot_search_is_told_and_hashtags_are_found_all_the_same(
    tmp_path: Path,
) -> None:
    async with practised(tmp_path) as here:
        here.server.fault(path="/api/v2/search", status=404, count=9)
        here.server.post(BOB, "#biscuits")
        await here.sync()
        assert len(here.heard()) == 1
        (account,) = here.store.accounts()
        assert [(one.term, one.problem) for one in here.store.rows().deaf(account.id)] == [
            ("grand lièvre", "This server has no search.")
        ]


async def test_a_running_engine_hears_of_a_monitor_and_of_news(tmp_path: Path) -> None:
    async with practised(tmp_path) as here:
        here.server.post(BOB, "#biscuits")
        running = asyncio.create_task(here.engine(once=False).run())
        try:
            await until(lambda: len(here.heard()) == 1)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
