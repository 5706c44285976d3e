"""An IMAP session in a thread of its own: asked from the loop, cut when nobody waits for the answer any more."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from responder.connectors.mailbox.imap import Imap
from responder.connectors.mailbox.servers import Server
from responder.connectors.mailbox.session import Login
from responder.core.errors import NetworkError, Refused, Unreachable

T = TypeVar("T")


class Line:
    """Opened at the first question, and again after it was lost. One question at a time."""

    def __init__(self, server: Server, login: Callable[[], Awaitable[Login]]) -> None:
        self._server = server
        self._login = login
        self._session: Imap | None = None
        self._turn = asyncio.Lock()

    async def ask(self, question: Callable[[Imap], T]) -> T:
        """Return what a question brings. Raises NetworkError; a cancelled question ends the line."""
        async with self._turn:
            login = await self._login() if self._session is None else None
            asked = _Asked()
            return await self._in_thread(lambda: self._answered(question, login, asked), asked)

    async def aclose(self) -> None:
        """End the line."""
        session, self._session = self._session, None
        if session is not None:
            session.cut()
            await self._in_thread(session.close, _Asked())

    def _answered(self, question: Callable[[Imap], T], login: Login | None, asked: "_Asked") -> T:
        if self._session is None:
            assert login is not None
            session = Imap(self._server, login)
            if asked.given_up:
                session.close()
                raise Unreachable("nobody waits any more")
            self._session = session
        try:
            return question(self._session)
        except Refused:
            raise
        except NetworkError:
            lost, self._session = self._session, None
            if lost is not None:
                lost.close()
            raise

    async def _in_thread(self, work: Callable[[], T], asked: "_Asked") -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def run() -> None:
            try:
                result = work()
            except BaseException as error:
                _tell(loop, _fail, done, error)
            else:
                _tell(loop, _succeed, done, result)

        thread = threading.Thread(target=run, name="mailbox", daemon=True)
        thread.start()
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            asked.given_up = True
            if self._session is not None:
                self._session.cut()
                await asyncio.gather(done, return_exceptions=True)
                await self.aclose()
            raise


class _Asked:
    """One question; a line that was opened for it when nobody waited any more is closed again."""

    given_up = False


def _succeed(done: "asyncio.Future[T]", result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[T]", error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)
        done.exception()  # whoever waits hears it; when nobody does, nobody is to be told


def _tell(loop: asyncio.AbstractEventLoop, how: Callable[..., None], *what: object) -> None:
    try:
        loop.call_soon_threadsafe(how, *what)
    except RuntimeError:
        if not loop.is_closed():
            raise
