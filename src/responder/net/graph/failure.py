"""The error object of the Graph API (developers.facebook.com/docs/graph-api/guides/error-handling)."""

import msgspec
from msgspec import Struct

SIGN_IN = (102, 190)
TRANSIENT = (1, 2)
BUSY = (4, 17, 32, 341, 613)
GONE_SUBCODE = 33


class Failure(Struct, frozen=True):
    """What an error says. `user` is meant for people, where the network gives it."""

    message: str = ""
    code: int = 0
    subcode: int = 0
    user: str = ""
    transient: bool = False

    @property
    def needs_sign_in(self) -> bool:
        """Say whether the token is no good."""
        return self.code in SIGN_IN

    @property
    def busy(self) -> bool:
        """Say whether a budget is used up: the app's, the account's, or a business use case's."""
        return self.code in BUSY or 80001 <= self.code <= 80014

    @property
    def passes(self) -> bool:
        """Say whether it is worth trying again."""
        return self.code in TRANSIENT or self.transient

    @property
    def too_much(self) -> bool:
        """Say whether it asks to be asked for less data at once."""
        return self.code == 1 and "amount of data" in self.message.lower()

    @property
    def gone(self) -> bool:
        """Say whether what was asked for is not there (24 is Instagram's and Threads' way to say it)."""
        return (self.code == 100 and self.subcode == GONE_SUBCODE) or self.code == 24

    @property
    def needs_permission(self) -> bool:
        """Say whether the token lacks a permission, or the app a feature."""
        return self.code in (3, 10) or 200 <= self.code <= 299


class _Said(Struct):
    message: str | None = None
    code: int | None = None
    error_subcode: int | None = None
    error_user_title: str | None = None
    error_user_msg: str | None = None
    is_transient: bool | None = None


class _Body(Struct):
    error: _Said


def read(body: bytes) -> Failure | None:
    """Return the error that a body holds; None when it holds none of this kind."""
    try:
        said = msgspec.json.decode(body, type=_Body).error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return Failure(
        said.message or "",
        said.code or 0,
        said.error_subcode or 0,
        said.error_user_msg or "",
        bool(said.is_transient),
    )
