"""The practice mailbox's IMAP server (RFC 3501, with IDLE, UIDPLUS, MOVE, SPECIAL-USE, LITERAL+, XOAUTH2)."""

import asyncio

from responder.practice.mailbox import changing, folders, reading, signing, syntax
from responder.practice.mailbox.faults import Fault, Faults
from responder.practice.mailbox.session import Handler, No, Session
from responder.practice.mailbox.syntax import Word, Wrong, text
from responder.practice.mailbox.world import World


async def idle(on: Session, rest: list[Word]) -> str:
    """Tell what happens until the client has heard enough (RFC 2177)."""
    on.say(b"+ idling\r\n")
    on.news()
    on.idling = True
    try:
        await on.writer.drain()
        done = (await on.reader.readline()).strip().upper()
    finally:
        on.idling = False
    return "OK done" if done == b"DONE" else "BAD only DONE ends this"


COMMANDS: dict[str, Handler] = {
    **signing.COMMANDS, **folders.COMMANDS, **reading.COMMANDS, **changing.COMMANDS, "IDLE": idle,
}  # fmt: skip


class ImapLine:
    """One client's line, from the greeting to the end."""

    def __init__(
        self, world: World, faults: Faults, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._faults, self.writer = faults, writer
        self.on = Session(world, reader, writer)

    @property
    def idling(self) -> bool:
        """Say whether the client waits for news."""
        return self.on.idling

    async def run(self) -> None:
        """Serve until the client goes."""
        fault = self._faults.take("imap", "GREETING")
        if fault is not None and not await self._shown(fault, b"*"):
            return
        if fault is None:
            self.on.say(f"* OK [CAPABILITY {self.on.world.able}] practice mailbox\r\n".encode())
        self.on.world.watching.add(self.on.changed)
        try:
            while await self._next():
                await self.writer.drain()
        finally:
            self.on.world.watching.discard(self.on.changed)

    async def _next(self) -> bool:
        try:
            words = await syntax.command(self.on.reader, self.writer)
        except Wrong as error:
            self.on.say(f"* BAD {error}\r\n".encode())
            return True
        if len(words) < 2:
            return bool(words)
        tag, name = words[0], text(words[1]).upper()
        rest = words[2:]
        if name == "UID" and rest:
            name, rest = f"UID {text(rest[0]).upper()}", rest[1:]
        assert isinstance(tag, bytes)
        fault = self._faults.take("imap", name)
        if fault is not None:
            self.on.rewrite = fault.rewrite
            if fault.after:
                await self._answered(name, rest)
            if not await self._shown(fault, tag):
                return False
            if fault.reply or fault.raw or fault.after:
                return True
        answer = await self._answered(name, rest)
        self.on.rewrite = None
        self.on.say(tag + b" " + answer.encode() + b"\r\n")
        return name != "LOGOUT"

    async def _shown(self, fault: Fault, tag: bytes) -> bool:
        """Carry a fault out; say whether the line goes on."""
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.raw:
            self.on.say(fault.raw)
        if fault.reply:
            self.on.say(tag + b" " + fault.reply.encode() + b"\r\n")
        if fault.cut:
            await self.writer.drain()
            self.writer.transport.abort()
        return not fault.cut

    async def _answered(self, name: str, rest: list[Word]) -> str:
        handler = COMMANDS.get(name)
        if handler is None:
            return f"BAD there is no {name}"
        if not self.on.user and name not in signing.COMMANDS:
            return "BAD sign in first"
        try:
            answer = await handler(self.on, rest)
        except No as error:
            return f"NO {error}"
        except (Wrong, ValueError, IndexError, StopIteration) as error:
            return f"BAD {error or 'that is not how it is said'}"
        if self.on.folder is not None and name not in ("FETCH", "STORE", "SEARCH"):
            self.on.news()
        return answer
