"""From bytes to text: what a feed says of its encoding is often wrong. Pure."""

import codecs
import re
from html.entities import html5

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_SAID_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
_SAID_HTTP = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_KNOWN = re.compile(
    r"iso-?8859|windows-?|cp12|koi8|euc|shift|sjis|big5|gb|iso-?2022|mac|latin", re.IGNORECASE
)
_SEVEN_BIT = re.compile(r"iso-?2022|hz", re.IGNORECASE)
"""Encodings made of ASCII bytes only: such a text is good UTF-8 too, and means something else."""

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_XML_OWN = {"amp", "lt", "gt", "quot", "apos"}


def decoded(body: bytes, content_type: str = "") -> str:
    """Return the text of an answer: by its byte order mark, as UTF-8 if it is that, else by what it says."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    for start, name in _BARE:
        if body.startswith(start):
            return body.decode(name, "replace")
    said = _said(body, content_type)
    for name in (said, "utf-8") if _SEVEN_BIT.match(said) else ("utf-8", said):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode(said or "cp1252", "replace")


def _said(body: bytes, content_type: str) -> str:
    """Return an encoding that is named and that is one of text: others exist, and some are slow to harm."""
    in_xml = _SAID_XML.search(body[:400])
    in_http = _SAID_HTTP.search(content_type)
    for name in (in_xml[1].decode() if in_xml else "", in_http[1] if in_http else ""):
        if _KNOWN.match(name):
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return "cp1252"


def prepared(text: str) -> str:
    """Return XML without its document type: nothing may define entities, and HTML's are known anyway."""
    text = _DECLARATION.sub("", text, count=1).lstrip()
    head, rest = text[:20_000], text[20_000:]
    if "<!DOCTYPE" in head.upper():
        head = _DOCTYPE.sub("", head, count=1)
    text = head + rest
    return _NAMED.sub(_character, text) if "&" in text else text


def mended(text: str) -> str:
    """Return XML without what people forget: bare ampersands, and characters that XML knows no way to write."""
    return _BARE_AND.sub("&amp;", _NEVER.sub("", text))


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _XML_OWN:
        return found[0]
    character = html5.get(name + ";")
    return found[0] if character is None else "".join(f"&#{ord(one)};" for one in character)
