"""The channels that the bot sees, and which of them are for us altogether."""

from collections.abc import Iterable

from msgspec import Struct

from responder.connectors.discord import parse
from responder.connectors.discord.api import Api
from responder.connectors.discord.parse import DM, FORUM, HOLDS, MEDIA, Channel
from responder.core.errors import Gone, Malformed, Refused
from responder.net.payloads import decoded


class Guild(Struct):
    """A server that the bot is on."""

    id: str
    name: str = ""


class Places:
    """Knows channels by id. `wanted` are names or ids of those where every message is for us."""

    def __init__(self, api: Api, wanted: Iterable[str]) -> None:
        self._api = api
        self._wanted = {one.strip().lstrip("#").casefold() for one in wanted} - {""}
        self._known: dict[str, Channel] = {}
        self._closed: set[str] = set()
        self.guilds: list[Guild] = []

    @property
    def names(self) -> dict[str, str]:
        """Return the names of channels by their ids."""
        return {one.id: one.name or "?" for one in self._known.values()}

    async def look_around(self) -> None:
        """Ask which channels and living threads there are."""
        self.guilds = (await self._api.get("users/@me/guilds")).decode(list[Guild])
        for guild in self.guilds:
            try:
                await self._look_into(guild)
            except (Gone, Refused):
                continue  # the bot was sent away meanwhile

    async def _look_into(self, guild: Guild) -> None:
        channels = (await self._api.get(f"guilds/{guild.id}/channels")).body
        threads = (await self._api.get(f"guilds/{guild.id}/threads/active")).body
        found = decoded(channels, list[Channel], parse.NAME)
        for one in [*found, *decoded(threads, parse.Threads, parse.NAME).threads]:
            one.guild_id = one.guild_id or guild.id
            self._known[one.id] = one

    def readable(self) -> list[Channel]:
        """Return the channels of servers that hold messages and are not closed to us."""
        return [
            one
            for one in self._known.values()
            if one.type in HOLDS and one.type != DM and one.id not in self._closed
        ]

    def closed(self, channel: str) -> None:
        """Note that the bot may not look into a channel: asking again and again would get it banned."""
        self._closed.add(channel)

    def private(self, channel: str) -> Channel:
        """Return a private channel."""
        return self._known.setdefault(channel, Channel(channel, DM))

    def learn(self, channel: Channel) -> None:
        """Take in what the gateway tells of a channel or thread."""
        self._known[channel.id] = channel
        self._closed.discard(channel.id)

    async def of(self, channel: str) -> Channel:
        """Return a channel, asked for when it is not known; a bare one when it may not be seen."""
        if channel not in self._known:
            try:
                found = (await self._api.get(f"channels/{channel}")).decode(Channel)
            except (Gone, Refused, Malformed):
                found = Channel(channel)
            self._known[channel] = found
        return self._known[channel]

    def all_ours(self, channel: Channel) -> bool:
        """Say whether every message there is for us: it was named, or what it hangs under was."""
        above = self._known.get(channel.parent_id or "")
        named = {channel.id, (channel.name or "").casefold()}
        if above is not None and (channel.thread or above.type in (FORUM, MEDIA)):
            named |= {above.id, (above.name or "").casefold()}
        return bool(named & self._wanted)

    def root(self, channel: Channel) -> str | None:
        """Return the root of a channel that is one conversation: a private one, or a thread, named like its first message."""
        if channel.type == DM:
            return channel.id
        if not channel.thread:
            return None
        above = self._known.get(channel.parent_id or "")
        forum = above is not None and above.type in (FORUM, MEDIA)
        return f"{channel.id if forum or not channel.parent_id else channel.parent_id}/{channel.id}"
