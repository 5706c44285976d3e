"""The practice mailbox's submission server (RFC 5321, RFC 6409; AUTH PLAIN, LOGIN and XOAUTH2)."""

import asyncio
import base64
import binascii
import re

from responder.practice.mailbox.faults import Fault, Faults
from responder.practice.mailbox.world import Delivered, World


class Submission:
    """One client's line."""

    def __init__(
        self, world: World, faults: Faults, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._world, self._faults = world, faults
        self._reader, self.writer = reader, writer
        self._user = ""
        self._sender = ""
        self._recipients: list[str] = []
        self._envelope: tuple[str, tuple[str, ...]] = "", ()
        self.idling = False

    async def run(self) -> None:
        """Serve until the client goes."""
        if not await self._say("GREETING", "220 practice mailbox"):
            return
        while line := (await self._reader.readline()).decode("utf-8", "replace").rstrip("\r\n"):
            name, _, rest = line.partition(" ")
            if not await self._command(name.upper(), rest):
                return

    async def _command(self, name: str, rest: str) -> bool:
        match name:
            case "EHLO":
                able = f"250-practice\r\n250-SIZE {self._world.most}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
                return await self._say(name, f"{able}250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN LOGIN XOAUTH2")
            case "HELO" | "NOOP" | "RSET":
                self._sender, self._recipients = "", []
                return await self._say(name, "250 2.0.0 Ok")
            case "AUTH":
                return await self._say(name, await self._signed_in(rest))
            case "MAIL":
                return await self._say(name, self._from(rest))
            case "RCPT":
                return await self._say(name, self._to(rest))
            case "DATA":
                return await self._data()
            case "QUIT":
                await self._say(name, "221 2.0.0 Bye")
                return False
        return await self._say(name, "502 5.5.2 there is no such command")

    async def _signed_in(self, rest: str) -> str:
        mechanism, _, first = rest.partition(" ")
        try:
            if mechanism.upper() == "LOGIN":
                user = await self._asked("Username:")
                return self._entered(user, await self._asked("Password:"), self._world.users)
            said = base64.b64decode(first).decode() if first else await self._asked("")
        except (binascii.Error, UnicodeError):
            return "501 5.5.2 that is not base64"
        if mechanism.upper() == "PLAIN" and said.count("\0") == 2:
            _, user, password = said.split("\0")
            return self._entered(user, password, self._world.users)
        if mechanism.upper() == "XOAUTH2" and "\x01auth=Bearer " in said:
            user, bearer = said.split("\x01")[:2]
            token = bearer.removeprefix("auth=Bearer ")
            return self._entered(user.removeprefix("user="), token, self._world.tokens)
        return "504 5.5.4 another way, please"

    async def _asked(self, what: str) -> str:
        self.writer.write(f"334 {base64.b64encode(what.encode()).decode()}\r\n".encode())
        await self.writer.drain()
        return base64.b64decode((await self._reader.readline()).strip()).decode()

    def _entered(self, user: str, secret: str, known: dict[str, str]) -> str:
        if not secret or known.get(user) != secret:
            return "535 5.7.8 Error: authentication failed"
        self._user = user
        return "235 2.7.0 Authentication successful"

    def _from(self, rest: str) -> str:
        found = re.match(r"FROM:\s*<([^>]*)>(.*)", rest, re.I)
        if found is None:
            return "501 5.5.4 MAIL FROM:<address>"
        if not self._user:
            return "530 5.7.0 Authentication required"
        size = re.search(r"\bSIZE=(\d+)", found[2], re.I)
        if size and int(size[1]) > self._world.most:
            return "552 5.3.4 Message size exceeds fixed limit"
        self._sender, self._recipients = found[1], []
        return "250 2.1.0 Ok"

    def _to(self, rest: str) -> str:
        found = re.match(r"TO:\s*<([^>]+)>", rest, re.I)
        if found is None or not self._sender:
            return "503 5.5.1 MAIL first" if found else "501 5.5.4 RCPT TO:<address>"
        if found[1] in self._world.refused:
            return self._world.refused[found[1]]
        self._recipients.append(found[1])
        return "250 2.1.5 Ok"

    async def _data(self) -> bool:
        if not self._recipients:
            return await self._say("DATA", "503 5.5.1 RCPT first")
        if not await self._say("DATA", "354 End data with <CR><LF>.<CR><LF>"):
            return False
        if self._faults.seen[-1] != ("smtp", "DATA"):
            return True
        lines: list[bytes] = []
        while (line := await self._reader.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        mail, self._envelope = b"".join(lines), (self._sender, tuple(self._recipients))
        self._sender, self._recipients = "", []
        if len(mail) > self._world.most:
            return await self._say("MAIL TEXT", "552 5.3.4 Message too big")
        return await self._say("MAIL TEXT", "250 2.0.0 Ok: queued", mail)

    async def _say(self, command: str, reply: str, mail: bytes | None = None) -> bool:
        """Answer, and take a mail, unless a fault says otherwise; say whether the line goes on."""
        fault = self._faults.take("smtp", command)
        if mail is not None and (fault is None or fault.after or not (fault.reply or fault.cut or fault.raw)):
            self._take(mail)
        if fault is not None and (fault.reply or fault.raw or fault.cut or fault.delay):
            return await self._shown(fault, reply)
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        return True

    async def _shown(self, fault: Fault, reply: str) -> bool:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.cut:
            self.writer.write(fault.raw)
            await self.writer.drain()
            self.writer.transport.abort()
            return False
        self.writer.write(fault.raw or (fault.reply or reply).encode() + b"\r\n")
        await self.writer.drain()
        return True

    def _take(self, mail: bytes) -> None:
        sender, recipients = self._envelope
        self._world.delivered.append(Delivered(sender, recipients, mail))
        if self._world.saves:
            self._world.put("Sent", mail, {"\\Seen"})
