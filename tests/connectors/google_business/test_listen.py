"""What arrives from a business's places, and what it costs."""

import json
from typing import Any

import pytest

from responder.core.errors import Refused, SignInNeeded, Throttled
from responder.core.messages import Message, State
from responder.core.ports import Deletion, Gap, Item
from responder.practice.google_business.world import Reply
from tests.connectors.contract import Memory, catch_up, now, opened
from tests.connectors.google_business.people import Practice


def ids(items: list[Item]) -> list[str]:
    return [item.remote_id for item in items if isinstance(item, Message)]


async def test_a_review_says_its_stars_and_its_place(net: Practice) -> None:
    memory = Memory()
    item = net.write("Cold food", stars=2)
    await catch_up(net, memory)
    message = memory.messages[item]
    assert (message.rating, message.text, message.author.name) == (2.0, "Cold food", "Ana")
    assert message.place is not None
    assert (message.place.name, message.place.latitude) == ("Biscuiterie Grand Lièvre", 47.21)
    assert message.place.address == "4 rue de la Paix, 44000 Nantes, FR"


async def test_all_places_of_all_accounts_are_read_each_once(net: Practice) -> None:
    memory, world = Memory(), net.server.world
    group = world.add_account("Bakeries", "LOCATION_GROUP")
    second = world.add_place("Second shop", group.name, where=None)
    written = [net.write("one"), net.write("two", place=second.name)]
    await catch_up(net, memory)
    assert set(memory.messages) == set(written)
    assert memory.messages[written[1]].place != memory.messages[written[0]].place
    before = len(net.server.faults.seen)
    await catch_up(net, memory)
    assert len(net.server.faults.seen) - before == 1 + 2 + 2  # the accounts, their places, a page of each
    assert net.pace.spent == {"requests": 5}


async def test_a_place_that_moved_keeps_its_reviews(net: Practice) -> None:
    memory, world = Memory(), net.server.world
    item = net.write("hello")
    await catch_up(net, memory)
    group = world.add_account("Bakeries", "LOCATION_GROUP")
    review = world.reviews.pop(net.name(item))
    world.places[net.server.place].account = group.name
    review.name = net.name(item)
    world.reviews[review.name] = review
    assert await catch_up(net, memory) == []


async def test_stars_alone_are_a_review_and_changing_them_an_edit(net: Practice) -> None:
    memory = Memory()
    item = net.write("", stars=5)
    await catch_up(net, memory)
    assert (memory.messages[item].text, memory.messages[item].rating) == ("", 5.0)
    net.server.edit(net.name(item), "", 1)
    assert ids(await catch_up(net, memory)) == [item]
    assert memory.messages[item].rating == 1.0


async def test_an_answer_elsewhere_is_news_and_the_review_is_not(net: Practice) -> None:
    memory = Memory()
    item = net.write("hm")
    await catch_up(net, memory)
    answer = net.answer_elsewhere(item, "Thank you")
    assert ids(await catch_up(net, memory)) == [answer]
    net.server.change(net.name(item), reply=None)
    assert await catch_up(net, memory) == [Deletion(answer)]
    assert item in memory.messages


async def test_an_answer_waits_for_google_and_may_be_turned_down(net: Practice) -> None:
    memory = Memory()
    item = net.write("hm")
    net.server.change(net.name(item), reply=Reply("Call 555", now(), "PENDING"))
    await catch_up(net, memory)
    assert memory.messages[f"{item}/reply"].state is State.HELD
    net.server.change(net.name(item), reply=Reply("Call 555", now(), "REJECTED", "PERSONAL_INFORMATION"))
    await catch_up(net, memory)
    answer = memory.messages[f"{item}/reply"]
    assert answer.state is State.TRASH
    assert "personal information" in answer.spoiler


async def test_an_answer_that_touches_the_reviews_time_is_no_edit_of_it(net: Practice) -> None:
    memory = Memory()
    item = net.write("hm")
    await catch_up(net, memory)
    at = now() + 5_000_000
    net.server.change(net.name(item), reply=Reply("Thanks", at), updated=at)
    assert ids(await catch_up(net, memory)) == [f"{item}/reply"]
    fresh = Memory()
    await catch_up(net, fresh)
    assert fresh.messages[item].edited_at is None


async def test_people_without_a_name_are_not_one_person(net: Practice) -> None:
    memory = Memory()
    one, other = net.write("a"), net.write("b")
    for item in (one, other):
        net.server.change(net.name(item), anonymous=True)
    await catch_up(net, memory)
    assert memory.messages[one].author.name == memory.messages[other].author.name == "A Google user"
    assert memory.messages[one].contact != memory.messages[other].contact


async def test_pictures_come_along(net: Practice) -> None:
    memory = Memory()
    item = net.write("look")
    net.server.change(net.name(item), pictures=("https://lh3.example/p", "javascript:x"))
    await catch_up(net, memory)
    assert [one.url for one in memory.messages[item].attachments] == ["https://lh3.example/p"]


async def test_a_review_deleted_far_down_is_noticed_when_the_number_falls(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 5
    written = [net.write(f"{number}") for number in range(18)]
    await catch_up(net, memory)
    await catch_up(net, memory)
    net.delete(written[7])
    assert await catch_up(net, memory) == [Deletion(written[7])]


async def test_with_a_review_its_answer_is_gone(net: Practice) -> None:
    memory = Memory()
    item = net.write("hm")
    net.answer_elsewhere(item, "Thank you")
    await catch_up(net, memory)
    net.delete(item)
    assert await catch_up(net, memory) == [Deletion(item), Deletion(f"{item}/reply")]


async def test_an_answer_given_elsewhere_far_down_is_noticed_in_turn(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 3
    first, *_ = [net.write(f"{number}") for number in range(9)]
    await catch_up(net, memory)
    net.answer_elsewhere(first, "Thank you")
    for _ in range(4):
        await catch_up(net, memory)
    assert f"{first}/reply" in memory.messages


async def test_more_than_is_read_at_once_is_a_gap(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    net.server.world.page = 2
    for number in range(44):
        net.write(f"{number}")
    await catch_up(net, memory)
    await catch_up(net, memory)
    (gap,) = memory.of(Gap)
    assert gap.since < gap.until


async def test_a_place_that_google_has_not_verified_stops_no_other(net: Practice) -> None:
    memory, world = Memory(), net.server.world
    world.add_place("Pop-up", verified=False)
    item = net.write("hello")
    await catch_up(net, memory)
    assert list(memory.messages) == [item]
    async with opened(net, memory) as connector:
        (missing,) = (await connector.check()).missing
    assert "Pop-up" in missing


async def test_what_a_throttled_round_has_read_is_not_read_again(net: Practice) -> None:
    memory, world = Memory(), net.server.world
    places = [net.server.place, *(world.add_place(f"Shop {number}").name for number in range(5))]
    written = {net.write("hm", place=place) for place in places}
    world.quota = 2 + 3
    with pytest.raises(Throttled):
        await catch_up(net, memory)
    assert len(memory.messages) == 3
    world.quota = 2 + 3
    with pytest.raises(Throttled):
        await catch_up(net, memory)
    assert set(memory.messages) == written


async def test_a_crash_between_two_pages_loses_nothing(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 4
    net.write("old")
    await catch_up(net, memory)
    written = [net.write(f"{number}") for number in range(11)]
    async with opened(net, memory) as connector:
        async for batch in connector.listen(memory.cursor):
            memory.store(batch)
            break
    await catch_up(net, memory)
    assert set(written) <= set(memory.messages)


async def test_a_project_that_was_not_let_in_is_told_what_to_do(net: Practice) -> None:
    net.server.world.approved = False
    with pytest.raises(Refused, match="Basic API Access"):
        await catch_up(net, Memory())


@pytest.mark.parametrize(
    ("status", "error", "kind", "words"),
    [
        (403, {"status": "PERMISSION_DENIED"}, Refused, "owner or a manager"),
        (403, {"details": [{"reason": "SERVICE_DISABLED", "metadata": {"service": "mybusiness.googleapis.com"}}]}, Refused, "mybusiness"),
        (403, {"details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}, SignInNeeded, "every box"),
        (429, {"status": "RESOURCE_EXHAUSTED", "message": "Quota exceeded"}, Throttled, "Quota exceeded"),
        (400, {"status": "FAILED_PRECONDITION"}, Refused, "not verified"),
    ],
)  # fmt: skip
async def test_a_refusal_is_said_in_words(
    net: Practice, status: int, error: dict[str, Any], kind: type[Exception], words: str
) -> None:
    net.refuse_reading(status, body=json.dumps({"error": error}).encode())
    with pytest.raises(kind, match=words):
        await catch_up(net, Memory())


async def test_a_review_that_could_not_be_read_is_read_again(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    bodies: list[Any] = []
    net.rewrite(lambda entries: bodies.extend(entries) or entries)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        assert await connector.reread(json.dumps(bodies[0]).encode()) == (memory.messages[item],)


async def test_small_pages_bring_the_same(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 1
    written = {net.write(f"{number}") for number in range(4)}
    await catch_up(net, memory)
    assert set(memory.messages) == written
    assert await catch_up(net, memory) == []


async def test_a_place_that_google_refuses_is_told_when_the_others_were_read(net: Practice) -> None:
    memory, world = Memory(), net.server.world
    other = world.add_place("Second shop")
    item = net.write("hello", place=other.name)
    net.fault(
        path=f"{net.server.place}/reviews$", status=400, body=b'{"error":{"status":"FAILED_PRECONDITION"}}'
    )
    with pytest.raises(Throttled, match=r"Biscuiterie Grand Lièvre.*not verified"):
        await catch_up(net, memory)
    assert list(memory.messages) == [item]
    await catch_up(net, memory)
    assert list(memory.messages) == [item]
