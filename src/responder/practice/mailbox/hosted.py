"""Two servers on loopback, in a thread with a loop of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from responder.practice.mailbox.faults import Faults
from responder.practice.mailbox.imap import ImapLine
from responder.practice.mailbox.smtp import Submission
from responder.practice.mailbox.syntax import MOST
from responder.practice.mailbox.world import World

T = TypeVar("T")


class _Line(Protocol):
    writer: asyncio.StreamWriter

    @property
    def idling(self) -> bool: ...

    async def run(self) -> None: ...


class Hosted:
    """Serves a mailbox. Its methods may be called from any thread."""

    def __init__(self, imap_port: int = 0, smtp_port: int = 0) -> None:
        self.loop = asyncio.new_event_loop()
        self.world, self.faults = World(), Faults()
        self._ports = imap_port, smtp_port
        self._lines: dict[asyncio.Task[None], _Line] = {}
        self._servers: list[asyncio.Server] = []
        self._thread: threading.Thread | None = None
        self.imap_port = self.smtp_port = 0

    def start(self) -> Self:
        """Serve."""
        begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(begun,), name="practice")
        self._thread.start()
        begun.result(timeout=30)
        return self

    def stop(self) -> None:
        """Cut every line and end the thread."""
        if self._thread is not None:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, begun: "Future[None]") -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._open())
        begun.set_result(None)
        self.loop.run_forever()
        self.loop.run_until_complete(self._close())
        asyncio.set_event_loop(None)
        self.loop.close()

    async def _open(self) -> None:
        for kind, port in ((ImapLine, self._ports[0]), (Submission, self._ports[1])):
            server = await asyncio.start_server(self._serving(kind), "127.0.0.1", port, limit=MOST)
            self._servers.append(server)
        self.imap_port, self.smtp_port = (one.sockets[0].getsockname()[1] for one in self._servers)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        self._cut()
        for task in self._lines:
            task.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    def _serving(
        self, kind: type[Any]
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line: _Line = kind(self.world, self.faults, reader, writer)
            task = asyncio.current_task()
            assert task is not None
            self._lines[task] = line
            try:
                with suppress(OSError, EOFError, asyncio.CancelledError):  # the client has gone, or we go
                    await line.run()
            finally:
                del self._lines[task]
                writer.close()

        return serve

    def _cut(self, scrap: bytes = b"") -> None:
        for line in self._lines.values():
            if scrap and not line.writer.is_closing():
                line.writer.write(scrap)
            line.writer.transport.abort()

    def call(self, work: Callable[[], T]) -> T:
        """Do something in the servers' thread and return its result."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as error:
                done.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return done.result(timeout=30)
