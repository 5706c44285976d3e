"""What an account watches: a site, a user or a discussion; and which hits belong to it. Pure."""

import re
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from responder.connectors.hackernews.parse import SERVER, Hit
from responder.core.errors import Refused

WRONG = "Say what is to be watched: a site such as shop.example, a user such as @marie, or the address of a discussion."
_NAME = re.compile(r"[A-Za-z0-9_-]{2,32}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class Watch(Struct, frozen=True):
    """`kind` is site, user or story; `name` is the host, the user's name or the number."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """Return it as text."""
        return f"{self.kind}:{self.name}"


def watch(typed: str) -> Watch:
    """Return what a person typed as something to watch. Raises Refused."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        asked, host = parse_qs(parts.query).get("id", [""])[0], (parts.hostname or "").lower()
    except ValueError as error:
        raise Refused(WRONG) from error
    if host == SERVER:
        if parts.path == "/item" and asked.isdecimal():
            return Watch("story", asked)
        if parts.path == "/user" and _NAME.fullmatch(asked):
            return Watch("user", asked)
        raise Refused(WRONG)
    if text.isdecimal():
        return Watch("story", text)
    if _NAME.fullmatch(text.removeprefix("@")):
        return Watch("user", text.removeprefix("@"))
    if "@" not in text and _DOMAIN.fullmatch(host):
        return Watch("site", host.removeprefix("www."))
    raise Refused(WRONG)


def read(key: str) -> Watch:
    """Return what was kept as text."""
    kind, _, name = key.partition(":")
    return Watch(kind, name)


def links_to(hit: Hit, host: str) -> bool:
    """Say whether a story is about a page of this site."""
    try:
        there = (urlsplit(hit.url or "").hostname or "").lower()
    except ValueError:
        return False
    return there == host or there.endswith(f".{host}")


def names(hit: Hit, host: str) -> bool:
    """Say whether a title or text names this site: the search also finds what is only alike."""
    text = f"{hit.title or ''}\n{hit.html}".lower().replace("&#x2f;", "/")
    return re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-]|\.\w)", text) is not None
