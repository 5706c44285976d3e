"""Rounds: what is found is given on with its cursor, and every round stores where it stands."""

from msgspec.structs import replace
from tests.connectors.means import Unhurried, means

from responder.core.ports import Deletion, Item
from responder.net.cursors import Bookmark
from responder.net.rounds import News, rounds


class Place(Bookmark, frozen=True):
    at: int = 0


async def told(parts: list[list[Item]]) -> list[tuple[int, str]]:
    """Return how many items came with which cursor when one round finds these parts."""

    async def around(place: Place) -> News[Place]:
        for items in parts:
            place = replace(place, at=place.at + 1)
            yield items, place

    return [(len(one.items), one.cursor) async for one in rounds(means(once=True), Place(), around)]


async def test_each_part_comes_with_the_cursor_behind_it() -> None:
    gone: list[Item] = [Deletion("1")]
    assert await told([gone, [*gone, *gone]]) == [(1, Place(1).write()), (2, Place(2).write())]


async def test_a_round_without_news_stores_only_where_it_ended() -> None:
    assert await told([[], [], []]) == [(0, Place(3).write())]


async def test_what_moved_after_the_last_news_is_stored() -> None:
    assert await told([[Deletion("1")], []]) == [(1, Place(1).write()), (0, Place(2).write())]


async def test_a_round_that_finds_nothing_stores_the_cursor_it_had() -> None:
    assert await told([]) == [(0, Place().write())]


async def test_the_next_round_goes_on_from_there_and_the_pace_hears_of_news() -> None:
    given = means(every=0)

    async def around(place: Place) -> News[Place]:
        yield [Deletion("1")] if place.at else [], replace(place, at=place.at + 1)

    listening = rounds(given, Place(), around)
    assert [(await anext(listening)).cursor for _ in range(3)] == [Place(at).write() for at in (1, 2, 3)]
    await listening.aclose()
    assert isinstance(given.pace, Unhurried)
    assert given.pace.turns == [False, True]
