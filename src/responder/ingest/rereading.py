"""Payloads that an earlier version could not read, tried again by this one."""

import asyncio
import logging
from importlib.metadata import version

from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Malformed, NetworkError
from responder.core.ports import Batch, Connector
from responder.ingest.items import beside
from responder.store.store import Store

log = logging.getLogger(__name__)

VERSION = version("responder")


async def reread(
    account: Account, store: Store, connector: Connector, clock: Clock, by: str = VERSION
) -> int:
    """Read again what this version (`by`) has not tried yet; return how many could be read."""
    found = 0
    for number, item in await asyncio.to_thread(store.untried, account.id, by):
        try:
            batch = Batch(await connector.reread(item.payload), "")
        except Malformed:
            await asyncio.wrap_future(store.tried_again(number, by, read=False))
            continue
        except NetworkError:
            return found  # the line, not the payload: tried at the next start
        except Exception:
            # Raised on, an old payload would stop what is new at every start.
            log.exception("%s: an unreadable payload meets a fault in the program", account.handle)
            await asyncio.wrap_future(store.tried_again(number, by, read=False))
            continue
        await store_beside(account, store, batch, clock.now())
        await asyncio.wrap_future(store.tried_again(number, by, read=True))
        found += 1
    return found


async def store_beside(account: Account, store: Store, batch: Batch, now: int) -> None:
    """Store what was read beside the listening."""
    writing = store.transact(lambda rows: beside(batch, account, rows, store.device, now), durable=False)
    await asyncio.shield(asyncio.wrap_future(writing))
