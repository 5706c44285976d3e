"""What a person wrote in a mail, apart from what their program repeated of the mails before it."""

import re

MARKER = "[…]"
"""Stands alone on a line between what somebody wrote and the mails quoted below it."""

BEGIN, END = "\ufdd0", "\ufdd1"
"""Where a quotation begins and ends in text made from HTML: code points that no text holds (Unicode 23.7)."""

TAIL = 20_000
"""How many characters of quoted mails are kept."""

_WROTE = (
    r"wrote|schrieb|a écrit|escribió|escreveu|ha scritto|scrisse|schreef|skrev|napisał(?:\(a\))?|kirjoitti|"
    r"написал(?:а|\(а\))?|пише|пишет|yazdı|写道|のメール|이\(가\) 작성"
)
_ATTRIBUTION = re.compile(rf"^\W{{0,3}}\S.{{0,400}}?\b(?:{_WROTE})\b.{{0,120}}[:：]?\s*$", re.I)
_ORIGINAL = re.compile(
    r"^[-_ ]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|message d['’]origine|"
    r"message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|"
    r"ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding)\s*[-_ ]{2,}$",
    re.I,
)
_FROM = re.compile(r"^\W{0,2}(?:from|von|de|da|van|från|fra|od|от)\W{0,2}\s?[:：]\s?\S", re.I)
_SENT = re.compile(
    r"^\W{0,2}(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|assunto|data|"
    r"inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne)\W{0,2}\s?[:：]",
    re.I,
)
_LONG = 3
"""How many lines an attribution may be broken into."""


def folded(text: str) -> tuple[str, str]:
    """Return what was written, and the quotation below it.

    A mail with words below or between what it quotes is left whole, and so is one that only quotes (a forward):
    what a person says is never put away.
    """
    lines = text.split("\n")
    start = _start(lines)
    if start is None:
        return _unmarked(text), ""
    own, tail = _unmarked("\n".join(lines[:start])), _unmarked("\n".join(lines[start:]))
    if not own:
        return _unmarked(text), ""
    return own, tail


def written(own: str, tail: str) -> str:
    """Return the text to keep: the quotation after a line of its own, every line of it marked."""
    if not tail:
        return own
    quoted = [line if line.startswith(">") else f"> {line}".rstrip() for line in tail[:TAIL].split("\n")]
    return "\n".join((own, "", MARKER, *quoted))


def _start(lines: list[str]) -> int | None:
    for number, line in enumerate(lines):
        if BEGIN in line:
            return None if _goes_on(lines[number:]) else _with_attribution(lines, number)
        if _ORIGINAL.match(line) or _heads(lines, number):
            return number
        if line.startswith(">"):
            quoted = all(not rest.strip() or rest.startswith(">") for rest in _unsigned(lines[number:]))
            return _with_attribution(lines, number) if quoted else None
    return None


def _goes_on(lines: list[str]) -> bool:
    """Say whether there are words after the last end of a quotation, other than a signature."""
    ends = [number for number, line in enumerate(lines) if END in line]
    if not ends:
        return False
    after = "\n".join(lines[ends[-1] :]).rpartition(END)[2]
    return any(line.strip() for line in _unsigned(after.split("\n")))


def _heads(lines: list[str], number: int) -> bool:
    """Say whether the heading that Outlook writes above a quoted mail begins here."""
    if not _FROM.match(lines[number]):
        return False
    return sum(1 for line in lines[number + 1 : number + 6] if _SENT.match(line)) >= 2


def _with_attribution(lines: list[str], number: int) -> int:
    """Return where the line that says who wrote what follows begins: it belongs to the quotation."""
    above = number
    while above and not lines[above - 1].strip():
        above -= 1
    for begin in range(above - 1, max(-1, above - 1 - _LONG), -1):
        if not lines[begin].strip():
            break
        broken = (
            begin and lines[begin - 1].strip() and (lines[begin][:1] in "<(" or lines[begin][:1].islower())
        )
        if not broken and _ATTRIBUTION.match(" ".join(line.strip() for line in lines[begin:above])[:800]):
            return begin
    return number


def _unsigned(lines: list[str]) -> list[str]:
    """Return the lines before a signature (RFC 3676, 4.3)."""
    for number, line in enumerate(lines):
        if line in ("-- ", "--"):
            return lines[:number]
    return lines


def _unmarked(text: str) -> str:
    return text.replace(BEGIN, "").replace(END, "").strip("\n").rstrip()
