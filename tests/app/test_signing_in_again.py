"""A sign-in that ends: it is said, sending waits with its text kept, and after another sign-in nothing is missing."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit
from responder.app import practising
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.session import open_store
from responder.core.clock import SystemClock
from responder.core.questions import Folder, InboxQuery
from responder.core.replies import ReplyState
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from responder.store.store import Store
from responder.views.views import Views
from tests.app.conftest import MARIE

CUSTOMER = "ana@cookies.example"


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110  # the network rings no bell of the test
            await asyncio.sleep(0.02)


def texts(store: Store) -> set[str]:
    views = Views(store, SystemClock())
    rows = views.page(InboxQuery(Folder.ALL)).rows
    threads = (views.thread(row.id) for row in rows)
    return {view.message.text for thread in threads if thread for view in thread.messages}


@pytest.mark.logs
async def test_nothing_is_lost_while_nobody_is_signed_in(tmp_path: Path) -> None:
    place, clock = practising.furnish(tmp_path, Settings(), MARIE), SystemClock()
    secrets = practising.SessionSecrets()
    with PracticeServer("empty") as server, closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, MARIE)
        account = await practising.join(server, desk, Networks(), secrets)
        engine = Engine(store, clock, Networks(), secrets)
        running = asyncio.create_task(engine.run())
        asked = server.post(CUSTOMER, f"@{server.handle} where is it?")
        await until(lambda: any("where is it?" in text for text in texts(store)))

        server.revoke()
        engine.retry(account.id)
        await until(lambda: store.health(account.id).state == "sign-in")
        server.post(CUSTOMER, f"@{server.handle} are you there?", in_reply_to=asked)
        row = Views(store, clock).page(InboxQuery()).rows[0]
        handed = await asyncio.wrap_future(submit(desk, NewReply(row.id, "On its way"), 0))
        await asyncio.sleep(0.5)
        reply = store.rows().reply(handed.reply)
        assert reply is not None
        assert (reply.state, reply.text[:10]) == (ReplyState.QUEUED, "On its way")
        assert server.answers() == {}
        assert any("where is it?" in text for text in texts(store))

        await practising.join(server, desk, Networks(), secrets)
        await until(lambda: any("are you there?" in text for text in texts(store)))
        await until(lambda: store.health(account.id).state in ("live", "polling"))
        assert store.health(account.id).gaps == ()
        settled = store.rows().reply(handed.reply)
        assert settled is not None
        assert settled.state in (ReplyState.HELD, ReplyState.QUEUED, ReplyState.SENT, ReplyState.STARTED)
        assert settled.text == reply.text
        assert sum(map(len, server.answers().values())) <= 1
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
