"""From an answer's bytes to a feed, in the format it really has. Pure."""

from responder.connectors.feeds import broken, jsonfeed, xml
from responder.connectors.feeds.entries import Entry, Feed
from responder.connectors.feeds.text import decoded, mended, prepared
from responder.core.errors import Malformed

_PAGE = ("<!doctype html", "<html")
_FEED = ("<rss", "<feed", "<rdf:rdf", "<channel", "<item", "<entry")


def feed(body: bytes, content_type: str, url: str) -> Feed:
    """Return what an answer says as a feed. Raises Malformed when it is none."""
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        found = jsonfeed.read(body, url)
        if found is None:
            raise Malformed("There is no feed at this address any more: it answers with other data", body)
        return found
    text = prepared(decoded(body, content_type))
    if is_page(text):
        raise Malformed("There is no feed at this address any more: it answers with a web page", body)
    found = _xml(text, url, body)
    found.entries = [one for one in found.entries if one.says_something]
    return found


def is_page(text: str) -> bool:
    """Say whether a text is a page for people."""
    head = text[:5000].lstrip().lower()
    return head.startswith(_PAGE) or ("<html" in head and not any(sign in head for sign in _FEED))


def _xml(text: str, url: str, body: bytes) -> Feed:
    """Read it as XML; with what people forget put right; and else as far as it goes."""
    best = Feed(entries=[])
    for attempt in (text, None):
        reader = xml.Reader(url)
        try:
            return reader.read(mended(text) if attempt is None else attempt)
        except xml.NotAFeed:
            best = reader.feed if len(reader.feed.entries) >= len(best.entries) else best
    if not any(sign in text[:20_000].lower() for sign in _FEED):
        raise Malformed("There is no feed at this address any more: it answers with something else", body)
    found = broken.read(mended(text), url)
    return found if len(found.entries) > len(best.entries) else best


def entry(payload: bytes, url: str) -> Entry:
    """Read one entry of a JSON feed that was kept as it came. Raises one of `jsonfeed.WRONG`."""
    return jsonfeed.item(payload, url)
