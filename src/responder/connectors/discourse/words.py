"""What a forum says no with, in words for people."""

LOGIN = "The forum does not accept the key: it was revoked or replaced. Sign in again, or paste another one."
FORBIDDEN = "The forum does not allow that to this member."
GONE = "This post does not exist any more."
CLOSED = "This topic is closed: nothing was posted."
QUEUED = (
    "The forum holds the answer until a moderator approves it. It is not public yet: do not send it again."
)
SIMILAR = "The forum takes the same words again only after some minutes."
NOT_STAFF = "take posts of others away, as it takes one of the forum's staff"
"""What somebody who is not staff cannot do; it ends the sentence “This sign-in cannot …”."""
NO_FORUM = "There is no Discourse forum at this address."
OPEN_LINE = "This forum is reached without https: anybody on the way could read the key."
USER = "An API key also needs the user name of the member whom it speaks for."
LIE = "The forum's answer does not belong to this sign-in. Please try again."
FAR_BEHIND = "More posts were written than are read back at once"
