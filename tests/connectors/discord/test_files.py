"""Files beside messages: their addresses expire, ours do not."""

from typing import Any

import pytest

from responder.connectors.discord import connector, files
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded
from responder.core.messages import Attachment, Message
from responder.core.ports import Attached
from tests.connectors.contract import Memory, catch_up
from tests.connectors.discord.people import Practice
from tests.connectors.means import means

DAYS = 3 * 86_400_000_000


async def beside(net: Practice, *uploaded: dict[str, Any]) -> tuple[Attachment, ...]:
    memory = Memory()
    await catch_up(net, memory)
    net.server.write(f"<@{net.server.world.bot['id']}> broken", attachments=list(uploaded))
    await catch_up(net, memory)
    return memory.of(Message)[-1].attachments


async def fetch(net: Practice, address: str) -> Attached:
    one = connector.open(net.account, means(net.secret))
    try:
        return await one.fetch(address)
    finally:
        await one.aclose()


async def test_a_file_comes_days_later(net: Practice) -> None:
    one = net.server.upload(b"pixels", "räte.png", "image/png", description="a biscuit")
    (file,) = await beside(net, one)
    net.set_clock_offset(DAYS)
    found = await fetch(net, file.url)
    assert (found.data, found.type, found.name) == (b"pixels", "image/png", "räte.png")
    assert (file.kind, file.description) == ("image", "a biscuit")


async def test_the_token_does_not_go_to_where_files_lie(net: Practice) -> None:
    (file,) = await beside(net, net.server.upload(b"x", "a.bin", "application/x"))
    await fetch(net, file.url)
    assert net.server.files.told == [""]


async def test_a_file_or_a_message_that_is_gone_says_so(net: Practice) -> None:
    (file,) = await beside(net, net.server.upload(b"x", "a.bin", "application/x"))
    with pytest.raises(Gone, match="beside its message"):
        await fetch(net, file.url.rpartition("/")[0] + "/7")
    channel, message = file.url.removeprefix("discord:").split("/")[:2]
    net.server.delete(channel, message)
    with pytest.raises(Gone):
        await fetch(net, file.url)


@pytest.mark.parametrize(
    "address", ["https://evil.test/1", "discord:1/2", "discord:1/2/../x", "discord:1/2/٣"]
)
async def test_what_is_no_address_of_a_file_is_refused(net: Practice, address: str) -> None:
    with pytest.raises(Refused, match="not the address"):
        await fetch(net, address)


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(
    net: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_ATTACHED", 3)
    (file,) = await beside(net, net.server.upload(b"four", "a.bin", "application/x"))
    with pytest.raises(Refused, match="25 MB"):
        await fetch(net, file.url)


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "https://localhost/x", "file:///etc/passwd"]
)
async def test_a_file_that_lies_at_home_is_not_fetched(net: Practice, url: str) -> None:
    one = {**net.server.upload(b"x", "a.bin", "application/x"), "id": "77", "url": url}
    (file,) = await beside(net, one)
    with pytest.raises(NetworkError) as refused:
        await fetch(net, file.url)
    assert isinstance(refused.value, Refused)


async def test_a_token_that_ended_asks_for_a_sign_in(net: Practice) -> None:
    (file,) = await beside(net, net.server.upload(b"x", "a.bin", "application/x"))
    net.revoke()
    with pytest.raises(SignInNeeded):
        await fetch(net, file.url)
