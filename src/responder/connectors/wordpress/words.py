"""Why WordPress refuses, in words for people."""

from responder.connectors.wordpress.parse import Failure
from responder.net.markup import one_line

_WORDS = {
    "rest_comment_closed": "Comments are closed on this post: nothing was published.",
    "rest_comment_draft_post": "This post is not published at the moment: nothing was published.",
    "rest_comment_trash_post": "This post is in the site's trash: nothing was published.",
    "rest_comment_invalid_post_id": "This post does not exist any more: nothing was published.",
    "rest_comment_invalid_id": "This comment does not exist any more on the site.",
    "rest_comment_content_invalid": "WordPress does not take an empty comment.",
    "comment_content_column_length": "This is longer than WordPress lets a comment be (65,525 bytes).",
    "rest_comment_content_too_long": "This is longer than WordPress lets a comment be (65,525 bytes).",
    "rest_cannot_edit": "This user may not do that on the site: it takes an editor or an administrator.",
    "rest_cannot_delete": "This user may not do that on the site: it takes an editor or an administrator.",
    "rest_forbidden_context": "This user may no longer moderate comments on the site.",
    "rest_no_route": "This site's REST API has no comments: a plug-in may have switched it off.",
    "rest_disabled": "This site's REST API is switched off.",
    "rest_cannot_access": "A plug-in of the site keeps programs out of its REST API.",
}

LOGIN = "The site does not accept the application password: it was revoked, or is not complete."


def explain(failure: Failure, status: int) -> str:
    """Return why the site refused; what we have no words for is said in the site's own."""
    known = _WORDS.get(failure.code)
    if known:
        return known
    said = one_line(failure.message)
    return f"The site refuses: {said}" if said else f"The site refuses without saying why (status {status})."


NO_MODERATION = "see comments that wait for approval, approve them, or mark them as spam"
"""What a user without `moderate_comments` cannot do; it ends a sentence such as “This user cannot …”."""
