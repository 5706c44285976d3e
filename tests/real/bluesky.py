"""What the tests need of a real Bluesky: a customer who uses the API directly, and somebody who clicks in the browser."""

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from responder.connectors.bluesky import connector
from responder.connectors.bluesky.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.messages import Message
from responder.core.ports import Means, SignIn
from tests.connectors.contract import Memory, catch_up
from tests.connectors.means import Held, Unhurried
from tests.real.servers import RealServer

PATIENCE = 30.0
"""Seconds until the AppView shows something: seen to take 0.1 to 0.4."""


@dataclass
class Somebody:
    """Somebody with an account, using the API directly."""

    url: str
    did: str
    handle: str
    token: str

    def call(self, method: str, nsid: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.request(method, f"{self.url}/xrpc/{nsid}", headers=headers, timeout=20, **more)

    def post(
        self,
        text: str,
        *,
        to: dict[str, Any] | None = None,
        mention: tuple[str, str] | None = None,
        ago: float = 0,
    ) -> dict[str, Any]:
        """Post, mentioning somebody by handle and DID in front; `ago` (s) is how old it claims to be. Returns uri and cid."""
        when = datetime.now(UTC) - timedelta(seconds=ago)
        at = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at}
        if mention:
            name = f"@{mention[0]}"
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": mention[1]}
            record["text"] = f"{name} {text}"
            record["facets"] = [{"index": {"byteStart": 0, "byteEnd": len(name)}, "features": [feature]}]
        if to:
            record["reply"] = {"root": to.get("root", _ref(to)), "parent": _ref(to)}
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        answer = self.call("POST", "com.atproto.repo.createRecord", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def rewrite(self, uri: str, text: str) -> None:
        """Write a post anew under its key, as some programs do."""
        rkey = uri.rpartition("/")[2]
        params = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": rkey}
        record = self.call("GET", "com.atproto.repo.getRecord", params=params).json()["value"]
        body = {**params, "record": {**record, "text": text}}
        assert self.call("POST", "com.atproto.repo.putRecord", json=body).status_code == 200

    def delete(self, uri: str) -> None:
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": uri.rpartition("/")[2]}
        assert self.call("POST", "com.atproto.repo.deleteRecord", json=body).status_code == 200

    def hears(self, text: str) -> dict[str, Any]:
        """Return the notification with this text once it is there."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            answer = self.call("GET", "app.bsky.notification.listNotifications")
            for one in answer.json().get("notifications", []):
                if text in str(one["record"].get("text")):
                    return dict(one)
            time.sleep(0.2)
        raise AssertionError(f"it never came: {text}")

    def sees(self, uri: str) -> dict[str, Any] | None:
        """Return a post as the AppView shows it to this person."""
        posts = self.call("GET", "app.bsky.feed.getPosts", params={"uris": [uri]}).json()["posts"]
        return dict(posts[0]) if posts else None


def _ref(of: dict[str, Any]) -> dict[str, str]:
    return {"uri": of["uri"], "cid": of["cid"]}


def somebody(url: str, handle: str, password: str) -> Somebody:
    body = {"identifier": handle, "password": password}
    answer = httpx.post(f"{url}/xrpc/com.atproto.server.createSession", json=body, timeout=20)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    return Somebody(url, said["did"], handle, said["accessJwt"])


API = "/@atproto/oauth-provider/~api"


def allow(url: str, user: str, password: str, *, agrees: bool = True) -> str:
    """Do what the page's own script does when somebody signs in and allows; return where the browser is sent."""
    with httpx.Client(timeout=20) as browser:
        navigates = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}
        page = browser.get(url, headers=navigates)
        assert page.status_code == 200, page.text
        origin = str(page.url).partition("/oauth/")[0]
        cookies = dict(re.findall(r"(?:^|, )([a-z-]+)=([a-zA-Z0-9-]+)", page.headers["set-cookie"]))

        def ask(method: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
            headers = {
                "Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty",
                "Origin": origin, "Referer": url, "x-csrf-token": cookies["csrf-token"],
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                **({"Authorization": f"Bearer {token}"} if token else {}),
            }  # fmt: skip
            answer = browser.post(
                f"{origin}{API}{method}",
                content=json.dumps(body),
                headers=headers | {"Content-Type": "application/json"},
            )
            assert answer.status_code == 200, f"{method}: {answer.text}"
            cookies.update(
                re.findall(r"(?:^|, )([a-z-]+)=([a-zA-Z0-9-]+)", answer.headers.get("set-cookie", ""))
            )
            return dict(answer.json())

        if not agrees:
            return _sent(browser, url, str(ask("/reject", {})["url"]))
        signed = ask("/sign-in", {"locale": "en", "username": user, "password": password, "remember": False})
        granted = ask("/consent", {"did": signed["account"]["did"]}, str(signed["ephemeralToken"]))
        return _sent(browser, url, str(granted["url"]))


def _sent(browser: httpx.Client, page: str, url: str) -> str:
    headers = {
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        "Sec-Fetch-Site": "same-origin",
        "Referer": page,
    }
    answer = browser.get(url, headers=headers)
    assert "location" in answer.headers, f"{answer.status_code}: {answer.text[:500]}"
    return answer.headers["location"]


def browser(user: str, password: str, *, agrees: bool = True) -> Callable[[str], None]:
    """Return a browser in which somebody signs in and says yes, or no."""

    def visit(url: str) -> None:
        with httpx.Client(timeout=20) as client:
            client.get(allow(url, user, password, agrees=agrees))

    def open_browser(url: str) -> None:
        threading.Thread(target=visit, args=(url,), name="browser").start()

    return open_browser


class Shop:
    """Our account; stands where the contract has a simulated network. `wire` is what its requests go through."""

    def __init__(self, signed: SignIn, wire: httpx.AsyncBaseTransport | None = None) -> None:
        self.account = signed.account
        self.vault = Held(signed.secret)
        self.wire = wire

    def connector(self, memory: Memory, *, once: bool = True) -> connector.Bluesky:
        given = Means(SystemClock(), memory, self.vault, Unhurried(0.1), once)
        return connector.Bluesky(self.account, given, self.wire)

    async def hears(self, memory: Memory, so: Callable[[], bool]) -> None:
        """Read again and again until something is so, as the receiver does."""
        ends = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < ends, "it never came"
            await catch_up(self, memory)
            await asyncio.sleep(0.1)


async def entered(server: RealServer, password: str = "", **more: Any) -> SignIn:
    form = {"handle": server["konsole_handle"], "server": server["pds_url"], "directory": server["plc_url"]}
    opens = more.get("opens", print)
    return await sign_in({**form, "password": password}, clock=SystemClock(), open_browser=opens)


def mark() -> str:
    return f"m{time.time_ns()}"


def of(memory: Memory, text: str) -> Message | None:
    return next((one for one in memory.messages.values() if text in one.text), None)


async def asked(shop: Shop, kunde: Somebody, memory: Memory, text: str, **more: Any) -> Message:
    """Let the customer write to us, and wait until we have it."""
    more = more or {"mention": (shop.account.handle, shop.account.remote_id)}
    kunde.post(text, **more)
    await shop.hears(memory, lambda: of(memory, text) is not None)
    found = of(memory, text)
    assert found is not None
    return found
