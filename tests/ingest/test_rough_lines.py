"""Receiving from a practice server over bad lines, cut short at any time: each message once, none missing."""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from responder.core.accounts import Account
from responder.core.events import MessageReceived
from responder.core.ids import message_id
from responder.core.messages import Message
from responder.core.ports import Connector
from responder.core.questions import Folder, InboxQuery
from responder.ingest.receiver import Receiver
from responder.store.store import Store
from tests.connectors.contract import Memory
from tests.connectors.mastodon.crowd import Crowd, Rough
from tests.connectors.mastodon.people import Fast, Practice
from tests.scripted import connect

ROUNDS = 8
"""How often people write while the line is bad."""

PATIENCE = 45.0
"""Longer (s) than a question waits for an answer that was lost without a word."""


class Stored(Memory):
    """What a connector may know, asked of the store."""

    def __init__(self, store: Store, account: Account) -> None:
        super().__init__()
        self._store, self._account = store, account

    async def root_of(self, remote_id: str) -> str | None:
        return self._store.root_of(self._account.network, self._account.server, remote_id)


def received(store: Store) -> list[Message]:
    rows = store.rows()
    streams: list[UUID] = list(rows.conversations(InboxQuery(Folder.ALL)))
    bodies = [event.body for stream in streams for event in rows.events(stream)]
    return [body.message for body in bodies if isinstance(body, MessageReceived)]


@pytest.mark.logs
@pytest.mark.parametrize("seed", range(1))
async def test_each_message_is_in_the_log_once_whatever_happens(tmp_path: Path, seed: int) -> None:
    dice, clock = Random(seed), Fast()
    net = Practice(clock=clock)
    net.wire = lambda: Rough(dice)
    store = Store.open(tmp_path / "w.db", clock)
    account = net.account
    connect(store, account)

    def connector(owner: Account, *, once: bool = False) -> Connector:
        return net.connector(Stored(store, owner), once=once)

    def has(remote_id: str) -> bool:
        return store.rows().message(message_id("mastodon", account.server, remote_id)) is not None

    receiver = Receiver(store, clock, connector)
    with net.server:
        crowd = Crowd(net, dice)
        running = asyncio.create_task(receiver.run())
        try:
            for _ in range(ROUNDS):
                await crowd.round()
                if dice.random() < 0.4:
                    receiver.retry()
                wanted = net.server.incoming()
                async with asyncio.timeout(PATIENCE):
                    while not all(has(item) for item in wanted):  # noqa: ASYNC110 # the store rings no bell of the test
                        await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    try:
        found = received(store)
        spoken = Counter(one.remote_id for one in found if one.addressed)
        assert set(wanted) <= set(spoken)
        assert max(Counter((one.remote_id, one.addressed) for one in found).values()) == 1
    finally:
        store.close()
