"""Why WordPress.com refuses, in words for people."""

import re

from responder.net.markup import one_line

LOGIN = "WordPress.com does not accept this sign-in any more: connect the site again."
NO_MODERATION = "see comments that wait for approval, approve them, or mark them as spam"
"""What a user who may not moderate cannot do; it ends a sentence such as “This sign-in cannot …”."""

HELD = "This comment still waits for approval: approve it first, then readers see the answer too."
ASIDE = "This comment is in the site's spam or trash: nobody would see an answer to it."
LONG = "This is longer than WordPress lets a comment be (65,525 bytes)."

_WORDS = {
    "unknown_comment": "This comment does not exist any more on the site.",
    "unknown_post": "This post does not exist any more: nothing was published.",
    "unknown_blog": "WordPress.com does not know this site.",
    "invalid_input": "WordPress does not take an empty comment.",
    "trash_disabled": "This site has no trash: delete the comment instead.",
}
_SAID = {
    "comments_on_this_post_are_closed": "Comments are closed on this post: nothing was published.",
    "comments_on_drafts_are_not_allowed": "This post is not published at the moment: nothing was published.",
    "user_cannot_edit_comment": "This user may not do that on the site: it takes an editor or an administrator.",
    "user_cannot_delete_comment": "This user may not do that on the site: it takes an editor or an administrator.",
    "user_cannot_read_non_approved_comments": "This user may no longer moderate comments on the site.",
}
SIGNED_OUT = ("invalid_token", "authorization_required", "invalid_grant", "expired_token")


def explain(error: str, message: str, status: int) -> str:
    """Return why the site refused; what we have no words for is said in its own."""
    known = _WORDS.get(error) or _SAID.get(_mark(message))
    if known:
        return known
    if "too long" in message.lower():
        return LONG
    said = one_line(message)
    return (
        f"WordPress.com refuses: {said}"
        if said
        else f"WordPress.com refuses without saying why (status {status})."
    )


def _mark(message: str) -> str:
    """Return a sentence of the network's as a name: letters, whatever is between them."""
    return re.sub(r"[^a-z]+", "_", message.lower()).strip("_")
