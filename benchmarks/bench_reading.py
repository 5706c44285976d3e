"""Goal 13: how many messages a second a core reads from each network.

One account catches up on a thousand messages from its practice network, over real HTTP. Counted is the processor's time
of the thread that reads, HTTP client and bookkeeping included; the network runs in a thread of its own.
"""

import asyncio
import importlib
import time
from collections.abc import Callable
from typing import Any

from benchmarks.figures import Figure
from responder.core.messages import Message

MESSAGES = 1000
WANTED = 5000
"""Messages a second."""

SERIOUS = 0.1
"""The scale from which on figures are meant to be read."""

NETWORKS = (
    "bluesky", "discord", "discourse", "facebook", "feeds", "foursquare", "ghost", "google_business", "hackernews",
    "instagram", "linkedin", "mailbox", "mastodon", "reddit", "telegram", "threads", "wordpress", "wordpress_com",
    "x", "youtube",
)  # fmt: skip
TEXT = "question {n} about my parcel that has not arrived, see https://shop.example/{n} 🙂 — réponse, s’il vous plaît"


def run(scale: float) -> list[Figure]:
    """Measure every network and return the figures; at a small scale, which only shows that it runs, two of them."""
    count = max(20, round(MESSAGES * min(1.0, scale)))
    return [_figure(network, count) for network in (NETWORKS if scale >= SERIOUS else NETWORKS[:2])]


def _figure(network: str, count: int) -> Figure:
    read, seconds = measured(network, count)
    speed = read / seconds
    return Figure(
        13, f"reading {read} messages from {network}", f"{speed:,.0f} /s", "—", "—", f"≥ {WANTED:,} /s", speed >= WANTED
    )  # fmt: skip


def measured(network: str, count: int) -> tuple[int, float]:
    """Return how many messages one catch-up brought, and the seconds of the processor that it took."""
    practice, start, stop = _practice(network)
    start()
    try:
        memory = asyncio.run(_caught_up(practice, None))[0]
        for number in range(count):
            practice.write(TEXT.format(n=number))
        before = len(memory.of(Message))
        memory, seconds = asyncio.run(_caught_up(practice, memory))
        return len(memory.of(Message)) - before, seconds
    finally:
        stop()


def _practice(network: str) -> tuple[Any, Callable[[], object], Callable[[], object]]:
    """Return the network as the contract suite drives it, and how it starts and stops."""
    for module in ("people", "practice"):
        try:
            found = importlib.import_module(f"tests.connectors.{network}.{module}")
        except ModuleNotFoundError:
            continue
        if hasattr(found, "Practice"):
            practice = found.Practice()
            host = next(
                part for part in vars(practice).values() if hasattr(part, "start") and hasattr(part, "stop")
            )
            return practice, getattr(practice, "start", host.start), host.stop
    raise LookupError(network)


async def _caught_up(practice: Any, memory: Any) -> tuple[Any, float]:
    memory = memory or importlib.import_module("tests.connectors.contract").Memory()
    connector = practice.connector(memory)
    began = time.thread_time()
    async for batch in connector.listen(memory.cursor):
        memory.store(batch)
    seconds = time.thread_time() - began
    await connector.aclose()
    return memory, seconds
