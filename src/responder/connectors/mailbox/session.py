"""Opening an IMAP line and signing in.

Sources: RFC 3501, RFC 8314 (TLS), RFC 4616 (PLAIN), and Google's and Microsoft's pages on XOAUTH2.
"""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import imapclient  # type: ignore[import-untyped]  # has no annotations

from responder.connectors.mailbox.failures import translated
from responder.connectors.mailbox.servers import Server
from responder.connectors.mailbox.wire import Wire
from responder.core.errors import NetworkError, Refused


@dataclass(frozen=True)
class Login:
    """How to be let in: a password, or a token for XOAUTH2."""

    user: str
    secret: str
    token: bool = False


class _Client(imapclient.IMAPClient):  # type: ignore[misc]  # has no annotations
    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._wired = server, context
        super().__init__(server.host, server.port, ssl=server.security == "tls")
        self.normalise_times = False
        self._imap.debug = 0  # nothing that is said goes to a log

    def _create_IMAP4(self) -> Wire:
        return Wire(*self._wired)


class Session:
    """A line that is signed in. Whatever goes wrong on it is raised as a NetworkError."""

    def __init__(self, server: Server, login: Login) -> None:
        self._server = server
        self._client: Any = None
        with self.translating():
            self._client = _Client(server, ssl.create_default_context())
        try:
            with self.translating():
                self._enter(login)
        except BaseException:
            self.close()
            raise

    def _enter(self, login: Login) -> None:
        if self._server.security == "starttls":
            if self._client.has_capability("STARTTLS"):
                self._client.starttls(self._client._imap._context)
            elif not self._server.local:
                raise Refused(
                    f"{self._server.host} offers no encryption: anybody on the way could read the password."
                )
        if login.token:
            self._client.oauth2_login(login.user, login.secret)
        elif (login.user + login.secret).isascii():
            self._client.login(login.user, login.secret)
        else:
            self._client.plain_login(login.user, login.secret)

    def has(self, capability: str) -> bool:
        """Say whether the server can do something."""
        with self.translating():
            return bool(self._client.has_capability(capability))

    def cut(self) -> None:
        """End the line at once, from any thread."""
        if self._client is not None:
            self._client._imap.cut()

    def close(self) -> None:
        """End the line; saying good-bye is not waited for."""
        if self._client is not None:
            with contextlib.suppress(OSError):  # it may be at its end already
                self._client.shutdown()

    @contextlib.contextmanager
    def translating(self) -> Iterator[None]:
        """Give every failure its type, and count anew what the server sends."""
        if self._client is not None:
            self._client._imap.heard = 0
        try:
            yield
        except NetworkError:
            raise
        except Exception as error:
            typed = translated(error, self._server.host)
            if typed is None:
                raise
            raise typed from error
