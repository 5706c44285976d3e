"""The bytes of an IMAP line: bounded, and with nothing hidden in a buffer that waiting would not see."""

import imaplib
import selectors
import socket
import ssl

from responder.connectors.mailbox.servers import Server

CONNECT = 20.0
READ = 45.0
"""Seconds. Servers answer a refused password late on purpose, and a search of a large folder takes a while."""

ANSWER = 96_000_000
"""How many bytes a server may send for one command."""

LINE = 8_000_000
"""How long one line may be: a search lists every number on one."""


class Wire(imaplib.IMAP4):
    """An IMAP connection over TLS, or to be put under TLS with `starttls`."""

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._server, self._context = server, context
        self._buffer = bytearray()
        self.heard = 0
        super().__init__(server.host, server.port, timeout=CONNECT)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = socket.create_connection((self._server.host, self._server.port), CONNECT)
        plain.settimeout(READ)
        if self._server.security != "tls":
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self._server.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        """Return so many bytes, or fewer at the end of the line."""
        self._allow(size)
        while len(self._buffer) < size and self._receive():
            pass
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def readline(self) -> bytes:
        """Return the next line with its end, or less at the end."""
        begin = 0
        while (end := self._buffer.find(b"\n", begin)) < 0:
            begin = len(self._buffer)
            if begin > LINE:
                raise self.abort(f"a line of more than {LINE} bytes")
            if not self._receive():
                end = len(self._buffer) - 1
                break
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        self._allow(len(line))
        return line

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[str, list[bytes | None]]:  # type: ignore[override]  # typeshed says a literal
        """Put the line under TLS. What came before it in the clear may be anybody's: then there is none."""
        answer = super().starttls(ssl_context or self._context)
        if self._buffer:
            raise self.abort("the server went on in the clear after STARTTLS")
        return answer  # type: ignore[return-value]  # as above

    def readable(self, seconds: float) -> bool:
        """Wait until something comes, at most so long."""
        if self._buffer or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            return bool(selector.select(seconds))

    def cut(self) -> None:
        """End the line at once, from any thread: whoever waits on it wakes."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            return  # it was at its end, or had not begun

    def _receive(self) -> bool:
        data = self.sock.recv(65536)
        self._buffer += data
        return bool(data)

    def _allow(self, size: int) -> None:
        if self.heard + size > ANSWER:
            raise self.abort("more than we take for one answer")
        self.heard += size
