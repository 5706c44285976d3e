"""What every small practice network has in common: it is served on loopback, and it can be told to misbehave."""

from collections.abc import MutableMapping
from email.utils import formatdate
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from responder.core.clock import SystemClock
from responder.practice.faults import Fault, Faults
from responder.practice.host import App, Host, Receive, Scope, Send


class Served:
    """A network in a thread of its own. Methods of subclasses may be called from any thread, through `call`."""

    def __init__(self, port: int = 0) -> None:
        self.host = Host(port)
        self.url = self.host.url
        self.faults = Faults(self.host)

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        raise NotImplementedError

    def closing(self) -> None:
        """Let go of whoever waits for an answer. In the server's thread."""

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC), which goes with every answer."""
        return SystemClock().now()

    def start(self) -> Self:
        """Serve."""
        self.host.start(self.faults.around(self._dated(Starlette(routes=self.routes()))), _nothing)
        return self

    def stop(self) -> None:
        """Cut every line and end."""
        if self.host.loop.is_running():
            self.host.call(self.closing)
        self.host.stop()

    def fault(self, **what: Any) -> None:
        """Arm a fault: see `practice.faults.Fault`."""
        self.faults.add(Fault(**what))

    def cut(self, scrap: bytes = b"") -> None:
        """Cut every open line, after writing some last bytes on it."""
        self.host.call(lambda: self.host.cut_all(scrap))

    def _dated(self, app: App) -> App:
        async def dated(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_more(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    date = formatdate(self.now() // 1_000_000, usegmt=True)
                    message = {**message, "headers": [*message.get("headers", []), (b"date", date.encode())]}
                await send(message)

            await app(scope, receive, send_more)

        return dated

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


async def _nothing() -> None:
    return
