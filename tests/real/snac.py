"""What the tests need of a real snac: two people who sign in by its own pages, and what they do there."""

import html
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

PATIENCE = 60.0
"""Seconds until a post is there: snac delivers from a queue, seen to take 7 to 10."""


def allow(url: str, user: str, password: str) -> str:
    """Fill in snac's page as a person would, and return where it sends the browser."""
    with httpx.Client(timeout=20) as browser:
        page = browser.get(url)
        assert page.status_code == 200, page.text
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        assert action is not None
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        form = {html.unescape(name): html.unescape(value) for name, value in hidden}
        target = urlsplit(url)._replace(query="", path=urlsplit(html.unescape(action[1])).path).geturl()
        answer = browser.post(target, data={**form, "login": user, "passwd": password})
        assert "location" in answer.headers, f"{answer.status_code}: wrong password?"
        return answer.headers["location"]


def browser(user: str, password: str) -> Callable[[str], None]:
    """Return a browser in which somebody signs in and allows everything."""

    def visit(url: str) -> None:
        with httpx.Client(timeout=20) as client:
            client.get(allow(url, user, password))

    def open_browser(url: str) -> None:
        threading.Thread(target=visit, args=(url,), name="browser").start()

    return open_browser


@dataclass
class SnacPerson:
    """Somebody with an account, using the API directly."""

    url: str
    token: str

    def call(
        self, method: str, path: str, form: dict[str, str] | None = None, key: str = ""
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        return httpx.request(method, self.url + path, headers=headers, timeout=20, data=form)

    def post(self, text: str, parent: str | None = None, visibility: str = "public", key: str = "") -> str:
        form = {"status": text, "visibility": visibility}
        if parent:
            form["in_reply_to_id"] = parent
        answer = self.call("POST", "/api/v1/statuses", form, key)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def notifications(self) -> list[dict[str, object]]:
        answer = self.call("GET", "/api/v1/notifications")
        return answer.json() if answer.status_code == 200 and answer.content else []

    def wait_for(self, text: str) -> dict[str, object]:
        """Return the post with this text once it has been delivered here."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            for one in self.notifications():
                status = one.get("status")
                if isinstance(status, dict) and text in str(status.get("content")):
                    return status
            time.sleep(0.3)
        raise AssertionError(f"not delivered: {text}")


def person(url: str, user: str, password: str) -> SnacPerson:
    """Sign somebody in by hand, without our code."""
    back = "http://127.0.0.1:9/back"
    form = {"client_name": "hand", "redirect_uris": back, "scopes": "read write"}
    app = httpx.post(f"{url}/api/v1/apps", data=form, timeout=20).json()
    query = {
        "client_id": app["client_id"],
        "redirect_uri": back,
        "response_type": "code",
        "scope": "read write",
        "state": "s",
    }
    location = allow(f"{url}/oauth/authorize?{urlencode(query)}", user, password)
    code = parse_qs(urlsplit(location).query)["code"][0]
    grant = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": back,
    }
    token = httpx.post(f"{url}/oauth/token", data=grant, timeout=20).json()["access_token"]
    return SnacPerson(url, token)
