"""Ids as the different servers make them, and the order behind them."""

import hashlib
import string

from responder.core.clock import SECOND

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE62 = string.digits + string.ascii_letters


class Ids:
    """Makes ids and remembers their order, which in some dialects the ids themselves do not show."""

    def __init__(self, style: str) -> None:
        self._style = style
        self._order: dict[str, int] = {}
        self._last = 0

    def new(self, at: int) -> str:
        """Return an id for something that came into being at `at` (µs); later calls sort later."""
        number = max(at // 1000 << 16, self._last + 1)
        self._last = number
        made = self._write(number)
        self._order[made] = number
        return made

    def order(self, made: str) -> int | None:
        """Return where an id stands among all; None when it means nothing here."""
        known = self._order.get(made)
        if known is None and self._style == "snowflake" and made.isdecimal():
            return int(made)
        return known

    def _write(self, number: int) -> str:
        if self._style == "hash":
            digest = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
            return f"{number // 65536 // 1000}.{number % 1_000_000:06d}" if number % 7 == 0 else digest
        if self._style == "ulid":
            return _digits((number >> 16) << 80 | number & 0xFFFF, _CROCKFORD, 26)
        if self._style == "flake":
            return _digits(number << 40, _BASE62, 18)
        return str(number)


def _digits(number: int, alphabet: str, width: int) -> str:
    made = ""
    while number:
        number, rest = divmod(number, len(alphabet))
        made = alphabet[rest] + made
    return made.rjust(width, alphabet[0])


def milliseconds(at: int) -> int:
    """Round a time down to what the API's time stamps carry."""
    return at // (SECOND // 1000) * (SECOND // 1000)
