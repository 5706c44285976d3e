"""Bytes to text, whatever their charset is said to be."""

import codecs

LIARS = {"us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
         "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
         "unknown-8bit": "utf-8", "x-unknown": "utf-8", "default": "utf-8", "8bit": "utf-8"}  # fmt: skip
"""What programs mean when they say this: the larger set that the named one is part of, as browsers read it."""

_NEVER = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
"""Codecs of Python that are no charsets of mails: slow on purpose, or not the same on two machines."""


def decoded(raw: bytes, charset: str) -> str:
    """Return the text in some bytes: by their charset where it fits, else as UTF-8, else as Windows reads them."""
    if raw.isascii() and charset.lower()[:2] not in ("ut", "is", "hz", "x-"):
        return raw.decode("ascii")
    for name in (charset, "utf-8"):
        try:
            return _strictly(raw, name)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _strictly(raw: bytes, charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    info = codecs.lookup(LIARS.get(name, name))
    if info.name.replace("-", "_") in _NEVER or not info._is_text_encoding:
        raise LookupError(charset)
    try:
        return raw.decode(info.name)
    except UnicodeDecodeError:
        if info.name == "cp1252":
            utf8 = raw.decode("utf-8", "strict")
            return utf8
        raise
