"""A practice Bot API server over real HTTP on loopback, in its own thread."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.served import Served
from responder.practice.telegram.api import Methods
from responder.practice.telegram.world import Json, Trouble, World

TOKEN = "7000000001:AAEpractice-token_of-nobody"  # noqa: S105 # it protects nothing: the bot is thrown away
GROUP = -1_002_000_000_001
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class PracticeTelegram(Served):
    """One bot in a public group (`GROUP`), whom people may also write to in private."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now, TOKEN)
        self.methods = Methods(self.world)
        self.world.chat(GROUP, "supergroup", title="Biscuit lovers", username="biscuits")
        self.polls = 0
        self._poller: asyncio.Event | None = None
        self._open = True

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now() * 1_000_000

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file),
        ]  # fmt: skip

    def closing(self) -> None:
        """Let the long poll end."""
        self._open = False
        self.world.woken.set()

    # --- what people do there

    def write(
        self, text: str, *, chat: int = GROUP, who: int = 5_000_000_001, name: str = "Ana", reply_to: int = 0,
        **more: Any,
    ) -> int:  # fmt: skip
        """Write into the group, or into a private chat when `chat` is `who`; return the message's number."""

        def written() -> int:
            sender = self.world.person(who, name)
            if chat == who:
                self.world.chat(who, "private", first_name=name)
            content = {**({"text": text} if text else {}), **more}
            return int(self.world.write(chat, sender, reply_to=reply_to, **content)["message_id"])

        return self.host.call(written)

    def upload(self, data: bytes, path: str, **more: Any) -> Json:
        """Let somebody upload a file; return it as messages carry it."""
        return self.host.call(lambda: self.world.upload(data, path, **more))

    def edit(self, chat: int, number: int, text: str) -> None:
        """Change what somebody wrote."""

        def changed() -> None:
            message = self.world.messages[chat, number]
            message |= {"text": text, "edit_date": self.world.now()}
            self.world.tell("edited_message", dict(message))

        self.host.call(changed)

    def tell(self, kind: str, what: Any) -> int:
        """Queue any update."""
        return self.host.call(lambda: self.world.tell(kind, what))

    def delete(self, chat: int, number: int) -> None:
        """Delete a message; no bot is told."""
        self.host.call(lambda: self.world.messages.pop((chat, number), None))

    def answers(self, chat: int, number: int) -> list[str]:
        """Return the texts with which the bot answered a message."""

        def found() -> list[str]:
            return [
                str(one.get("text", one.get("caption", "")))
                for one in self.world.messages.values()
                if one["chat"]["id"] == chat and one["from"]["id"] == self.world.bot["id"]
                and one.get("reply_to_message", {}).get("message_id") == number
            ]  # fmt: skip

        return self.host.call(found)

    def revoke(self) -> None:
        """Let @BotFather make another token."""
        self.world.token = "7000000001:AAEanother"  # noqa: S105 # of nobody

    def forget(self, kept: int) -> None:
        """Let all updates but the newest expire."""

        def expire() -> None:
            self.world.pending = self.world.pending[-kept:]

        self.host.call(expire)

    # --- inside

    async def _answer(self, request: Request) -> Response:
        given = await _parameters(request)
        if request.path_params["token"] != self.world.token:
            return _no(Trouble(401, "Unauthorized"))
        method = str(request.path_params["method"])
        try:
            if method == "getUpdates":
                return _yes(await self._updates(request, given))
            if method in ("setWebhook", "deleteWebhook"):
                self.world.webhook = str(given.get("url", "")) if method == "setWebhook" else ""
                return _yes(True)
            if method not in self.methods.known:
                raise Trouble(404, "Not Found")
            return _yes(self.methods.known[method](given))
        except Trouble as error:
            return _no(error)

    async def _file(self, request: Request) -> Response:
        if request.path_params["token"] != self.world.token:
            return _no(Trouble(401, "Unauthorized"))
        data = self.world.disk.get(str(request.path_params["path"]))
        if data is None:
            return _no(Trouble(404, "Not Found"))
        return Response(data, media_type="application/octet-stream")

    async def _updates(self, request: Request, given: Json) -> list[Json]:
        if self.world.webhook:
            raise Trouble(409, WEBHOOK)
        if self._poller is not None:
            self._poller.set()
            self.world.woken.set()
        mine = self._poller = asyncio.Event()
        offset = int(str(given.get("offset", 0)))
        limit = min(100, int(str(given.get("limit", 100))))
        gone = asyncio.create_task(_hung_up(request))
        self.polls += 1
        try:
            async with asyncio.timeout(int(str(given.get("timeout", 0))) or None):
                return await self._first(
                    offset, limit, mine, gone, waits=bool(int(str(given.get("timeout", 0))))
                )
        except TimeoutError:
            return []
        finally:
            self.polls -= 1
            gone.cancel()
            if self._poller is mine:
                self._poller = None

    async def _first(
        self, offset: int, limit: int, mine: asyncio.Event, gone: asyncio.Task[None], *, waits: bool
    ) -> list[Json]:
        while True:
            self.world.woken.clear()
            if mine.is_set():
                raise Trouble(409, OTHER_POLLER)
            found = self.world.updates(offset, limit)
            if found or not waits or gone.done() or not self._open:
                return found
            woken = asyncio.create_task(self.world.woken.wait())
            try:
                await asyncio.wait((woken, gone), return_when=asyncio.FIRST_COMPLETED)
            finally:
                woken.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _parameters(request: Request) -> Json:
    """Return what was given in the address, a form or JSON: all are taken."""
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if "json" in kind:
        given |= json.loads(await request.body() or b"{}")
    elif "form" in kind:
        async with request.form() as form:
            given |= dict(form)
    else:
        await request.body()
    return given


def _yes(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(trouble: Trouble) -> Response:
    body: Json = {"ok": False, "error_code": trouble.code, "description": str(trouble)}
    if trouble.more:
        body["parameters"] = trouble.more
    return JSONResponse(body, trouble.code)
