"""Rest.li's way of writing addresses and lists, as LinkedIn's gateway checks it (protocol version 2.0.0)."""

import re

from starlette.requests import Request

from responder.practice.linkedin.world import Trouble

_BARE = re.compile(rb"[():,]")


def encoded_path(request: Request) -> None:
    """Raise Trouble for an address in the path whose colons and brackets are not percent-encoded."""
    raw: bytes = request.scope.get("raw_path") or b""
    if b"urn" in raw and _BARE.search(raw.split(b"?")[0]):
        raise Trouble(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")


def listed(text: str) -> list[str]:
    """Read `List(a,b)`."""
    found = re.fullmatch(r"List\((.*)\)", text)
    if found is None:
        raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
    return found[1].split(",")


def interval(text: str) -> tuple[int, int]:
    """Read `(start:1,end:2)`, in milliseconds."""
    found = re.fullmatch(r"\(start:(\d+),end:(\d+)\)", text)
    if found is None:
        raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
    return int(found[1]), int(found[2])
