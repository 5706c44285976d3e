"""Mails that were read, as items: each once, under an id that is its own."""

import asyncio
from uuid import UUID

from responder.connectors.mailbox import locating, making, parse
from responder.connectors.mailbox.box import Box
from responder.connectors.mailbox.imap import Raw
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.parse import Mail
from responder.connectors.mailbox.threads import Threads
from responder.core.errors import Malformed
from responder.core.messages import Message
from responder.core.ports import Item, Unreadable

HEAVY = 200_000
"""From how many bytes on a mail takes longer to read than a frame of the window."""


class News:
    """Makes items of what lies in the folder, and of what we have sent."""

    def __init__(self, line: Line, box: Box, threads: Threads, account: UUID, server: str) -> None:
        self._line, self._box, self._threads = line, box, threads
        self._account, self._server = account, server
        self._seen: dict[str, str] = {}

    async def received(self, raw: Raw, now: int) -> list[Item]:
        """Return what one mail of the folder amounts to, after ancestors of it that we never had."""
        try:
            mail = await _read(raw)
        except Malformed as error:
            return [Unreadable(raw.body, str(error))]
        remote_id = await self._identity(mail, raw.uid)
        if remote_id is None:
            return []
        joint = await self._threads.joint(mail, remote_id, raw.uid)
        message = self._message(mail, remote_id, joint.root, joint.parent, raw.at or now, ours=False)
        return [*joint.above, message]

    async def put_aside(self, remote_id: str) -> list[Item]:
        """Return the version of a mail that somebody put to the spam or in the trash; nothing for one that only went.

        A colleague who files a mail away, or deletes it for good, takes back nothing of what the customer said.
        """
        root = await self._threads.root_of(remote_id)
        found = await self._line.ask(lambda imap: locating.aside(imap, self._box, remote_id))
        if root is None or found is None:
            return []
        one, state = found
        joint = await self._threads.joint(one.mail, remote_id, 0, depth=0)
        return [
            making.message(
                one.mail, self._box, self._account, self._server, remote_id=remote_id, root=root, parent=joint.parent,
                at=one.raw.at, ours=False, state=state,
            )
        ]  # fmt: skip

    async def sent(self, raw: Raw, now: int) -> list[Item]:
        """Return what one sent mail amounts to: an answer in a conversation that we know, or nothing."""
        try:
            mail = await _read(raw)
        except Malformed:
            return []  # what we sent ourselves and cannot be read asks for nothing
        remote_id = mail.key or making.without_key(mail)
        joint = await self._threads.joint(mail, remote_id, 0, depth=0)
        if not joint.known:
            return []
        return [self._message(mail, remote_id, joint.root, joint.parent, raw.at or now, ours=True)]

    def _message(
        self, mail: Mail, remote_id: str, root: str, parent: str | None, at: int, *, ours: bool
    ) -> Message:
        message = making.message(
            mail, self._box, self._account, self._server, remote_id=remote_id, root=root, parent=parent, at=at,
            ours=ours,
        )  # fmt: skip
        self._threads.learn(message)
        return message

    async def _identity(self, mail: Mail, uid: int) -> str | None:
        """Return the id of a mail of the folder; None for a copy of one that we have.

        A Message-ID is whatever its sender wrote. One that is another mail's already gets a mark, so that it neither
        passes for a later version of that mail nor is lost; the copy of a mail that came twice is no second mail.
        """
        if not mail.key:
            return making.without_key(mail)
        seen = self._seen.setdefault(mail.key, mail.digest)
        if seen != mail.digest:
            return making.another(mail)
        ours = mail.sender is not None and mail.sender.key == self._box.address.key
        if not ours and await self._threads.root_of(mail.key) is None:
            return mail.key
        others = await self._line.ask(lambda imap: locating.digests(imap, self._box, mail.key, uid))
        if not others:
            return mail.key  # somebody moved it away and back, or the mailbox was numbered anew
        return None if mail.digest in others else making.another(mail)


async def _read(raw: Raw) -> Mail:
    """Read a mail; a heavy one elsewhere, as the loop that waits here draws the window too."""
    if len(raw.body) < HEAVY:
        return parse.mail(raw.body, cut=raw.cut)
    return await asyncio.to_thread(parse.mail, raw.body, cut=raw.cut)
