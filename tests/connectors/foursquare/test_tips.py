"""What is particular to Foursquare: read only, fifty tips, places to choose from, every question paid for."""

from typing import Any

import pytest
from hypothesis import given, settings

from responder.connectors.foursquare import parse, words
from responder.connectors.foursquare.sign_in import sign_in
from responder.core import manifest
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded
from responder.core.ids import new_id
from responder.core.messages import Kind, Message, Place
from responder.core.monitors import Term, TermKind
from responder.core.ports import Absent, Act, Deletion, Gap, Option, SignIn
from responder.practice.foursquare.server import KEY
from tests.connectors.contract import Memory, catch_up, now, opened, reply
from tests.connectors.foursquare.practice import Practice
from tests.connectors.hostile import listed, spoiled
from tests.connectors.means import Unhurried

TIP = {"fsq_tip_id": "5f00000000000001", "created_at": "2026-03-02T10:15:29.000Z", "text": "Cold soup", "url": "https://foursquare.com/item/5f1", "lang": "en", "agree_count": 1, "disagree_count": 0}  # fmt: skip
ACCOUNT = Account(new_id(), "foursquare", "foursquare.com", "4b1", "The Shop", "The Shop")


async def test_a_tip_is_a_review_of_a_place_that_nobody_can_answer_here(net: Practice) -> None:
    memory = Memory()
    item = net.write("Cold soup")
    await catch_up(net, memory)
    message = memory.messages[item]
    assert (message.kind, message.no_reply, message.author.name) == (
        Kind.REVIEW,
        words.READ_ONLY,
        words.VISITOR,
    )
    assert message.place == Place(net.foursquare.shop.id, "The Shop", "4 rue des Biscuits, 75005 Paris")


async def test_nothing_is_ever_sent(net: Practice) -> None:
    item = net.write("Cold soup")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="no program"):
            await connector.send(reply(item, "sorry"))
        with pytest.raises(Refused, match="no program"):
            await connector.act(Act("delete", item))
        assert await connector.find(reply(item, "sorry"), now()) == Absent()


@pytest.mark.parametrize(("more", "gaps"), [(49, 0), (50, 1), (70, 1)])
async def test_what_lies_beyond_the_list_is_a_gap_once(net: Practice, more: int, gaps: int) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    for i in range(more):
        net.write(f"storm {i}")
    await catch_up(net, memory)
    await catch_up(net, memory)
    assert len(memory.of(Gap)) == gaps
    assert memory.of(Deletion) == []


async def test_what_slips_out_of_a_full_list_is_not_deleted_and_what_is_deleted_is(net: Practice) -> None:
    memory = Memory()
    ids = [net.write(f"{i}") for i in range(55)]
    await catch_up(net, memory)
    net.delete(ids[50])
    net.write("one more")
    assert [item for item in await catch_up(net, memory) if isinstance(item, Deletion)] == [Deletion(ids[50])]


async def test_a_key_without_the_paid_call_is_told_so(net: Practice) -> None:
    net.fault(path="/tips$", status=403, body=b'{"message":"Forbidden"}')
    with pytest.raises(Refused, match="premium"):
        await catch_up(net, Memory())


async def test_every_question_is_counted(net: Practice) -> None:
    connector = net.connector(Memory())
    async for _ in connector.listen(None):
        pass
    await connector.check()
    await connector.aclose()
    pace = connector._means.pace
    assert isinstance(pace, Unhurried)
    assert pace.spent == {"requests": 2}


async def test_checking_says_which_place_it_is(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).name == "The Shop"
    net.revoke()
    async with opened(net, Memory()) as connector:
        with pytest.raises(SignInNeeded, match="service key"):
            await connector.check()


async def test_a_monitor_watches_somebody_elses_place(net: Practice) -> None:
    rival = net.foursquare.place("The Rival", "5 rue des Biscuits, Paris")
    net.foursquare.tip("Better here", rival.id)
    async with opened(net, Memory()) as connector:
        term = Term(TermKind.PLACE, f"https://foursquare.com/v/the-rival/{rival.id}")
        batch = await connector.search(term, None)  # type: ignore[attr-defined]  # it listens
        again = await connector.search(term, batch.cursor)  # type: ignore[attr-defined]  # it listens
        with pytest.raises(Refused, match="only watch places"):
            await connector.search(Term(TermKind.KEYWORD, "soup"), None)  # type: ignore[attr-defined]  # it listens
    (message,) = batch.items
    assert isinstance(message, Message)
    assert message.place is not None
    assert (message.addressed, message.place.name, again.items) == (False, "The Rival", ())


async def test_what_could_not_be_read_once_is_read_later(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        (message,) = await connector.reread(listed(TIP)[1:-1])
        with pytest.raises(Malformed):
            await connector.reread(b'{"id":"../x","created_at":"2026-01-01"}')
    assert isinstance(message, Message)


@settings(max_examples=300, deadline=None)
@given(spoiled(TIP))
def test_whatever_a_tip_holds_it_is_read_or_put_aside(value: Any) -> None:
    sound = "5f00000000000002"
    tips, bad = parse.tips(listed(value, {**TIP, "fsq_tip_id": sound}))
    assert (len(tips) + len(bad), sound in {tip.key for tip in tips}) == (2, True)
    for tip in tips:
        assert isinstance(parse.message(tip, ACCOUNT, Place("4b1", "The Shop")), Message)


# --- connecting


async def last(options: tuple[Option, ...]) -> str:
    return options[-1].key


async def connect(net: Practice, place: str, **more: str) -> SignIn:
    form = {"key": KEY, "place": place, "api": net.foursquare.url, **more}
    return await sign_in(form, clock=SystemClock(), open_browser=print, choose=last)


async def test_a_place_is_found_by_its_address_or_its_name(net: Practice) -> None:
    shop = net.foursquare.shop
    for typed in (shop.id, f"https://foursquare.com/v/the-shop/{shop.id}/", "the shop"):
        signed = await connect(net, typed, near="Paris", budget="500")
        account = signed.account
        assert (account.remote_id, account.name, account.options["budget.requests"]) == (
            shop.id,
            "The Shop",
            "500",
        )
        assert signed.secret == KEY
        assert KEY not in repr(account)


async def test_of_several_places_one_is_chosen(net: Practice) -> None:
    other = net.foursquare.place("The Shop, Lyon", "1 place Bellecour, Lyon")
    first, second = await connect(net, "the shop"), await connect(net, "the shop", near="Lyon")
    assert first.account.id == second.account.id
    assert first.account.remote_id == other.id


async def test_what_is_not_there_and_what_makes_no_sense_is_refused(net: Practice) -> None:
    with pytest.raises(Refused, match="no such place"):
        await connect(net, "nowhere")
    with pytest.raises(Gone):
        await connect(net, "https://foursquare.com/v/x/4b9999999999999999999999")
    for form in ({"place": "x"}, {"key": "x"}, {"key": "x", "place": "x", "budget": "a lot"}):
        with pytest.raises(Refused):
            await sign_in(form, clock=SystemClock(), open_browser=print)


async def test_a_wrong_key_is_noticed(net: Practice) -> None:
    with pytest.raises(SignInNeeded):
        await connect(net, "the shop", key="wrong")


def test_the_manifest_says_that_it_only_reads() -> None:
    declared = manifest.load("responder.connectors.foursquare")
    assert not declared.answers
    assert declared.verbs == ()
