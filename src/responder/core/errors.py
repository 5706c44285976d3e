"""Everything that may go wrong and is expected to: typed by what happens next."""


class ResponderError(Exception):
    """A failure that we know and can explain; the text is for people."""


# --- on the wire: what the receiver and the outbox do next depends on the class


class NetworkError(ResponderError):
    """A network did not do what it was asked."""


class Unreachable(NetworkError):
    """Nothing was delivered: no line, no name, connection refused, 5xx before acceptance. Try later."""


class Throttled(NetworkError):
    """The network asks for patience; `seconds` until the next try."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class SignInNeeded(NetworkError):
    """The credentials are refused, expired or revoked. A person must sign in again."""


class Refused(NetworkError):
    """A definite no: the request was understood and nothing was published. A person decides."""


class Gone(Refused):
    """What it was about does not exist there any more."""


class Uncertain(NetworkError):
    """The request may have been accepted: time-out or lost line after it was written. Look before trying again."""


class Malformed(NetworkError):
    """An answer that we cannot read; `payload` is kept as it came."""

    def __init__(self, message: str, payload: bytes) -> None:
        super().__init__(message)
        self.payload = payload


# --- on the disk


class StoreError(ResponderError):
    """The workspace's database cannot be used as asked."""


class DatabaseCorrupt(StoreError):
    """The file is damaged or is no database; it was left untouched."""


class DatabaseReadOnly(StoreError):
    """The file or its folder may not be written to."""


class DatabaseTooNew(StoreError):
    """A later version of Responder wrote this file."""


class DiskFull(StoreError):
    """No room left; nothing of the last change was kept half-way."""


class AlreadyRunning(StoreError):
    """Another instance owns this workspace."""


# --- secrets


class SecretsError(ResponderError):
    """A credential cannot be read or kept."""


class NoKeyring(SecretsError):
    """This machine has no keyring service."""


class KeyringLocked(SecretsError):
    """There is a keyring, and it is locked."""


# --- what a person asked for


class NotPossible(ResponderError):
    """The request makes no sense here; the text says why and what would."""


class NotFound(NotPossible):
    """What was named does not exist."""


class NotAllowed(NotPossible):
    """This member may not do that."""
