"""Why Google refuses, in words for people."""

from responder.net.google import Failure

_WORDS = {
    "NOT_FOUND": "This review does not exist on Google any more, or the place moved to another account.",
    "PERMISSION_DENIED": (
        "Google does not let this sign-in do that: its Google account must be an owner or a manager of the place, and "
        "your project must have been given access to the Business Profile APIs."
    ),
    "FAILED_PRECONDITION": "Google has not verified this place: until it has, its reviews can be neither read nor answered.",
    "INVALID_ARGUMENT": "Google does not take this answer: it is empty, longer than 4,096 bytes, or not allowed there.",
}

NOT_LET_IN = (
    "Google has not let your project use the Business Profile APIs yet: its quota is 0. Ask for access with the form "
    "“Application for Basic API Access”; it takes Google some days."
)
NO_PLACE = "This Google account manages no place: sign in with one that is an owner or a manager of a Business Profile."
EVERYTHING = "All places of this sign-in"
ANONYMOUS = "A Google user"
ANSWERED = (
    "This review has another answer already, and Google shows only one: edit or delete that one instead. Nothing was "
    "changed."
)
NO_PICTURES = "Google takes no pictures in answers to reviews"


def explain(failure: Failure) -> str:
    """Return why Google refused; empty where we have no words for it."""
    return next((_WORDS[reason] for reason in failure.reasons if reason in _WORDS), "")


def not_verified(title: str) -> str:
    """Return what is lost with a place that Google has not verified; it ends “This sign-in cannot …”."""
    return f"read or answer the reviews of {title}: Google has not verified that place"


def rejected(why: str) -> str:
    """Return what stands above an answer of ours that Google does not show."""
    return (
        f"Google does not show this answer: it was rejected ({why})"
        if why
        else "Google does not show this answer: it was rejected"
    )
