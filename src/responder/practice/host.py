"""Runs an ASGI application over real HTTP on loopback, in a thread with a loop of its own."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn

T = TypeVar("T")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Host:
    """A web server on 127.0.0.1. The application runs in its thread only: speak to it through `call`."""

    def __init__(self, port: int = 0) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.loop = asyncio.new_event_loop()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self, app: App, background: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Serve; `background` runs beside it in the same loop until the end."""
        config = uvicorn.Config(
            app,
            ws="wsproto",
            http="h11",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._socket.listen(128)
        self._thread = threading.Thread(target=self._run, args=(self._server, background), name="practice")
        self._thread.start()

    def stop(self) -> None:
        """Cut every line and end the thread."""
        if self._thread is None or self._server is None:
            self._socket.close()
            self.loop.close()
            return
        self.loop.call_soon_threadsafe(self.cut_all)
        self._server.should_exit = True
        self._thread.join()
        self._thread = None
        self._socket.close()

    def call(self, function: Callable[[], T]) -> T:
        """Run a function in the server's thread and return its result."""
        result: Future[T] = Future()

        def run() -> None:
            try:
                result.set_result(function())
            except BaseException as error:
                result.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return result.result(timeout=30)

    def cut(self, scope: Scope, scrap: bytes = b"") -> None:
        """Reset the line that a request came on, after writing some last bytes. In the server's thread."""
        for connection in self._connections():
            if connection.client is not None and tuple(connection.client) == tuple(scope["client"]):
                if scrap:
                    connection.transport.write(scrap)
                connection.transport.abort()
                return

    def cut_all(self, scrap: bytes = b"") -> None:
        """Reset every line, after writing some last bytes. In the server's thread."""
        for connection in self._connections():
            if scrap:
                connection.transport.write(scrap)
            connection.transport.abort()

    def _connections(self) -> list[Any]:
        return [] if self._server is None else list(self._server.server_state.connections)

    def _run(self, server: uvicorn.Server, background: Callable[[], Coroutine[Any, Any, None]]) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve(server, background))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self.loop.close()

    async def _serve(
        self, server: uvicorn.Server, background: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        beside = asyncio.create_task(background())
        await server.serve(sockets=[self._socket])
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)
