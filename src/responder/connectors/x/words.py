"""Why X refuses, and what its rules mean, in words for people."""

NO_REPLY = (
    "X lets an app answer only people who mention this account or quote one of its posts. "
    "Open the post in the browser to answer there."
)
TOO_LONG = "This is longer than X lets a post of this account be: nothing was published."
NOT_OURS_TO_HIDE = "X lets us hide answers only in conversations that this account began."
NOT_OURS_TO_DELETE = "Only our own posts are deleted: this one is somebody else's."
NO_MESSAGES = "This person takes no private messages from this account."
BLOCKED = "This person has blocked the account: nothing was sent."
GONE = "This post does not exist any more, or its author hides it from us."
CREDITS = (
    "X has stopped the app: its credits are used up, or its monthly cap. They are bought at console.x.com."
)
DENIED = "X does not let this app do that. It may lack a permission: sign in again and allow everything."
SAME_WORDS = "X refuses the same words twice: nothing was published. Change the text a little."
NO_FIRST_MESSAGE = "X lets us write in private only to people who wrote to us in private: nothing was sent."
NO_EDITS = "X does not let answers be edited. Delete it and write another."
REFUSES = "X refuses without saying why."


def refuses(detail: str) -> str:
    """Return a refusal in X's own words."""
    return f"X refuses: {detail}"
