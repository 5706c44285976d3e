"""Handing one mail to an SMTP server, knowing at every moment whether it may have been taken.

Sources: RFC 5321, RFC 6409 (submission), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 4616 (PLAIN), RFC 1870 (SIZE),
RFC 6531 (SMTPUTF8), RFC 3463 (enhanced codes).
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from responder.connectors.mailbox.failures import NOT_LET_IN, PATIENCE, connection, reason
from responder.connectors.mailbox.servers import Server
from responder.connectors.mailbox.session import Login
from responder.core.errors import (
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)

CONNECT = 20.0
READ = 45.0
"""Seconds. Servers answer a refused password late on purpose."""

TAKEN = 600.0
"""How long (s) a server may take after the last line of a mail (RFC 5321, 4.5.3.2.6): to give up earlier is a doubt."""

LINES = 200


@dataclass(frozen=True)
class Reply:
    """A server's reply: its number, and its words."""

    code: int
    words: str


class Smtp:
    """One session. Use `handed`, which opens and closes it."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader, self._writer = reader, writer
        self.offers: dict[str, str] = {}

    async def greet(self, context: ssl.SSLContext) -> None:
        """Say hello, under TLS where that comes second."""
        self._good(await self._reply(READ))
        await self._hello()
        if self._server.security != "starttls":
            return
        if "STARTTLS" not in self.offers:
            if self._server.local:
                return
            raise Refused(
                f"{self._server.host} offers no encryption: anybody on the way could read the password."
            )
        self._good(await self._say("STARTTLS"))
        if self._reader._buffer:  # type: ignore[attr-defined]  # what came in the clear may be anybody's
            raise Malformed(f"{self._server.host} went on in the clear after STARTTLS", b"")
        await self._writer.start_tls(context, server_hostname=self._server.host)
        await self._hello()

    async def _hello(self) -> None:
        reply = await self._say("EHLO localhost")
        if reply.code >= 500:
            reply = await self._say("HELO localhost")
        self._good(reply)
        words = [line.partition(" ") for line in reply.words.split("\n")[1:]]
        self.offers = {name.upper(): rest for name, _, rest in words}

    async def enter(self, login: Login) -> None:
        """Sign in. Raises SignInNeeded."""
        mechanisms = self.offers.get("AUTH", "").upper().split()
        if login.token:
            proof = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"
            reply = await self._say(f"AUTH XOAUTH2 {_coded(proof)}")
            if reply.code == 334:
                reply = await self._say("")  # it said why in its own way, and waits to be let go
        elif "PLAIN" in mechanisms or "LOGIN" not in mechanisms:
            proof = f"\0{login.user}\0{login.secret}"
            reply = await self._say(f"AUTH PLAIN {_coded(proof)}")
        else:
            reply = await self._say("AUTH LOGIN")
            for part in (login.user, login.secret):
                if reply.code == 334:
                    reply = await self._say(_coded(part))
        if reply.code in (530, 534, 535, 538) or reply.code >= 500:
            raise SignInNeeded(NOT_LET_IN.format(host=self._server.host))
        self._good(reply)

    async def hand(self, sender: str, recipients: Sequence[str], mail: bytes) -> None:
        """Hand a mail over, to all of these or to nobody.

        Raises Uncertain when its last line was on its way and no answer to it came back; whatever else is raised,
        nothing was taken.
        """
        await self._envelope(sender, recipients, mail)
        self._good(await self._say("DATA"), accepted=(354,))
        stuffed = re.sub(rb"(?m)^\.", b"..", mail)
        try:
            self._writer.write(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            await self._writer.drain()
            reply = await self._reply(TAKEN)
        except (NetworkError, OSError, EOFError, TimeoutError) as error:
            raise Uncertain(f"the line to {self._server.host} was cut while it took the mail") from error
        self._good(reply)

    async def _envelope(self, sender: str, recipients: Sequence[str], mail: bytes) -> None:
        most = self.offers.get("SIZE", "").strip()
        if most.isdecimal() and 0 < int(most) < len(mail):
            raise Refused(
                f"{self._server.host} takes mails of at most {int(most) // 1000} kB: this one has {len(mail) // 1000}."
            )
        more = f" SIZE={len(mail)}" if "SIZE" in self.offers else ""
        if not all(one.isascii() for one in (sender, *recipients)):
            if "SMTPUTF8" not in self.offers:
                raise Refused(f"{self._server.host} cannot send to an address with letters beyond A to Z.")
            more += " SMTPUTF8"
        if "8BITMIME" in self.offers and not mail.isascii():
            more += " BODY=8BITMIME"
        self._good(await self._say(f"MAIL FROM:<{sender}>{more}"), sender)
        for one in recipients:
            self._good(await self._say(f"RCPT TO:<{one}>"), one)

    async def quit(self) -> None:
        """Say good-bye, and wait for no answer."""
        self._writer.write(b"QUIT\r\n")

    async def _say(self, line: str) -> Reply:
        if "\r" in line or "\n" in line:
            raise Refused("An address with a line break in it cannot be written to.")
        self._writer.write(line.encode() + b"\r\n")
        await asyncio.wait_for(self._writer.drain(), READ)
        return await self._reply(READ)

    async def _reply(self, patience: float) -> Reply:
        lines: list[str] = []
        async with asyncio.timeout(patience):
            while True:
                raw = await self._reader.readuntil(b"\n")
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                if not re.match(r"[2-5]\d\d(?:[ -]|$)", line) or len(lines) >= LINES:
                    raise Malformed(f"{self._server.host} answered with what is not the protocol", raw)
                lines.append(line[4:])
                if line[3:4] != "-":
                    return Reply(int(line[:3]), "\n".join(lines))

    def _good(
        self, reply: Reply, about: str = "", accepted: tuple[int, ...] = (220, 221, 235, 250, 251, 252)
    ) -> None:
        if reply.code in accepted:
            return
        words = reason(re.sub(r"^\d\.\d{1,3}\.\d{1,3} ", "", reply.words.replace("\n", " ")))
        host = self._server.host
        if reply.code == 421:
            raise Unreachable(f"{host} is not available: {words}")
        if 400 <= reply.code < 500 and about:
            raise Throttled(f"{host} asks to try again later, about {about}: {words}", PATIENCE)
        if 400 <= reply.code < 500:
            raise Throttled(f"{host} asks for patience: {words}", PATIENCE)
        if reply.code in (530, 535):
            raise SignInNeeded(NOT_LET_IN.format(host=host))
        if about:
            raise Refused(f"{host} does not accept {about}: {words}")
        raise Refused(f"{host} does not allow this: {words}")


async def handed(server: Server, login: Login, sender: str, recipients: Sequence[str], mail: bytes) -> None:
    """Hand one mail to a server. Raises NetworkError; Uncertain only when it may have been taken."""
    session, writer = await _opened(server, login)
    try:
        try:
            await session.hand(sender, recipients, mail)
        except Exception as error:
            raise _typed(error, server) from error
        await session.quit()
    finally:
        writer.close()


async def proved(server: Server, login: Login) -> None:
    """Prove that a server lets us in. Raises NetworkError."""
    session, writer = await _opened(server, login)
    try:
        await session.quit()
    finally:
        writer.close()


async def _opened(server: Server, login: Login) -> tuple[Smtp, asyncio.StreamWriter]:
    context = await asyncio.to_thread(
        ssl.create_default_context
    )  # it reads every certificate that is trusted
    writer = None
    try:
        async with asyncio.timeout(CONNECT):
            reader, writer = await asyncio.open_connection(
                server.host, server.port, ssl=context if server.security == "tls" else None
            )
        session = Smtp(server, reader, writer)
        await session.greet(context)
        await session.enter(login)
    except BaseException as error:
        if writer is not None:
            writer.close()
        if not isinstance(error, Exception):
            raise
        raise _typed(error, server) from error
    return session, writer


def _typed(error: Exception, server: Server) -> Exception:
    if isinstance(error, NetworkError):
        return error
    if isinstance(error, asyncio.LimitOverrunError):
        return Malformed(f"{server.host} answered with what is not the protocol", b"")
    return connection(error, server.host) or error


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
