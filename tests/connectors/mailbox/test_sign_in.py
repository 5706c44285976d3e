"""Connecting a mailbox."""

import asyncio
import threading
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from responder.connectors.mailbox import connector, servers
from responder.connectors.mailbox.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.errors import Malformed, NetworkError, Refused, SignInNeeded, Unreachable
from responder.core.ports import SignIn
from responder.net.tokens import read
from responder.practice.mailbox import PASSWORD, USER
from tests.connectors.contract import Memory, catch_up, opened
from tests.connectors.mailbox.practice import Practice
from tests.connectors.means import means


def nobody(url: str) -> None:
    raise AssertionError("no browser is needed")


async def connect(
    net: Practice,
    browser: Callable[[str], None] = nobody,
    transport: httpx.AsyncBaseTransport | None = None,
    **form: str,
) -> SignIn:
    given = {
        "address": f"Support@{USER.partition('@')[2]}", "password": PASSWORD, "user": USER, "name": "Shop  Support",
        "imap": f"imap://127.0.0.1:{net.box.imap_port}", "smtp": f"127.0.0.1:{net.box.smtp_port}",
    }  # fmt: skip
    return await sign_in({**given, **form}, clock=SystemClock(), open_browser=browser, transport=transport)


async def test_signing_in_proves_both_servers_and_finds_the_folder_for_sent_mail(net: Practice) -> None:
    made = await connect(net)
    assert made.account.remote_id == USER
    assert made.account.name == "Shop Support"
    assert made.account.options["sent"] == "Sent"
    assert made.account.missing == ()
    assert PASSWORD not in repr(made.account)
    again = await connect(net)
    assert again.account.id == made.account.id
    ours = connector.open(made.account, means(made.secret))
    assert (await ours.check()).remote_id == USER
    await ours.aclose()


async def test_another_folder_is_another_account_of_the_same_mailbox(net: Practice) -> None:
    made = await connect(net, folder="Archive")
    assert made.account.id != (await connect(net)).account.id
    with pytest.raises(Refused, match="Nowhere"):
        await connect(net, folder="Nowhere")


async def test_a_mailbox_without_a_folder_for_sent_mail_says_what_is_lost(net: Practice) -> None:
    net.box.call(lambda: net.box.world.folders.pop("Sent"))
    assert (await connect(net)).account.missing


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"password": "wrong"}, SignInNeeded),
        ({"password": ""}, SignInNeeded),
        ({"password": "pässwörd"}, SignInNeeded),
        ({"address": "nobody"}, Refused),
        ({"address": "a@b.c, d@e.f"}, Refused),
        ({"imap": "http://x"}, Refused),
        ({"imap": "two words"}, Refused),
        ({"smtp": "host:99999"}, Refused),
        ({"imap": "127.0.0.1:1"}, Unreachable),
        ({"smtp": "127.0.0.1:1"}, Unreachable),
        ({"imap": "no-such-host.invalid"}, Unreachable),
    ],
)
async def test_what_is_wrong_is_said(net: Practice, form: dict[str, str], error: type[NetworkError]) -> None:
    with pytest.raises(error) as caught:
        await connect(net, **form)
    assert str(caught.value)
    assert PASSWORD not in str(caught.value)


async def test_smtp_that_does_not_let_in_keeps_no_account(net: Practice) -> None:
    net.box.fault(
        "smtp", "AUTH", reply="535 5.7.139 Authentication unsuccessful, basic authentication is disabled"
    )
    with pytest.raises(SignInNeeded):
        await connect(net)


async def test_a_web_server_is_no_mail_server(net: Practice) -> None:
    net.box.fault("smtp", "GREETING", raw=b"HTTP/1.1 400 Bad Request\r\n\r\n")
    with pytest.raises(Malformed):
        await connect(net)


@pytest.mark.parametrize(
    ("written", "plain", "kept"),
    [
        ("mail.example.com", False, "imaps://mail.example.com:993"),
        ("mail.example.com:143", False, "imap://mail.example.com:143"),
        ("imaps://mail.example.com:9993", False, "imaps://mail.example.com:9993"),
        ("mail.example.com:143", True, "plain+imap://mail.example.com:143"),
        ("[::1]:1143", False, "imap://[::1]:1143"),
    ],
)
def test_a_line_is_encrypted_unless_a_person_says_otherwise(written: str, plain: bool, kept: str) -> None:
    server = servers.read("imap", written, plain=plain)
    assert server.address == kept
    assert servers.read("imap", kept) == server


async def test_a_server_elsewhere_without_encryption_is_not_told_the_password(net: Practice) -> None:
    host = "127.1"  # another way to write this machine, which is not known to be one
    for form in (
        {"imap": f"imap://{host}:{net.box.imap_port}"},
        {"smtp": f"smtp://{host}:{net.box.smtp_port}"},
    ):
        with pytest.raises(Refused, match="encryption"):
            await connect(net, **form)
    assert ("smtp", "AUTH") not in net.box.faults.seen


def provider(net: Practice, asked: list[dict[str, list[str]]], life: int = 3600) -> httpx.MockTransport:
    def token(request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        asked.append(form)
        access = f"token-{len(asked)}"
        net.box.world.tokens.clear()
        net.box.world.tokens[USER] = access
        said = {"access_token": access, "token_type": "Bearer", "refresh_token": "r", "expires_in": life}
        return httpx.Response(200, json=said)

    return httpx.MockTransport(token)


def browser(answer: dict[str, str], seen: list[str]) -> Callable[[str], None]:
    def visit(url: str) -> None:
        seen.append(url)
        query = parse_qs(urlsplit(url).query)
        back = {"state": query["state"][0], **answer}
        httpx.get(f"{query['redirect_uri'][0]}?{urlencode(back)}")

    return lambda url: threading.Thread(target=visit, args=(url,)).start()


@pytest.mark.parametrize(
    ("who", "page"), [("google", "accounts.google.com"), ("microsoft", "login.microsoftonline.com")]
)
async def test_a_token_from_the_browser_opens_both_servers_and_is_renewed(
    net: Practice, who: str, page: str
) -> None:
    asked: list[dict[str, list[str]]] = []
    seen: list[str] = []
    transport = provider(net, asked, life=1)
    made = await connect(
        net, browser({"code": "c"}, seen), transport, password="", oauth=who, client_id="mine"
    )
    assert page in seen[0]
    assert asked[0]["client_id"] == ["mine"]
    assert read(made.secret).refresh == "r"
    await asyncio.sleep(1)
    net.box.write("hello")
    memory = Memory()
    ours = connector.open(made.account, means(made.secret, known=memory, once=True), transport)
    async for batch in ours.listen(None):
        memory.store(batch)
    await ours.aclose()
    assert len(memory.texts) == 1
    assert asked[1]["grant_type"] == ["refresh_token"]


async def test_a_no_in_the_browser_is_a_no(net: Practice) -> None:
    with pytest.raises(Refused, match="denied"):
        await connect(
            net, browser({"error": "access_denied"}, []), password="", oauth="google", client_id="mine"
        )


async def test_the_browser_needs_a_client_id(net: Practice) -> None:
    with pytest.raises(SignInNeeded, match="client id"):
        await connect(net, password="", oauth="google")


async def test_a_question_that_nobody_waits_for_ends_at_once(net: Practice) -> None:
    net.box.fault("imap", "EXAMINE", delay=30)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await catch_up(net, Memory())
    for thread in [thread for thread in threading.enumerate() if thread.name == "mailbox"]:
        await asyncio.to_thread(thread.join, 5)
        assert not thread.is_alive()
    async with opened(net, Memory()) as ours:
        await ours.check()
