"""A line in between that is cut at the worst moment."""

import asyncio
from contextlib import suppress


class Cutter:
    """Passes bytes on until the client has sent so many; then the server's next word is lost, and the line with it."""

    def __init__(self, port: int, after: int) -> None:
        self._target, self._after = port, after
        self._sent = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> "Cutter":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        there, here = await asyncio.open_connection("127.0.0.1", self._target)
        with suppress(OSError):
            await asyncio.gather(self._up(reader, here), self._down(there, writer))

    async def _up(self, reader: asyncio.StreamReader, here: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self._sent += len(data)
            here.write(data)
            await here.drain()
        here.close()

    async def _down(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await there.read(65536):
            if self._sent > self._after:
                writer.transport.abort()
                return
            writer.write(data)
            await writer.drain()
        writer.close()
