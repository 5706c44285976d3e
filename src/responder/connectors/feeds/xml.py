"""Reads RSS 0.9 to 2.0 and Atom as it streams by, with expat: no tree, no entities, no end of nesting.

Sources: RFC 4287 (Atom), RFC 4685 (thr), RFC 5005 (next), RFC 6721 (deleted), rssboard.org/rss-specification.
"""

import re
from html import escape
from urllib.parse import urljoin
from xml.parsers import expat

from responder.connectors.feeds.entries import MOST, Entry, Feed, File

DEPTH = 200
"""Deeper than any feed nests; what goes further is no feed."""

_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "", "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/rss/1.0/modules/content/": "content:", "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:", "http://search.yahoo.com/mrss/": "media:", "http://search.yahoo.com/mrss": "media:",
    "http://purl.org/syndication/thread/1.0": "thr:", "http://purl.org/atompub/tombstones/1.0": "at:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:", "http://www.w3.org/1999/xhtml": "h:",
}  # fmt: skip
_TEXTS = {
    "title": "title", "media:title": "title", "description": "summary", "summary": "summary", "media:description": "summary",
    "content:encoded": "body", "content": "body", "h:body": "body",
}  # fmt: skip
_PLAIN = {
    "guid": "id", "id": "id", "link": "link", "pubDate": "published", "published": "published", "issued": "published",
    "created": "published", "dc:date": "published", "dc:created": "published", "updated": "updated",
    "modified": "updated", "dc:modified": "updated", "author": "author", "dc:creator": "author",
    "itunes:author": "author", "dc:language": "language",
}  # fmt: skip
_PERSON = {"name": "author", "uri": "author_url", "url": "author_url", "email": "author"}
_FEED = {"title": "title", "link": "link", "language": "language", "dc:language": "language",
         "lastBuildDate": "updated", "pubDate": "updated", "updated": "updated", "modified": "updated"}  # fmt: skip
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|p|s|small|span|strong|sub|sup|tt|u)\b[^<>]*>",
    re.IGNORECASE,
)
_ENDS = frozenset({"item", "entry"})


class NotAFeed(Exception):
    """It is something else, or cannot be read any further; what was read before is kept."""


class Reader:
    """Takes expat's events and fills `feed`. Give it the whole text once."""

    def __init__(self, base: str) -> None:
        self.feed = Feed()
        self.known = False
        self._entry: Entry | None = None
        self._at = 0
        self._stack: list[str] = []
        self._bases = [(0, base)]
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._names: dict[str, str] = {}
        self._markup = 0
        self._html = False

    def read(self, text: str) -> Feed:
        """Return what a text says. Raises NotAFeed, with `feed` read as far as it goes."""
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = _no_entities
        try:
            parser.Parse(text, True)
        except (expat.ExpatError, UnicodeEncodeError) as error:
            raise NotAFeed(str(error)) from error
        finally:
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.CharacterDataHandler = parser.EntityDeclHandler = None
        if not self.known:
            raise NotAFeed("it is XML, and no feed")
        return self.feed

    # --- events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        short = self._names.get(name) or self._name(name)
        stack = self._stack
        stack.append(short)
        if self._markup:
            self._open_tag(short, attributes)
            return
        if len(stack) > DEPTH:
            raise NotAFeed("it is nested too deeply")
        if attributes and (base := attributes.get(f"{_XML} base")):
            self._bases.append((len(stack), urljoin(self._bases[-1][1], base)))
        if len(stack) > 1 and stack[-2] in _TEXTS and self._entry is not None and short not in _TEXTS:
            self._mark_up(len(stack) - 1)
            self._open_tag(short, attributes)
            return
        self._text.clear()
        if short in _ENDS:
            self._begin(attributes)
        elif self._entry is not None:
            self._in_entry(short, attributes)
        else:
            self._in_feed(short, attributes)

    def _end(self, _name: str) -> None:
        stack = self._stack
        depth, short = len(stack), stack.pop()
        if self._markup and depth > self._markup:
            self._text.append(f"</{short.rpartition(':')[2]}>")
            return
        if self._entry is None:
            self._feed_field(short)
        elif depth == self._at:
            self._finish()
        else:
            self._entry_field(self._entry, short)
        if self._markup:
            self._mark_up(0)
        self._text.clear()
        if self._bases[-1][0] == depth:
            self._bases.pop()

    # --- entries

    def _begin(self, attributes: dict[str, str]) -> None:
        if self._entry is not None:
            return  # one inside another: its fields are read as the outer one's
        self.known, self._at = True, len(self._stack)
        about = attributes.get("http://www.w3.org/1999/02/22-rdf-syntax-ns# about", "")
        self._entry = Entry(id=about, language=attributes.get(f"{_XML} lang", ""), files=[])

    def _finish(self) -> None:
        assert self._entry is not None
        if len(self.feed.entries) >= MOST:
            del self.feed.entries[MOST // 2]
        self.feed.entries.append(self._entry)
        self._entry = None

    def _in_entry(self, short: str, attributes: dict[str, str]) -> None:
        entry = self._entry
        assert entry is not None
        if len(self._stack) != self._at + 1 and self._stack[-2] != "media:group":
            return
        if short == "link":
            self._link(entry, attributes)
        elif short in ("enclosure", "media:content", "media:thumbnail"):
            self._file(
                entry, attributes.get("url", ""), attributes.get("type") or attributes.get("medium", "")
            )
        elif short == "thr:in-reply-to":
            entry.parent = attributes.get("ref", "")
        elif short in _TEXTS:
            kind = attributes.get("type", "text")
            self._html = kind not in ("text", "text/plain")
            if kind in ("xhtml", "application/xhtml+xml"):
                self._mark_up(len(self._stack))
        elif short == "guid" and attributes.get("isPermaLink", "").lower() == "false":
            self._stack[-1] = "id"

    def _link(self, entry: Entry, attributes: dict[str, str]) -> None:
        href = attributes.get("href")
        if href is None:
            return
        rel = attributes.get("rel", "alternate")
        if rel == "enclosure":
            self._file(entry, href, attributes.get("type", ""))
        elif rel == "alternate" and not entry.link:
            entry.link = self._whole(href)

    def _file(self, entry: Entry, url: str, kind: str) -> None:
        if url and len(entry.files) < 20:
            entry.files.append(File(self._whole(url), kind))

    def _entry_field(self, entry: Entry, short: str) -> None:
        text = "".join(self._text)
        direct = len(self._stack) == self._at
        if short in _TEXTS:
            if (
                (direct or self._stack[-1] == "media:group")
                and text.strip()
                and not getattr(entry, _TEXTS[short])
            ):
                plain = not (self._html or self._markup) and self._is_plain(short, text)
                setattr(entry, _TEXTS[short], escape(text, quote=False) if plain else text)
            return
        text = text.strip()
        if not text:
            return
        above = self._stack[-1]
        field = _PERSON.get(short) if above in ("author", "contributor") else None
        field = field if above != "contributor" else None
        field = field or (_PLAIN.get(short) if direct else None)
        if field == "link":
            entry.link = entry.link or self._whole(text)
        elif field is not None and (short == "guid" or not getattr(entry, field)):
            setattr(entry, field, text[:2000])
            if short == "guid" and text.startswith(("http://", "https://")):
                entry.link = entry.link or text

    def _is_plain(self, short: str, text: str) -> bool:
        """Say whether a text without a type is plain: it is in Atom; in RSS nobody knows, and titles mostly are."""
        atom = self._stack[self._at - 1] == "entry" and short in ("title", "summary", "content")
        return atom or (short == "title" and "<" in text and not _TAG.search(text))

    # --- the feed itself

    def _in_feed(self, short: str, attributes: dict[str, str]) -> None:
        if len(self._stack) == 1:
            self.known = short in ("rss", "feed", "rdf:RDF")
            self.feed.language = attributes.get(f"{_XML} lang", "")
        elif short == "at:deleted-entry" and len(self.feed.gone) < MOST:
            self.feed.gone.append(attributes.get("ref", ""))
        elif short == "link" and "href" in attributes:
            rel = attributes.get("rel", "alternate")
            if rel == "next":
                self.feed.next = self._whole(attributes["href"])
            elif rel == "alternate" and not self.feed.link:
                self.feed.link = self._whole(attributes["href"])

    def _feed_field(self, short: str) -> None:
        text = "".join(self._text).strip()
        above = self._stack[-1] if self._stack else ""
        if not text or above in ("image", "textInput", "author", "source"):
            return
        if short == "ttl" and text.isdecimal() and len(text) < 8:
            self.feed.ttl = int(text)
        elif short == "hour" and text.isdecimal() and len(text) < 3:
            self.feed.skip_hours += (int(text) % 24,)
        elif short == "day":
            self.feed.skip_days += (text[:10],)
        elif (field := _FEED.get(short)) and not getattr(self.feed, field):
            setattr(self.feed, field, self._whole(text) if field == "link" else text[:2000])

    # --- small things

    def _open_tag(self, short: str, attributes: dict[str, str]) -> None:
        kept = {name: attributes[name] for name in ("href", "alt", "class") if name in attributes}
        told = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self._text.append(f"<{short.rpartition(':')[2]}{told}>")

    def _mark_up(self, depth: int) -> None:
        """Take what is inside the element at this depth for markup, whose text must not be taken for tags; 0 ends it."""
        self._markup = depth
        self._parser.CharacterDataHandler = self._escape if depth else self._text.append

    def _escape(self, text: str) -> None:
        self._text.append(escape(text, quote=False))

    def _name(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        prefix = _PREFIXES.get(space, "" if not space else "?:")
        short = self._names[name] = prefix + local
        return short

    def _whole(self, url: str) -> str:
        try:
            return urljoin(self._bases[-1][1], url.strip())[:2000]
        except ValueError:
            return ""


def _no_entities(*_told: object) -> None:
    raise NotAFeed("it defines entities")
