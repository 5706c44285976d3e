"""What an account hears on Threads."""

import json

from responder.connectors.threads.connector import open as open_connector
from responder.core.clock import DAY
from responder.core.messages import Kind, Message, State
from responder.core.ports import Deletion, Unreadable
from responder.net import tokens
from responder.practice.threads.world import US
from tests.connectors.contract import Memory, catch_up
from tests.connectors.means import Held, Unhurried
from tests.connectors.threads.practice import Practice


async def test_replies_at_every_depth_are_one_conversation(net: Practice) -> None:
    memory = Memory()
    top = net.write("how much?")
    chain = [top]
    for number in range(6):
        chain.append(net.server.post(f"{number}", ["ana", "grandlievre"][number % 2], to=chain[-1]))
    await catch_up(net, memory)
    assert {memory.messages[one].root for one in chain} == {top}
    assert memory.messages[chain[-1]].parent == chain[-2]


async def test_what_hangs_below_something_old_brings_it_along(net: Practice) -> None:
    memory = Memory()
    old = net.server.post("last year", "ana", to=net.post, ago=300 * 86_400)
    middle = net.server.post("then", "ana", to=old, ago=299 * 86_400)
    item = net.write("still so", parent=middle)
    await catch_up(net, memory)
    assert {memory.messages[one].root for one in (old, middle, item)} == {old}
    assert not memory.messages[old].addressed
    assert memory.messages[item].addressed


async def test_a_post_that_names_us_is_a_mention_once(net: Practice) -> None:
    memory = Memory()
    item = net.server.post("I like @grandlievre", "ben")
    await catch_up(net, memory)
    assert (memory.messages[item].kind, memory.messages[item].root) == (Kind.MENTION, item)
    assert await catch_up(net, memory) == []
    net.delete(item)
    assert await catch_up(net, memory) == [Deletion(item)]


async def test_a_reply_to_us_that_names_us_stays_in_its_conversation(net: Practice) -> None:
    memory = Memory()
    top = net.write("how much?")
    item = net.server.post("@grandlievre please", "zoe", to=top)
    await catch_up(net, memory)
    assert memory.messages[item].root == top


async def test_a_hidden_reply_is_held(net: Practice) -> None:
    memory = Memory()
    item = net.write("spoilt")
    await catch_up(net, memory)
    net.server.run(lambda: setattr(net.server.world.media[item], "hidden", True))
    await catch_up(net, memory)
    assert memory.messages[item].state is State.HELD


async def test_the_last_reply_that_is_deleted_is_noticed(net: Practice) -> None:
    memory = Memory()
    item = net.write("only")
    await catch_up(net, memory)
    net.delete(item)
    assert await catch_up(net, memory) == [Deletion(item)]


async def test_who_is_not_named_is_nobody_in_particular(net: Practice) -> None:
    memory = Memory()
    net.server.api.nameless = {"zoe"}
    one, two = net.write("a"), net.write("b")
    await catch_up(net, memory)
    assert memory.messages[one].author.name == "?"
    assert memory.messages[one].contact != memory.messages[two].contact


async def test_the_latest_posts_are_read_each_round_and_the_others_in_turn(net: Practice) -> None:
    memory = Memory()
    posts = [net.post, *(net.server.post(f"post {n}") for n in range(14))]
    for post in posts:
        net.server.post("before", "zoe", to=post)
    given = net.means(memory, once=False)
    assert isinstance(given.pace, Unhurried)
    given.pace.every = 0.0
    connector = open_connector(net.account, given)
    wanted = {net.server.post("after", "zoe", to=post) for post in posts}
    async for batch in connector.listen(memory.cursor):
        memory.store(batch)
        if wanted <= set(memory.messages):
            break
    await connector.aclose()
    assert len(given.pace.turns) <= 3


async def test_a_sign_in_that_may_not_see_mentions_reads_the_rest(net: Practice) -> None:
    net.server.token = net.server.tokens.issue(US, "USER", ("threads_basic", "threads_read_replies"), 0).text
    net.server.post("@grandlievre?", "ben")
    item = net.write("heard")
    memory = Memory()
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_a_token_is_renewed_a_month_before_it_ends(net: Practice) -> None:
    net.server.drift = 40 * DAY
    given = net.means(Memory())
    assert isinstance(given.vault, Held)
    aged = tokens.read(given.vault.secret)
    given.vault.secret = type(aged)(aged.access, expires_at=1, life=60 * DAY).write()
    connector = open_connector(net.account, given)
    await connector.check()
    await connector.aclose()
    assert len(given.vault.renewals) == 1


async def test_a_broken_reply_is_kept_and_read_later(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["timestamp"] = {"what": 5}
        return json.dumps(listing).encode()

    net.fault(method="GET", path="/conversation$", rewrite=spoil)
    await catch_up(net, memory)
    (kept,) = memory.of(Unreadable)
    good = {**json.loads(kept.payload), "timestamp": "2026-03-02T10:15:29+0000"}
    connector = net.connector(memory)
    (message,) = await connector.reread(json.dumps(good).encode())
    await connector.aclose()
    assert isinstance(message, Message)
    assert (message.remote_id, message.root) == (item, item)


async def test_reading_that_is_cut_anywhere_loses_nothing(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    wanted = {net.write(f"{n}") for n in range(230)}
    wanted |= {net.server.post(f"@grandlievre {n}", "ben") for n in range(130)}
    for cut in (1, 2, 3, 5):
        connector = net.connector(memory)
        async for batch in connector.listen(memory.cursor):
            memory.store(batch)
            cut -= 1
            if not cut:
                break
        await connector.aclose()
    await catch_up(net, memory)
    assert wanted <= set(memory.messages)


async def test_what_was_below_a_deleted_post_is_asked_for_by_name(net: Practice) -> None:
    memory = Memory()
    gone, stays = net.write("gone"), net.write("stays")
    await catch_up(net, memory)

    def remove() -> None:
        del net.server.world.media[net.post]
        del net.server.world.media[gone]

    net.server.run(remove)
    assert await catch_up(net, memory) == [Deletion(gone)]
    assert stays in memory.messages
