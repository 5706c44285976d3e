"""Why a Graph API refuses, in words for people."""

from responder.net.graph.failure import Failure
from responder.net.markup import one_line

_SIGN_IN = {
    458: "The app was taken off the account over there: sign in again and allow it.",
    459: "The account needs attention first: log in on the network's own site, then sign in here again.",
    460: "The password was changed over there: sign in again.",
    463: "This sign-in has ended: sign in again.",
    464: "The account needs attention first: log in on the network's own site, then sign in here again.",
    467: "This sign-in was taken back over there: sign in again.",
}
_WINDOW = (2018278, 2534022)
_REFUSED = {
    368: "The network has blocked this for a while because of its rules: look at the warnings on its own site, and answer there.",
    506: "The network takes the same words only once.",
    551: "This person cannot be written to at the moment: they may have left, or blocked us.",
    10900: "This comment was already answered in private: the network allows it once.",
    10901: "This comment is older than seven days: the network allows no private answer any more.",
}


def sign_in(failure: Failure) -> str:
    """Return why a token is no good any more."""
    return _SIGN_IN.get(failure.subcode, "This sign-in is not accepted any more: sign in again.")


def gone() -> str:
    """Return what to say of something that is not there."""
    return "This does not exist any more over there, or may not be seen any more."


def patience() -> str:
    """Return what to say of a budget that is used up."""
    return "The network asks for patience: this account has asked too much for now."


def trouble(said: str) -> str:
    """Return what to say of trouble that passes."""
    return f"The network has trouble at the moment: {said}"


def refused(failure: Failure) -> str:
    """Return why it said no."""
    said = one_line(failure.user or failure.message, 240)
    if failure.subcode in _WINDOW:
        return "The network takes an answer only for a while after the customer's last message, and that time is over."
    if failure.code in _REFUSED:
        return _REFUSED[failure.code]
    if failure.needs_permission:
        return f"This sign-in may not do that: connect the account again and allow it ({said})."
    return f"The network refuses: {said}"
