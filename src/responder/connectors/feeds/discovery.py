"""From what a person typed to a feed: the address of one, or of a page that names some."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from responder.connectors.feeds import parse
from responder.connectors.feeds.entries import Feed
from responder.connectors.feeds.requests import ACCEPT
from responder.connectors.feeds.text import decoded
from responder.connectors.feeds.web import Address, Landed, Web, address
from responder.core.errors import Gone, Malformed, NetworkError, Refused, SignInNeeded
from responder.core.ports import Choose, Option
from responder.net.markup import one_line

_LINK = re.compile(r"<link\b([^>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/rdf+xml",
)
_MOST = 20
_USUAL = ("feed/", "/feed/", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
"""Where feeds mostly are, when a page names none."""


@dataclass(frozen=True)
class Found:
    """A feed and where it is: `address` is to be kept, with the login that was typed if it is on that server."""

    address: Address
    feed: Feed


async def find(typed: str, web: Web, choose: Choose | None) -> Found:
    """Return the feed at an address or named on the page there. Raises Refused and the other NetworkErrors."""
    start = address(typed)
    landed = await _landed(web, start)
    place = Address(landed.moved or start.url, start.login)
    try:
        return Found(place, _feed(landed))
    except Malformed:
        named = alternates(decoded(landed.answer.body[:200_000], _type(landed)), landed.url)
    if not named:
        return await _usual(landed, start, web)
    chosen = (
        next(iter(named))
        if len(named) == 1 or choose is None
        else await choose(tuple(Option(url, title or url, url) for url, title in named.items()))
    )
    target = address(chosen)
    place = Address(target.url, start.login if target.origin == start.origin else target.login)
    landed = await _landed(web, place)
    return Found(Address(landed.moved or place.url, place.login), _feed(landed))


async def _usual(landed: Landed, start: Address, web: Web) -> Found:
    """Return the feed that a page does not name, from where sites mostly have one. Raises Refused."""
    for place in _USUAL:
        target = address(urljoin(landed.url, place))
        tried = Address(target.url, start.login if target.origin == start.origin else None)
        try:
            there = await web.read(tried, lambda _url: {"Accept": ACCEPT})
            return Found(Address(there.moved or tried.url, tried.login), _feed(there))
        except (Refused, SignInNeeded, Malformed):
            continue
    raise Refused("There is no feed at this address, and the page names none.")


def alternates(page: str, url: str) -> dict[str, str]:
    """Return the feeds that a page names: address to title, in the page's order."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(page):
        told = {
            one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(link[1])
        }
        rel, kind = (
            told.get("rel", "").lower().split(),
            told.get("type", "").lower().partition(";")[0].strip(),
        )
        if "alternate" in rel and kind in _TYPES and told.get("href"):
            try:
                whole = address(urljoin(url, told["href"].strip())).url
            except (NetworkError, ValueError):
                continue
            if "wp-json" not in whole:
                found.setdefault(whole, one_line(told.get("title", ""), 100))
        if len(found) >= _MOST:
            break
    return found


async def _landed(web: Web, place: Address) -> Landed:
    landed = await web.read(place, lambda _url: {"Accept": f"{ACCEPT}, text/html;q=0.4"})
    if landed.answer.status == 410:
        raise Gone("There was something at this address, and it is gone for good.")
    return landed


def _feed(landed: Landed) -> Feed:
    return parse.feed(landed.answer.body, _type(landed), landed.url)


def _type(landed: Landed) -> str:
    return str(landed.answer.headers.get("content-type", ""))
