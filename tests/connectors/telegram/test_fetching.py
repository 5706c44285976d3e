"""Files that people sent to the bot: fetched with its token, which nobody gets to see."""

import asyncio
import gc
import logging
import traceback

import pytest

from responder.connectors.telegram import api, connector
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Unreachable
from responder.core.messages import Message
from responder.core.ports import Attached
from responder.practice.telegram.server import TOKEN
from tests.connectors.contract import Memory, catch_up
from tests.connectors.means import means
from tests.connectors.telegram.people import ANA, Practice

PDF = bytes(range(256)) * 300


async def sent(net: Practice, **content: object) -> Message:
    net.server.write("", chat=ANA, **content)
    memory = Memory()
    await catch_up(net, memory)
    return memory.of(Message)[-1]


async def fetch(net: Practice, address: str) -> Attached:
    one = connector.open(net.account, means(net.secret))
    try:
        return await one.fetch(address)
    finally:
        await one.aclose()


async def test_a_document_comes_under_its_own_name(net: Practice) -> None:
    document = net.server.upload(PDF, "documents/file 1.pdf", file_name="Räte/Q3.pdf")
    (file,) = (await sent(net, document=document)).attachments
    found = await fetch(net, file.url)
    assert (found.data, found.type, found.name) == (PDF, "application/pdf", "Räte/Q3.pdf")
    assert document["file_id"] in file.url


async def test_a_photo_has_the_name_that_telegram_gave_it(net: Practice) -> None:
    photo = [net.server.upload(b"small", "photos/0.jpg"), net.server.upload(b"large", "photos/1.jpg")]
    found = await fetch(net, (await sent(net, photo=photo)).attachments[0].url)
    assert (found.data, found.type, found.name) == (b"large", "image/jpeg", "1.jpg")


async def test_a_film_has_a_still(net: Practice) -> None:
    still = net.server.upload(b"still", "thumbnails/0.jpg")
    film = net.server.upload(b"film", "videos/0.mp4", thumbnail=still, duration=1, width=1, height=1)
    (file,) = (await sent(net, video=film)).attachments
    assert file.preview is not None
    assert [(await fetch(net, one)).data for one in (file.preview, file.url)] == [b"still", b"film"]


@pytest.mark.parametrize("address", ["https://evil.test/x", "telegram:", "telegram:../getMe", "mid:a@b/1"])
async def test_what_is_no_address_of_a_file_is_refused(net: Practice, address: str) -> None:
    with pytest.raises(Refused, match="not the address"):
        await fetch(net, address)


async def test_a_file_that_is_gone_says_so(net: Practice) -> None:
    with pytest.raises(Gone):
        await fetch(net, "telegram:nothing")
    document = net.server.upload(PDF, "documents/1.pdf")
    net.server.host.call(net.server.world.disk.clear)
    with pytest.raises(Gone):
        await fetch(net, f"telegram:{document['file_id']}")


@pytest.mark.parametrize("size", [20_000_001, 0])
async def test_a_file_that_is_too_large_is_refused_in_words(
    net: Practice, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MOST_ATTACHED", len(PDF) - 1)
    document = net.server.upload(bytes(size) or PDF, "documents/1.pdf")
    with pytest.raises(Refused, match="20 MB"):
        await fetch(net, f"telegram:{document['file_id']}")
    gc.collect()
    await asyncio.sleep(0)  # httpx leaves the rest of a body that is not read to the collector


@pytest.mark.parametrize(
    "path", ["/var/lib/bot/documents/1.pdf", "../../bot/getMe", "C:\\bot\\1.pdf", "a/b\n", ""]
)
async def test_a_path_that_is_none_of_the_servers_files_is_not_asked_for(net: Practice, path: str) -> None:
    document = net.server.upload(PDF, path)
    with pytest.raises(Refused, match="own disk"):
        await fetch(net, f"telegram:{document['file_id']}")


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ({"status": 500, "body": b"x"}, Unreachable), ({"status": 401, "body": b"x"}, SignInNeeded),
        ({"status": 302, "headers": {"Location": "https://evil.test/"}}, Refused), ({"cut": True}, Unreachable),
    ],
)  # fmt: skip
async def test_no_failure_and_no_log_tells_the_token(
    net: Practice, what: dict[str, object], error: type[NetworkError], caplog: pytest.LogCaptureFixture
) -> None:
    document = net.server.upload(PDF, "documents/1.pdf")
    net.server.fault(path="/file/", count=2, **what)
    with caplog.at_level(logging.WARNING), pytest.raises(error) as failed:
        await fetch(net, f"telegram:{document['file_id']}")
    told = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert TOKEN not in told
