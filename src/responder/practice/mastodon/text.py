"""What a server does with the text of a post: mentions, links, hashtags, length, HTML."""

import html
from collections.abc import Callable
from urllib.parse import urlsplit

import regex

MENTION = regex.compile(
    r"(?<![\w/])@([A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@([A-Za-z0-9.:-]*[A-Za-z0-9]))?"
)
LINK = regex.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
HASHTAG = regex.compile(r"(?<![\w/])#(\w*\p{L}\w*)")

Find = Callable[[str, str | None], tuple[str, str] | None]
"""Given a user name and a host, the address of the profile and the name shown; None for nobody."""


def length(text: str, spoiler: str) -> int:
    """Return what the post counts: graphemes, any link 23, a remote mention only its local part."""
    short = LINK.sub("x" * 23, spoiler + text)
    short = MENTION.sub(lambda found: f"@{found[1]}", short)
    return len(regex.findall(r"\X", short))


def tags(text: str) -> list[str]:
    """Return the hashtags, without the sign, lower case, each once."""
    return list(dict.fromkeys(found.lower() for found in HASHTAG.findall(LINK.sub(" ", text))))


def to_html(text: str, find: Find, base: str) -> str:
    """Return the HTML that servers make of a plain text."""
    paragraphs = regex.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{_paragraph(paragraph, find, base)}</p>" for paragraph in paragraphs)


def _paragraph(text: str, find: Find, base: str) -> str:
    pattern = regex.compile(f"{LINK.pattern}|{MENTION.pattern}|{HASHTAG.pattern}")
    pieces, at = [], 0
    for found in pattern.finditer(text):
        pieces.append(html.escape(text[at : found.start()], quote=False))
        pieces.append(_special(found[0], find, base))
        at = found.end()
    pieces.append(html.escape(text[at:], quote=False))
    return "".join(pieces).replace("\n", "<br />")


def _special(piece: str, find: Find, base: str) -> str:
    if piece.startswith("#"):
        tag = html.escape(piece[1:])
        return f'<a href="{base}/tags/{tag}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
    if piece.startswith("@"):
        name, _, domain = piece[1:].partition("@")
        target = find(name, domain or None)
        if target is None:
            return html.escape(piece)
        return (
            f'<span class="h-card" translate="no"><a href="{html.escape(target[0])}" class="u-url mention">'
            f"@<span>{html.escape(target[1])}</span></a></span>"
        )
    return _link(piece)


def _link(url: str) -> str:
    scheme = urlsplit(url).scheme + "://"
    shown, rest = url[len(scheme) :][:30], url[len(scheme) :][30:]
    ellipsis = ' class="ellipsis"' if rest else ""
    hidden = f'<span class="invisible">{html.escape(rest)}</span>'
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        f'<span class="invisible">{scheme}</span><span{ellipsis}>{html.escape(shown)}</span>{hidden}</a>'
    )
