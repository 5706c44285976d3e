"""Sends one answer, to be killed on the way: `python -m tests.connectors.mailbox.victim IMAP SMTP PARENT REPLY`."""

import asyncio
import sys
from uuid import UUID

from responder.connectors.mailbox import connector
from responder.core.messages import Visibility
from responder.core.ports import Outgoing
from tests.connectors.mailbox.practice import account_at, secret
from tests.connectors.means import means


async def main(imap: int, smtp: int, parent: str, reply: str) -> None:
    ours = connector.open(account_at(imap, smtp), means(secret()))
    await ours.send(Outgoing(UUID(reply), "answer", parent, Visibility.DIRECT))


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]))
