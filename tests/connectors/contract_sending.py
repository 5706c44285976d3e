"""The contract of sending: once, to nobody else, and never a doubt that is not said."""

import pytest

from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Receipt
from tests.connectors.contract import Contract, Memory, Simulated, catch_up, now, opened, reply, to
from tests.connectors.contract_receiving import WORLD


class SendingContract(Contract):
    async def test_a_reply_is_there_once_and_confirmed(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            receipt = await connector.send(to(memory, item, "answer"))
        assert len(net.answers(item)) == 1
        assert receipt.message.author.ours
        assert receipt.message.conversation == memory.messages[item].conversation
        assert "answer" in receipt.message.text

    async def test_the_sent_reply_comes_back_as_the_same_message(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            receipt = await connector.send(to(memory, item, "answer"))
        await catch_up(net, memory)
        again = memory.messages[receipt.remote_id]
        assert again.id == receipt.message.id
        assert again.conversation == receipt.message.conversation

    async def test_every_script_of_the_world_is_sent_and_found(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        began = now()
        outgoing = to(memory, item, WORLD)
        async with opened(net, memory) as connector:
            receipt = await connector.send(outgoing)
            found = await connector.find(outgoing, began)
        assert WORLD in receipt.message.text
        assert isinstance(found, Receipt)
        assert found.remote_id == receipt.remote_id

    async def test_a_lost_confirmation_is_uncertain_and_then_found(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        began = now()
        net.fault(method=net.method, path=net.writing, after=True, cut=True)
        outgoing = to(memory, item, "did it arrive?")
        async with opened(net, memory) as connector:
            with pytest.raises(Uncertain):
                await connector.send(outgoing)
            found = await connector.find(outgoing, began)
        assert isinstance(found, Receipt)
        assert len(net.answers(item)) == 1

    @pytest.mark.parametrize("status", [500, 502, 504])
    async def test_a_crash_after_accepting_is_uncertain(self, net: Simulated, status: int) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.fault(method=net.method, path=net.writing, after=True, status=status)
        async with opened(net, memory) as connector:
            with pytest.raises(Uncertain):
                await connector.send(to(memory, item, "answer"))

    async def test_a_line_cut_before_accepting_is_proved_absent(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        began = now()
        net.fault(method=net.method, path=net.writing, cut=True)
        outgoing = to(memory, item, "not this time")
        async with opened(net, memory) as connector:
            with pytest.raises((Uncertain, Unreachable)):
                await connector.send(outgoing)
            assert await connector.find(outgoing, began) == Absent()
        assert net.answers(item) == []

    async def test_a_garbled_confirmation_is_uncertain(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.fault(method=net.method, path=net.writing, rewrite=lambda body: body[:20])
        async with opened(net, memory) as connector:
            with pytest.raises(Uncertain):
                await connector.send(to(memory, item, "answer"))

    async def test_a_repeated_reply_is_one_reply(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        outgoing = to(memory, item, "answer")
        async with opened(net, memory) as connector:
            first = await connector.send(outgoing)
            second = await connector.send(outgoing)
        assert first.remote_id == second.remote_id
        assert len(net.answers(item)) == 1

    async def test_somebody_elses_words_are_not_taken_for_ours(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        net.write("thank you", parent=item)
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            assert await connector.find(to(memory, item, "thank you"), now()) == Absent()

    async def test_the_same_words_elsewhere_are_not_taken_for_this_reply(self, net: Simulated) -> None:
        memory = Memory()
        one, other = net.write("question one"), net.write("question two")
        await catch_up(net, memory)
        began = now()
        async with opened(net, memory) as connector:
            await connector.send(to(memory, one, "see our page"))
            assert await connector.find(to(memory, other, "see our page"), began) == Absent()

    async def test_a_refused_reply_is_refused_and_not_there(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.refuse_writing(422, body=b'{"error":"Validation failed"}')
        async with opened(net, memory) as connector:
            with pytest.raises(Refused):
                await connector.send(to(memory, item, "answer"))
        assert net.answers(item) == []

    async def test_too_long_a_reply_is_refused_and_not_there(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            with pytest.raises(Refused):
                await connector.send(to(memory, item, net.too_long()))
        assert net.answers(item) == []

    async def test_a_throttled_reply_was_not_accepted(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.refuse_writing(429, headers={"Retry-After": "9"})
        async with opened(net, memory) as connector:
            with pytest.raises(Throttled) as caught:
                await connector.send(to(memory, item, "answer"))
        assert caught.value.seconds == 9
        assert net.answers(item) == []

    async def test_sending_with_ended_credentials_needs_a_sign_in(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.revoke()
        async with opened(net, memory) as connector:
            with pytest.raises(SignInNeeded):
                await connector.send(to(memory, item, "answer"))

    async def test_an_answer_to_what_is_gone_is_refused(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        outgoing = to(memory, item, "answer")
        net.delete(item)
        async with opened(net, memory) as connector:
            with pytest.raises(Gone):
                await connector.send(outgoing)

    async def test_a_private_question_is_never_answered_in_public(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("between us", private=True)
        await catch_up(net, memory)
        assert memory.messages[item].visibility.private
        async with opened(net, memory) as connector:
            receipt = await connector.send(reply(item, "only to you", Visibility.PUBLIC))
        assert receipt.message.visibility.private
        assert net.private(receipt.remote_id)

    async def test_checking_says_who_we_are_and_what_we_may_write(self, net: Simulated) -> None:
        async with opened(net, Memory()) as connector:
            identity = await connector.check()
        assert identity.remote_id == net.account.remote_id
        assert identity.handle
        assert identity.limits.characters > 0

    async def test_checking_ended_credentials_needs_a_sign_in(self, net: Simulated) -> None:
        net.revoke()
        async with opened(net, Memory()) as connector:
            with pytest.raises(SignInNeeded):
                await connector.check()

    async def test_deleting_twice_is_deleting_once(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            receipt = await connector.send(to(memory, item, "oops"))
            for _ in range(2):
                await connector.act(Act("delete", receipt.remote_id))
        assert net.answers(item) == []

    async def test_editing_changes_the_text_and_nothing_else(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            receipt = await connector.send(to(memory, item, "answr"))
            for _ in range(2):
                await connector.act(Act("edit", receipt.remote_id, "the right answer"))
        (text,) = net.answers(item)
        assert "the right answer" in text

    async def test_acting_on_what_is_gone_says_so(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        async with opened(net, memory) as connector:
            receipt = await connector.send(to(memory, item, "answer"))
            await connector.act(Act("delete", receipt.remote_id))
            with pytest.raises(Gone):
                await connector.act(Act("edit", receipt.remote_id, "too late"))

    async def test_an_unknown_act_is_an_error(self, net: Simulated) -> None:
        async with opened(net, Memory()) as connector:
            with pytest.raises(Exception, match=r"."):
                await connector.act(Act("frobnicate", "1"))

    async def test_a_failure_to_look_is_not_an_absence(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("question")
        await catch_up(net, memory)
        net.fault(method="GET", path=".*", status=503, count=10)
        async with opened(net, memory) as connector:
            with pytest.raises(NetworkError):
                await connector.find(reply(item, "answer", id=new_id()), now())
