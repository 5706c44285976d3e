"""Why X refuses, and what its rules mean, in words for people."""

NO_REPLY = (
    "X lets an app answer only people who mention this account or quote one of its posts. "
    "Open the post in the browser to answer there."
)

_DETAILS = (
    ("not been mentioned", NO_REPLY),
    ("text is too long", "This is longer than X lets a post of this account be: nothing was published."),
    ("not permitted to hide", "X lets us hide answers only in conversations that this account began."),
    ("not authorized to delete", "Only our own posts are deleted: this one is somebody else's."),
    ("cannot send messages to this user", "This person takes no private messages from this account."),
    ("blocked", "This person has blocked the account: nothing was sent."),
)

GONE = "This post does not exist any more, or its author hides it from us."
CREDITS = (
    "X has stopped the app: its credits are used up, or its monthly cap. They are bought at console.x.com."
)
DENIED = "X does not let this app do that. It may lack a permission: sign in again and allow everything."
SAME_WORDS = "X refuses the same words twice: nothing was published. Change the text a little."
LIKES = "X takes likes only from apps with an Enterprise contract."
HIDDEN_EDIT = "X does not let answers be edited. Delete it and write another."


def explain(detail: str, status: int) -> str:
    """Return why X refused; what we have no words for is said in its own."""
    for part, said in _DETAILS:
        if part in detail.lower():
            return said
    if status == 403 and ("not permitted" in detail or not detail):
        return DENIED
    return f"X refuses: {detail}" if detail else f"X refuses without saying why (status {status})."
