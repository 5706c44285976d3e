"""Which of X's refusals means what: its details are sentences, and there are no codes."""

from responder.connectors.x import words

_DETAILS = (
    ("not been mentioned", words.NO_REPLY),
    ("text is too long", words.TOO_LONG),
    ("not permitted to hide", words.NOT_OURS_TO_HIDE),
    ("not authorized to delete", words.NOT_OURS_TO_DELETE),
    ("cannot send messages to this user", words.NO_MESSAGES),
    ("blocked", words.BLOCKED),
)


def explain(detail: str, status: int) -> str:
    """Return why X refused; what we have no words for is said in its own."""
    for part, said in _DETAILS:
        if part in detail.lower():
            return said
    if status == 403 and ("not permitted" in detail or not detail):
        return words.DENIED
    return words.refuses(detail) if detail else words.REFUSES
