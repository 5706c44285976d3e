"""Where a mail server is, and how the line to it is protected."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from responder.core.errors import Refused

Security = Literal["tls", "starttls", "plain"]
"""From the first byte (RFC 8314), after STARTTLS, or not at all."""

PORTS = {"imap": (993, 143), "smtp": (465, 587)}
"""The ports with TLS from the first byte, and with STARTTLS (RFC 8314, RFC 6409)."""


@dataclass(frozen=True)
class Server:
    """One mail server. Written `imaps://host:993`, `imap://host:143`, `smtps://`, `smtp://`, or `plain+imap://`."""

    protocol: Literal["imap", "smtp"]
    host: str
    port: int
    security: Security

    @property
    def local(self) -> bool:
        """Say whether it is on this machine."""
        return is_local(self.host)

    @property
    def address(self) -> str:
        """Return it as it is kept in an account's options."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        scheme = {"tls": f"{self.protocol}s", "starttls": self.protocol, "plain": f"plain+{self.protocol}"}
        return f"{scheme[self.security]}://{host}:{self.port}"


def is_local(host: str) -> bool:
    """Say whether a name is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


def read(protocol: Literal["imap", "smtp"], written: str, *, plain: bool = False) -> Server:
    """Read what a person typed or an account keeps: `mail.example`, `mail.example:587`, `imaps://mail.example`.

    Without a word about it, the line is encrypted: from the first byte on the ports for that, with STARTTLS on
    others. `plain` allows a line that is not, and one to this machine may be. Raises Refused.
    """
    text = written.strip()
    parts = urlsplit(text if "://" in text else f"//{text}")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    allowed = {"", protocol, f"{protocol}s", f"plain+{protocol}"}
    if not host or parts.scheme not in allowed or any(c.isspace() for c in host):
        raise Refused(
            f"“{text[:100]}” is not the name of a mail server, as in mail.example.com or mail.example.com:993"
        )
    return Server(protocol, host, *_protected(protocol, parts.scheme, port, plain))


def _protected(protocol: str, scheme: str, port: int | None, plain: bool) -> tuple[int, Security]:
    implicit, explicit = PORTS[protocol]
    if scheme == f"{protocol}s" or (not scheme and port in (None, implicit)):
        return port or implicit, "tls"
    if plain or scheme.startswith("plain+"):
        return port or explicit, "plain"
    return port or explicit, "starttls"
