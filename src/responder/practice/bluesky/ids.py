"""The identifiers of the AT protocol: TIDs, CIDs, addresses (atproto.com/specs/tid, /specs/at-uri-scheme)."""

import base64
import hashlib
import json
from typing import Any

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


def tid(at: int, clock_id: int = 0) -> str:
    """Return the 13 letters for a time (µs) and the number of a clock."""
    value = (at & (2**53 - 1)) << 10 | clock_id & 1023
    return "".join(_LETTERS[value >> shift & 31] for shift in range(60, -1, -5))


def cid(value: Any) -> str:
    """Return a content address of the right form. Its digest is of JSON, not of DAG-CBOR: nobody here checks it."""
    body = json.dumps(value, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _cid(0x71, body)


def blob_cid(body: bytes) -> str:
    """Return the content address of raw bytes."""
    return _cid(0x55, body)


def _cid(codec: int, body: bytes) -> str:
    raw = bytes((1, codec, 0x12, 0x20)) + hashlib.sha256(body).digest()
    return "b" + base64.b32encode(raw).decode().rstrip("=").lower()


def uri(did: str, collection: str, rkey: str) -> str:
    """Return the address of a record."""
    return f"at://{did}/{collection}/{rkey}"


def parts(address: str) -> tuple[str, str, str]:
    """Return who, collection and key of an address; empty parts where it has none."""
    found = [*address.removeprefix("at://").split("/"), "", ""]
    return found[0], found[1], found[2]
