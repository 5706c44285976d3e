"""Identifiers: derived for what arrives, drawn for what people do."""

import os
import time
from uuid import NAMESPACE_URL, UUID, uuid5

_ROOT = uuid5(NAMESPACE_URL, "https://responder.example/ids")


def message_id(network: str, server: str, remote_id: str) -> UUID:
    """Return the id of a message: the same on every device that receives it."""
    return uuid5(_ROOT, f"message\n{network}\n{server}\n{remote_id}")


def conversation_id(network: str, server: str, root: str) -> UUID:
    """Return the id of the conversation under a root message."""
    return uuid5(_ROOT, f"conversation\n{network}\n{server}\n{root}")


def contact_id(network: str, server: str, remote_id: str) -> UUID:
    """Return the id of a person outside, on one network."""
    return uuid5(_ROOT, f"contact\n{network}\n{server}\n{remote_id}")


def member_stream(member: str) -> UUID:
    """Return the stream of a member's own events."""
    return uuid5(_ROOT, f"member\n{member}")


def derived_id(parent: UUID, *parts: str) -> UUID:
    """Return an id that anybody with the same facts would derive."""
    return uuid5(parent, "\n".join(parts))


def new_id() -> UUID:
    """Draw an id that rises with time (RFC 9562, version 7), so that indexes grow at one end."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
