"""The desktop's notification service over D-Bus.

`QSystemTrayIcon.showMessage` reaches it only where a StatusNotifier host runs, so we speak to it
ourselves (https://specifications.freedesktop.org/notification-spec/latest/). QtDBus cannot: PySide6
sends every Python int as int32 and the service wants a uint32.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_method_call,
)
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from responder.ui.notify.bubble import Bubble, NoNotificationService

_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_PATIENCE_SECONDS = 5.0
_LEAVE_IT_TO_THE_DESKTOP = -1
_REMEMBERED = 200
_LINE_ERRORS = (OSError, EOFError, KeyError, ValueError, TimeoutError, DBusErrorResponse)


@dataclass
class NotificationService:
    """Shows notices and tells which one was clicked, over one line that the first notice opens."""

    clicked: Callable[[str], None]
    _keys: dict[int, str] = field(default_factory=dict)
    _asked: dict[int, asyncio.Future[Message]] = field(default_factory=dict)
    _line: DBusConnection | None = None
    _capabilities: frozenset[str] | None = None
    _tried: asyncio.Event = field(default_factory=asyncio.Event)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Keep the line open once somebody wants it, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            with suppress(*_LINE_ERRORS):
                await self._converse()
            self._tried.set()

    async def show(self, notice: Bubble) -> None:
        """Show a notice; one with the same key replaces the earlier one. Raises NoNotificationService."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                body = self._body(notice, markup="body-markup" in await self._able())
                (number,) = await self._call("Notify", "susssasa{sv}i", body)
        except _LINE_ERRORS as error:
            raise NoNotificationService(str(error)) from error
        self._keys[int(number)] = notice.key
        while len(self._keys) > _REMEMBERED:
            del self._keys[next(iter(self._keys))]

    async def available(self) -> bool:
        """Say whether a notification service answers here."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._able()
        except (*_LINE_ERRORS, NoNotificationService):
            return False
        return True

    async def _able(self) -> frozenset[str]:
        if self._capabilities is None:
            (names,) = await self._call("GetCapabilities")
            self._capabilities = frozenset(names)
        return self._capabilities

    async def _call(self, method: str, signature: str | None = None, body: tuple[object, ...] = ()) -> tuple:  # type: ignore[type-arg]  # jeepney is untyped
        line = await self._connected()
        serial = next(line.outgoing_serial)
        self._asked[serial] = answer = asyncio.get_running_loop().create_future()
        try:
            await line.send(new_method_call(_SERVICE, method, signature, body), serial=serial)
            return unwrap_msg(await answer)  # type: ignore[no-any-return]  # jeepney is untyped
        finally:
            self._asked.pop(serial, None)

    async def _connected(self) -> DBusConnection:
        if self._line is None:
            if not os.environ.get("DBUS_SESSION_BUS_ADDRESS", "").startswith("unix:"):
                raise NoNotificationService("no session bus")
            self._tried.clear()
            self._wanted.set()
            await self._tried.wait()
        if self._line is None:
            raise NoNotificationService("the session bus does not answer")
        return self._line

    async def _converse(self) -> None:
        line = await open_dbus_connection("SESSION")
        try:
            rule = MatchRule(type="signal", interface=_SERVICE.interface, path=_SERVICE.object_path)
            await line.send(message_bus.AddMatch(rule))
            self._line = line
            self._tried.set()
            while True:
                self._hear(await line.receive())
        finally:
            self._line, self._capabilities = None, None
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(EOFError("the line was cut"))
            await line.close()

    def _hear(self, message: Message) -> None:
        header = message.header
        if header.message_type is MessageType.signal:
            self._signal(header.fields.get(HeaderFields.member), message.body)
            return
        answer = self._asked.get(header.fields.get(HeaderFields.reply_serial, 0))
        if answer is not None and not answer.done():
            answer.set_result(message)

    def _signal(self, name: str | None, body: tuple[int | str, ...]) -> None:
        key = self._keys.get(int(body[0])) if body else None
        if name == "ActionInvoked" and key is not None:
            self.clicked(key)
        elif name == "NotificationClosed" and key is not None:
            del self._keys[int(body[0])]

    def _body(self, notice: Bubble, markup: bool) -> tuple[object, ...]:
        earlier = next((number for number, key in self._keys.items() if key == notice.key), 0)
        hints = {
            "urgency": ("y", 2 if notice.urgent else 1),
            "desktop-entry": ("s", "responder"),
            "category": ("s", "im.received"),
        }
        actions = ["default", notice.title]
        text = _plain(notice.body) if markup else notice.body
        return "Responder", earlier, "", notice.title, text, actions, hints, _LEAVE_IT_TO_THE_DESKTOP


def _plain(text: str) -> str:
    """Escape what this service would read as markup: a stranger's words must stay words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
