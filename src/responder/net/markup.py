"""Strangers' HTML to plain text: nothing of it is kept as markup, and no input takes long."""

import html as entities
import re
import unicodedata
from collections.abc import Iterator

import nh3

LIMIT = 100_000
"""How many characters of one text are kept; the longest a WordPress comment may be is 65,525 bytes."""

SHORTENED = " […]"
"""Stands where a text was cut."""

_TAG_LIMIT = 1_000
"""A tree builder may take quadratic time; with more tags than this they are only read one after the other."""

_BLOCKS = {"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "table"}
_LINES = {"br", "div", "tr", "hr", "dt", "dd"}
_UNSEEN = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}
_TAGS = _BLOCKS | _LINES | {"a", "li", "span", "img", "td", "th"}

_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_UNSEEN,
    attributes={"a": {"href", "class"}, "p": {"class"}, "span": {"class"}, "img": {"alt"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?:[^>"]++|"[^"]*+")*+)>')
_WILD_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>")
_ATTRIBUTE = re.compile(r'([a-z]++)="([^"]*+)"')
_HIDDEN = re.compile(rf"<({'|'.join(_UNSEEN)})\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(rf"({_MARK}{{8}}){_MARK}+")
_MANY_LINES = re.compile(r"\n{3,}")
_WEB = re.compile(r"(?:https?://|mailto:)\S", re.I)


def to_text(html: str, *, keep_newlines: bool = False, drop_quotes: bool = False, limit: int = LIMIT) -> str:
    """Return what a reader would see of some HTML, as plain text.

    Links are written out from their address, which a label cannot hide. `keep_newlines` is for
    text whose line ends count (as typed in a form); `drop_quotes` leaves out the paragraph
    that repeats a quoted post for programs that cannot show one.
    """
    if len(html) <= limit and html.isascii() and html.isprintable() and "<" not in html and "&" not in html:
        return html.strip() if keep_newlines else " ".join(html.split())  # most names and titles
    source = _SURROGATE.sub("\ufffd", html[: 4 * limit])
    if "<" in source:
        text = "".join(_Reader(keep_newlines, drop_quotes).read(_tokens(source)))
    else:
        text = entities.unescape(source)
        text = text if keep_newlines else _SPACE.sub(" ", text)
    return tidy(text, limit=limit, cut=len(html) > 4 * limit)


def one_line(html: str, limit: int = 200) -> str:
    """Return the text of a name or a title: one line of it."""
    return " ".join(to_text(html, limit=limit).split())


def tidy(text: str, *, limit: int = LIMIT, cut: bool = False) -> str:
    """Return plain text without what could deceive or harm: control and direction characters, towers of marks.

    The characters that turn the direction of what follows are left out, so that nobody
    can make one text look like another; words in right-to-left scripts need none.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _SURROGATE.sub("\ufffd", text[: 4 * limit]))
    if not text.isascii():
        text = _MARKS.sub(r"\1", text)
    text = _MANY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
    if len(text) > limit or cut:
        return text[: limit - len(SHORTENED)].rstrip() + SHORTENED
    return text


_Token = tuple[str, str, bool, str]
"""The text before a tag, the tag's name, whether it closes, its attributes."""


def same(one: str, other: str) -> bool:
    """Say whether two plain texts are the same to a reader: networks trim, re-space, and use another normal form."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", tidy(text)).split())


def _tokens(source: str) -> Iterator[_Token]:
    if source.count("<") <= _TAG_LIMIT:
        source, pattern = _CLEANER.clean(source), _TOKEN
    else:
        source, pattern = _HIDDEN.sub("", source), _WILD_TOKEN
    end = 0
    for tag in pattern.finditer(source):
        yield source[end : tag.start()], tag[2].lower(), bool(tag[1]), tag[3]
        end = tag.end()
    yield source[end:], "", False, ""


class _Reader:
    """Reads tags and text in order and gives the pieces of the plain text."""

    def __init__(self, keep_newlines: bool, drop_quotes: bool) -> None:
        self._keep = keep_newlines
        self._drop_quotes = drop_quotes
        self._fresh = True  # at the beginning of a line, where a space would be lost anyway
        self._pre = 0
        self._dropping: tuple[str, int] | None = None
        self._link: tuple[str, str] | None = None
        self._label: list[str] = []

    def read(self, tokens: Iterator[_Token]) -> Iterator[str]:
        """Yield the pieces."""
        for text, name, closing, rest in tokens:
            yield from self._text(text)
            yield from self._tag(name, closing, rest)
        yield from self._close_link()

    def _text(self, raw: str) -> Iterator[str]:
        if not raw or self._dropping:
            return
        text = entities.unescape(raw if self._keep or self._pre else _SPACE.sub(" ", raw))
        if self._link:
            self._label.append(text)
            return
        text = text.lstrip(" ") if self._fresh else text
        if text:
            self._fresh = text.endswith("\n")
            yield text

    def _tag(self, name: str, closing: bool, rest: str) -> Iterator[str]:
        if self._dropped(name, closing, rest):
            return
        if name == "a":
            yield from self._close_link()
            if not closing:
                found = dict(_ATTRIBUTE.findall(rest))
                self._link = entities.unescape(found.get("href", "")), found.get("class", "")
        elif name == "img":
            yield from self._text(dict(_ATTRIBUTE.findall(rest)).get("alt", ""))
        else:
            yield from self._break(name, closing)

    def _dropped(self, name: str, closing: bool, rest: str) -> bool:
        if self._dropping:
            wanted, depth = self._dropping
            if name == wanted:
                depth += -1 if closing else 1
                self._dropping = (wanted, depth) if depth else None
            return True
        if self._drop_quotes and not closing and "quote-inline" in rest:
            self._dropping = (name, 1)
            return True
        return False

    def _break(self, name: str, closing: bool) -> Iterator[str]:
        if name == "pre":
            self._pre = max(0, self._pre + (-1 if closing else 1))
        gap = _gap(name, closing)
        if not gap:
            return
        if self._link:
            self._label.append(" ")
            return
        self._fresh = gap[-1] in "\n "
        yield gap

    def _close_link(self) -> Iterator[str]:
        if not self._link:
            return
        (href, kind), label = self._link, " ".join("".join(self._label).split())
        self._link, self._label = None, []
        written = _written(label, href, kind)
        if written:
            self._fresh = False
            yield written


def _gap(name: str, closing: bool) -> str:
    if name in _BLOCKS:
        return "\n\n"
    if name == "li":
        return "" if closing else "\n• "
    if name in _LINES:
        return "" if closing and name == "br" else "\n"
    return " " if name in ("td", "th") and closing else ""


def _written(label: str, href: str, kind: str) -> str:
    if not _WEB.match(href) or "mention" in kind or "hashtag" in kind:
        return label
    address = href.removeprefix("mailto:")
    bare = label.rstrip("…").removesuffix("...")
    if not bare or address.lower().rstrip("/").endswith(bare.lower().rstrip("/")) or address.startswith(bare):
        return address
    return address if _shortened(bare, address) else f"{label} ({address})"


def _shortened(label: str, address: str) -> bool:
    """Say whether a label is the beginning of its address, written without `https://` or `www.`."""
    bare = re.sub(r"^https?://(?:www\.)?", "", address)
    return "." in label and bare.startswith(re.sub(r"^https?://(?:www\.)?", "", label))
