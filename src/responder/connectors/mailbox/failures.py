"""What went wrong on a line to a mail server, in the types and words of everybody else.

Sources: RFC 5530 (response codes of IMAP), RFC 3463 (enhanced codes of SMTP).
"""

import imaplib
import re
import ssl

from responder.core.errors import Malformed, NetworkError, Refused, SignInNeeded, Throttled, Unreachable
from responder.net.markup import tidy

PATIENCE = 60.0
"""For how long (s) to leave a server alone that asks for patience; mail servers do not say how much."""

NOT_LET_IN = "{host} does not accept this user name and password"
SIGN_IN = ("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN")
PATIENT = ("LIMIT", "THROTTLED", "OVERLIMIT")
LATER = ("UNAVAILABLE", "INUSE", "SERVERBUG", "CORRUPTION", "ALERT")


def translated(error: Exception, host: str) -> NetworkError | None:
    """Return the typed failure for what happened on an IMAP line; None for a fault of our own."""
    match error:
        case imaplib.IMAP4.abort():
            return _aborted(str(error), host)
        case imaplib.IMAP4.error():
            return _refused(str(error), host, signing_in=type(error).__name__ == "LoginError")
    return connection(error, host)


def connection(error: Exception, host: str) -> NetworkError | None:
    """Return the typed failure for a line that could not be had, or was lost before anything was asked."""
    match error:
        case ssl.SSLCertVerificationError():
            return Unreachable(f"The certificate of {host} is not accepted: {error.verify_message}")
        case ssl.SSLError():
            return Unreachable(f"No encrypted line to {host} could be made: {error.reason or error}")
        case TimeoutError():
            return Unreachable(f"{host} did not answer in time")
        case OSError() | EOFError():
            said = (error.strerror if isinstance(error, OSError) else "") or "the line was cut"
            return Unreachable(f"{host} cannot be reached ({said})")
        case UnicodeError():
            return Refused(f"{host} is not the name of a server")
        case (
            ValueError()
            | AssertionError()
            | LookupError()
            | TypeError()
            | AttributeError()
            | RecursionError()
        ):
            # The IMAP library gives up in these ways on what is not the protocol.
            return Malformed(f"{host} answered with what is not the protocol", repr(error).encode())
    return None


def _aborted(said: str, host: str) -> NetworkError:
    if "unexpected" in said:
        return Malformed(f"{host} answered with what is not the protocol", said.encode("utf-8", "replace"))
    if "EOF" in said or "unterminated" in said:
        return Unreachable(f"{host} cut the line")
    return _refused(said, host, signing_in=False, closing=True)


def _refused(said: str, host: str, *, signing_in: bool, closing: bool = False) -> NetworkError:
    found = re.search(r"\[([A-Z-]+)", said)
    code = found[1] if found else ""
    words = reason(said)
    if "Illegal" in said or "PROTOCOL" in said.upper()[:20]:
        return Malformed(f"{host} answered with what is not the protocol", said.encode("utf-8", "replace"))
    if code in PATIENT or "too many" in said.lower():
        return Throttled(f"{host} asks for patience: {words}", PATIENCE)
    if code in SIGN_IN or (signing_in and code not in LATER):
        return SignInNeeded(NOT_LET_IN.format(host=host))
    if code in LATER or closing:
        return Unreachable(f"{host} is not available: {words}")
    return Refused(f"{host} does not allow this: {words}")


def reason(said: str) -> str:
    """Return what a server says, on one line and without its codes."""
    words = " ".join(tidy(re.sub(r"^[A-Za-z ]*failed: |\[[A-Z][^\]]*\]\s*", "", said), limit=1000).split())
    return words[:240] or "it does not say why"
