"""A practice Bluesky over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.bluesky import ids
from responder.practice.bluesky.routes import Routes
from responder.practice.bluesky.world import POST, Person, Record, World, parent, written
from responder.practice.served import Served

SHOP = "did:plc:grandlievre2222222222222"
CUSTOMER = "did:plc:ana222222222222222222222"
APP_PASSWORD = "abcd-efgh-ijkl-mnop"  # noqa: S105 # it protects nothing: the network is thrown away
QUIET_PASSWORD = "qrst-uvwx-yz23-4567"  # noqa: S105
"""An app password without the right to direct messages."""

PASSWORD = "practice"  # noqa: S105


class Behind(Served):
    """What stands behind a practice Bluesky. Its parts are touched in the server's thread only."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.issuer = f"http://localhost:{self.host.port}"
        self.world = World((clock or SystemClock()).now)
        shop = self.world.add_person(SHOP, "grandlievre.example", "Biscuiterie Grand Lièvre", PASSWORD)
        shop.app_passwords = {APP_PASSWORD: True, QUIET_PASSWORD: False}
        self.world.add_person(CUSTOMER, "ana.example", "Ana", PASSWORD)
        self.wire = Routes(self.world, self.url, self.issuer, SHOP)


class Life(Behind):
    """What people do there, and what came of it."""

    def add_person(self, did: str, handle: str, name: str = "") -> Person:
        """Let somebody in."""
        return self.host.call(lambda: self.world.add_person(did, handle, name, PASSWORD))

    def post(
        self,
        text: str,
        *,
        who: str = CUSTOMER,
        to: str | None = None,
        mention: str | None = None,
        quote: str | None = None,
        ago: float = 0,
        **more: Any,
    ) -> str:
        """Post, or answer the post at `to`; `mention` is a DID, put in front by handle. Returns the address."""

        def write() -> str:
            value: dict[str, Any] = {
                "createdAt": written(self.world.stamp() - round(ago * 1e6)),
                "langs": ["en"],
                **more,
            }
            value |= self._mentioning(text, mention)
            if to is not None:
                value["reply"] = self._answering(to)
            if quote is not None:
                value["embed"] = {"$type": "app.bsky.embed.record", "record": _ref(self._there(quote))}
            return self.world.put(who, POST, ids.tid(self.world.stamp()), value).uri

        return self.host.call(write)

    def edit(self, address: str, text: str, mention: str | None = SHOP) -> None:
        """Write a post anew under its key, as some programs do."""

        def write() -> None:
            who, collection, rkey = ids.parts(address)
            value = {name: part for name, part in self._there(address).value.items() if name != "facets"}
            self.world.put(who, collection, rkey, {**value, **self._mentioning(text, mention)})

        self.host.call(write)

    def delete(self, address: str) -> None:
        """Delete a record."""
        self.host.call(lambda: self.world.remove(address))

    def message(self, text: str, *, who: str = CUSTOMER, to: str = SHOP) -> str:
        """Write a direct message; returns the ids of conversation and message, `convo/message`."""

        def say() -> str:
            convo = self.wire.chat.between(who, to)
            return f"{convo.id}/{self.wire.chat.say(who, convo, text).id}"

        return self.host.call(say)

    def unsay(self, message: str, *, who: str = SHOP) -> None:
        """Delete a direct message for one of its readers."""
        convo, _, said = message.partition("/")
        self.host.call(lambda: self.wire.chat.hide(who, self.wire.chat.convos[convo], said))

    def said(self, convo: str) -> list[tuple[str, str]]:
        """Return who said what in a conversation."""
        return self.host.call(lambda: [(one.sender, one.text) for one in self.wire.chat.convos[convo].said])

    def answers(self, address: str, who: str = SHOP) -> list[str]:
        """Return the texts of somebody's answers to a post."""
        return [
            str(one.value["text"]) for one in self.records() if one.author == who and parent(one) == address
        ]

    def records(self, collection: str = POST) -> list[Record]:
        """Return every record of a collection."""
        return self.host.call(
            lambda: [
                one for kinds in self.world.records.values() for one in kinds.get(collection, {}).values()
            ]
        )

    def _there(self, address: str) -> Record:
        found = self.world.get(address)
        assert found is not None, address
        return found

    def _mentioning(self, text: str, did: str | None) -> dict[str, Any]:
        if did is None:
            return {"text": text}
        name = f"@{self.world.people[did].handle}"
        index = {"byteStart": 0, "byteEnd": len(name.encode())}
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
        return {"text": f"{name} {text}", "facets": [{"index": index, "features": [feature]}]}

    def _answering(self, address: str) -> dict[str, Any]:
        above = self._there(address)
        root = above.value.get("reply", {}).get("root") or _ref(above)
        return {"root": root, "parent": _ref(above)}


class PracticeBluesky(Life):
    """One data server with everything behind it; `SHOP` is us. Methods may be called from any thread."""

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self.wire.answer, methods=["GET", "POST"])]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now()

    # --- what goes wrong there

    def revoke(self) -> None:
        """End every session of ours, whatever it was opened with."""

        def end() -> None:
            self.world.people[SHOP].app_passwords.clear()
            self.wire.sessions.ended = self.world.now() // 1_000_000 + 3600
            for grant in self.wire.oauth.grants:
                grant.ended = True

        self.host.call(end)

    def expire(self) -> None:
        """Let every access token that was given so far end, as after two hours."""

        def end() -> None:
            self.wire.sessions.expire()
            for grant in self.wire.oauth.grants:
                grant.tokens = dict.fromkeys(grant.tokens, 0)

        self.host.call(end)

    def forget(self, kept: int) -> None:
        """List only the newest notifications from now on."""
        self.world.listed = kept

    def set_clock_offset(self, offset: int) -> None:
        """Let the network's clock be off by so many µs."""
        self.world.drift = offset


def _ref(record: Record) -> dict[str, str]:
    return {"uri": record.uri, "cid": record.cid}
