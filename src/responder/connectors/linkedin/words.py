"""Why LinkedIn refuses, in words for people."""

ENDED = "LinkedIn no longer accepts this sign-in: it lasts 60 days. Sign in again."
DENIED = "LinkedIn does not let this sign-in do that: the app lacks a permission, or your role on the page is too small."
GONE = "This comment does not exist any more on LinkedIn."
TOO_LONG = "LinkedIn takes comments of at most 1,250 characters: nothing was published."
NO_PICTURES = "Pictures cannot be sent to LinkedIn from here: answer with words alone."
PUBLIC_ONLY = "LinkedIn takes no private answers: nothing was sent."
MEMBER = "LinkedIn member"
"""Who wrote, where LinkedIn gives only a number."""


def retired(version: str) -> str:
    """Return what to do when a version of the API has ended."""
    return (
        f"LinkedIn has ended version {version} of its interface. "
        "Connect the page again and write a newer month in the field Version, or update Responder."
    )


def refuses(said: str) -> str:
    """Return a refusal in LinkedIn's own words."""
    return f"LinkedIn refuses: {said}"


def too_small(role: str) -> str:
    """Return what a role on the page does not allow; it ends a sentence such as “This sign-in cannot …”."""
    return f"answer as the page (your role there is {role})"
