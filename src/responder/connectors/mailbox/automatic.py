"""Mail that no person wrote to us: read and shown, never answered.

Sources: RFC 3834 (Auto-Submitted, and when not to answer), RFC 2919 and RFC 2369 (List-), RFC 3464 (reports), and
the headers that older programs use (`Precedence`) and Exchange's (`X-Auto-Response-Suppress`).
"""

import re

from responder.connectors.mailbox import words
from responder.connectors.mailbox.headers import Address, Head, first

_BULK = ("bulk", "list", "junk", "auto_reply", "auto-reply")
_ROBOTS = re.compile(
    r"mailer-daemon|mail-daemon|postmaster|(?:no|do-?not|donot)[-_.]?reply|bounces?(?:[-+].*)?", re.I
)
_LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help")


def reason(head: Head, sender: Address | None, *, report: bool = False) -> str:
    """Return why this mail wants no answer, in words; "" for what a person sent."""
    submitted = re.split(r"[;\s(]", first(head, "auto-submitted").strip().lower(), maxsplit=1)[0]
    path = head.get("return-path")
    local = sender.address.rpartition("@")[0] if sender else ""
    if (
        report
        or (path is not None and path[0].strip() == "<>")
        or (_ROBOTS.fullmatch(local) and "daemon" in local.lower())
    ):
        return words.REPORT
    if submitted not in ("", "no") or "x-autoreply" in head or "x-autorespond" in head:
        return words.AUTOMATIC
    if first(head, "x-auto-response-suppress").strip().lower() not in ("", "none"):
        return words.AUTOMATIC
    if first(head, "precedence").strip().lower() in _BULK or any(name in head for name in _LISTS):
        return words.BULK
    if _ROBOTS.fullmatch(local):
        return words.NO_REPLY
    return "" if sender else words.NO_SENDER
