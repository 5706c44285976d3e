"""Waiting for a ring or for a time."""

import asyncio
import threading

from responder.core.bell import Bell
from responder.core.clock import SystemClock
from tests.scripted import Asleep, Clock


async def test_a_ring_from_another_thread_wakes_the_one_who_waits() -> None:
    bell = Bell(Asleep())
    thread = threading.Thread(target=bell.ring)
    thread.start()
    assert await bell.wait(60)
    thread.join()


async def test_a_ring_that_nobody_waits_for_is_kept_once() -> None:
    bell = Bell(Clock())
    bell.ring()
    bell.ring()
    await asyncio.sleep(0)
    assert await bell.wait(None)
    assert not await bell.wait(1)


async def test_time_passes_without_a_ring() -> None:
    assert not await Bell(Clock()).wait(3600)


def test_ringing_after_the_loop_has_ended_reaches_nobody() -> None:
    async def make() -> Bell:
        return Bell(SystemClock())

    asyncio.run(make()).ring()
