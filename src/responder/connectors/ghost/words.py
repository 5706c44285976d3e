"""Why Ghost refuses, in words for people."""

from responder.net.markup import one_line

LOGIN = "The site does not accept the Admin API key: it was deleted or made anew, or is not complete."
RIGHTS = (
    "This key may not read comments on this version of Ghost: use a staff access token, from your own "
    "profile on the site, instead."
)
NOBODY = "answer comments, as no member was named who would"
"""What an account without a member cannot do; it ends a sentence such as “This sign-in cannot …”."""

NO_MEMBER = "Nobody was named who answers on this site: connect it again with the e-mail address of a member."
HIDDEN = "This comment is hidden: show it again first, then readers see the answer too."
OLD = "This version of Ghost does not list all comments: update the site."

_SAID = {
    "comments are not enabled for this site.": "Comments are switched off on this site: nothing was published.",
    "unable to find member": "The member who answers does not exist any more on the site.",
    "comment could not be found": "This comment does not exist any more on the site.",
    "the body of a comment cannot be empty": "Ghost does not take an empty comment.",
    "you do not have permission to comment on this post.": "The member who answers may not read this post, and so not comment on it.",
}


def explain(message: str, status: int) -> str:
    """Return why the site refused; what we have no words for is said in its own."""
    known = _SAID.get(message.lower())
    if known:
        return known
    said = one_line(message)
    return f"Ghost refuses: {said}" if said else f"Ghost refuses without saying why (status {status})."
