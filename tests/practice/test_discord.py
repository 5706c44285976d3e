"""The practice Discord is faithful: the most used client library drives it, and what it says fits the schema."""

import asyncio
import json
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import jsonschema
import pytest
import yarl

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports `audioop` for voices
    import discord
    import discord.gateway
    import discord.http

from responder.practice.discord.server import PracticeDiscord
from tests.conftest import SHARED


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeDiscord]:
    with PracticeDiscord() as practice:
        monkeypatch.setattr(discord.http.Route, "BASE", f"{practice.url}/api/v10")
        gateway = yarl.URL(practice.url.replace("http", "ws"))
        for name in ("warn_nacl", "warn_dave"):
            monkeypatch.setattr(discord.VoiceClient, name, False)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        yield practice


class Listener(discord.Client):
    """A client that remembers what it heard."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, messages=True, message_content=True)
        super().__init__(intents=intents, guild_ready_timeout=0.05)
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    async def on_ready(self) -> None:
        self.heard.put_nowait(("ready", None))

    async def on_resumed(self) -> None:
        self.heard.put_nowait(("resumed", None))

    async def on_message(self, message: discord.Message) -> None:
        self.heard.put_nowait(("message", message))

    async def on_message_edit(self, _: discord.Message, after: discord.Message) -> None:
        self.heard.put_nowait(("edit", after))

    async def on_message_delete(self, message: discord.Message) -> None:
        self.heard.put_nowait(("delete", message))

    async def next(self, kind: str) -> Any:
        async with asyncio.timeout(10):
            while True:
                found, what = await self.heard.get()
                if found == kind:
                    return what


@asynccontextmanager
async def connected(server: PracticeDiscord) -> AsyncIterator[Listener]:
    client = Listener()
    running = asyncio.create_task(client.start(server.api.token))
    try:
        await client.next("ready")
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.sleep(0.05)


async def test_the_library_hears_what_is_written_edited_and_deleted(server: PracticeDiscord) -> None:
    async with connected(server) as client:
        number = server.write("where is it?")
        message = await client.next("message")
        assert (str(message.id), message.content, message.channel.name) == (number, "where is it?", "support")
        server.edit(server.support, number, "where?")
        assert (await client.next("edit")).content == "where?"
        server.delete(server.support, number)
        assert str((await client.next("delete")).id) == number


async def test_the_library_answers_and_reads_back(server: PracticeDiscord) -> None:
    async with connected(server) as client:
        server.write("where is it?")
        question = await client.next("message")
        answer = await question.reply("coming")
        assert answer.reference is not None
        assert server.answers(server.support, str(question.id)) == ["coming"]
        await answer.edit(content="here")
        assert [one.content async for one in question.channel.history()] == ["here", "where is it?"]
        await answer.add_reaction("👍")
        await answer.delete()
        with pytest.raises(discord.NotFound, match="Unknown Message"):
            await answer.delete()
        with pytest.raises(discord.HTTPException, match="2000 or fewer"):
            await question.channel.send("x" * 2001)


async def test_the_library_reads_a_file_whose_address_expires_and_is_given_anew(
    server: PracticeDiscord,
) -> None:
    async with connected(server) as client:
        server.write("broken", attachments=[server.upload(b"words", "a.txt", "text/plain")])
        message = await client.next("message")
        assert await message.attachments[0].read() == b"words"
        server.world.drift = 2 * 86_400_000_000
        with pytest.raises(discord.NotFound):
            await message.attachments[0].read()
        again = await message.channel.fetch_message(message.id)
        assert await again.attachments[0].read() == b"words"


async def test_a_cut_line_is_taken_up_again_and_tells_what_was_missed(server: PracticeDiscord) -> None:
    async with connected(server) as client:
        server.cut()
        server.write("while cut")
        assert (await client.next("message")).content == "while cut"
        assert server.gateway.identified == 1
        assert server.gateway.resumed == 1


@pytest.mark.logs
async def test_an_intent_that_is_not_switched_on_closes_the_line(server: PracticeDiscord) -> None:
    server.world.sees_content = False
    client = Listener()
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(server.api.token)
    await client.close()


async def test_a_wrong_token_is_refused(server: PracticeDiscord) -> None:
    client = Listener()
    with pytest.raises(discord.LoginFailure):
        await client.start("nonsense")
    await client.close()


def ask(server: PracticeDiscord, path: str, **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bot {server.api.token}"}
    return httpx.request(more.pop("method", "GET"), f"{server.url}/api/v10/{path}", headers=headers, **more)


def test_an_enforced_nonce_is_one_message_and_any_other_is_only_echoed(server: PracticeDiscord) -> None:
    where = f"channels/{server.support}/messages"

    def send(**more: Any) -> str:
        return str(
            ask(server, where, method="POST", json={"content": "hi", "nonce": "n1", **more}).json()["id"]
        )

    first = send(enforce_nonce=True)
    assert send(enforce_nonce=True) == first
    assert send() != first


def test_pages_follow_each_other_as_documented(server: PracticeDiscord) -> None:
    ids = [server.write(f"{i}") for i in range(5)]
    where = f"channels/{server.support}/messages"

    def page(**params: Any) -> list[str]:
        return [one["id"] for one in ask(server, where, params=params).json()]

    assert page(limit=2) == [ids[4], ids[3]]
    assert page(limit=2, before=ids[3]) == [ids[2], ids[1]]
    assert page(limit=2, after=ids[0]) == [ids[2], ids[1]]
    assert ask(server, where, params={"limit": 101}).status_code == 400


@pytest.mark.parametrize(
    ("path", "name", "many"),
    [
        ("users/@me", "UserResponse", False),
        ("users/@me/guilds", "MyGuildResponse", True),
        ("applications/@me", "PrivateApplicationResponse", False),
        ("gateway/bot", "GatewayBotResponse", False),
        ("channels/{support}/messages", "MessageResponse", True),
        ("guilds/{guild}/channels", "GuildChannelResponse", True),
    ],
)
def test_what_it_says_has_the_fields_of_the_published_schema(
    server: PracticeDiscord, path: str, name: str, many: bool
) -> None:
    where = SHARED / "specs/discord/openapi.json"
    if not where.is_file():
        pytest.skip("needs the specifications beside the repository")
    schema = json.loads(where.read_text())["components"]["schemas"][name]
    server.write("hi")
    said = ask(server, path.format(support=server.support, guild=server.world.guild)).json()
    flat = {
        "type": "object",
        "required": schema["required"],
        "propertyNames": {"enum": list(schema["properties"])},
    }
    for one in said if many else [said]:
        jsonschema.validate(one, flat)
