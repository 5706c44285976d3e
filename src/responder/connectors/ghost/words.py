"""Why Ghost refuses, in words for people."""

import re

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
    "comments_are_not_enabled_for_this_site": "Comments are switched off on this site: nothing was published.",
    "unable_to_find_member": "The member who answers does not exist any more on the site.",
    "comment_could_not_be_found": "This comment does not exist any more on the site.",
    "the_body_of_a_comment_cannot_be_empty": "Ghost does not take an empty comment.",
    "you_do_not_have_permission_to_comment_on_this_post": "The member who answers may not read this post, and so not comment on it.",
}


def explain(message: str, status: int) -> str:
    """Return why the site refused; what we have no words for is said in its own."""
    known = _SAID.get(_mark(message))
    if known:
        return known
    said = one_line(message)
    return f"Ghost refuses: {said}" if said else f"Ghost refuses without saying why (status {status})."


def _mark(message: str) -> str:
    """Return a sentence of the network's as a name: letters, whatever is between them."""
    return re.sub(r"[^a-z]+", "_", message.lower()).strip("_")
