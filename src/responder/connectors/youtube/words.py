"""Why YouTube refuses, in words for people."""

from responder.net.google import Failure

_WORDS = {
    "commentsDisabled": "Comments are switched off on this video: nothing was published.",
    "commentTextRequired": "YouTube does not take an empty comment.",
    "commentTextTooLong": "This is longer than YouTube lets a comment be (10,000 characters).",
    "invalidCommentMetadata": "YouTube does not take this text: something in it is not allowed there.",
    "invalidCustomEmoji": "YouTube does not take one of the emoji in this text.",
    "operationNotSupported": "YouTube lets nobody answer this comment.",
    "parentCommentIsPrivate": "This comment still waits for approval: approve it first, then it can be answered.",
    "parentIdMissing": "YouTube does not know the comment that this answers.",
    "processingFailure": "YouTube could not process this. Try once more; if it refuses again, change the text.",
    "forbidden": "YouTube allows this only to the comment's author or the channel's owner, and you are not.",
    "ineligibleAccount": "This YouTube account may not comment: it must first be set up on youtube.com.",
    "channelNotFound": "This channel does not exist on YouTube any more.",
    "channelClosed": "This channel was closed by YouTube.",
    "channelSuspended": "This channel was suspended by YouTube.",
    "accountSuspended": "This Google account was suspended.",
    "videoNotFound": "This video does not exist on YouTube any more.",
    "commentNotFound": "This comment does not exist on YouTube any more.",
    "commentThreadNotFound": "This comment does not exist on YouTube any more.",
    "parentCommentNotFound": "The comment that this answers does not exist on YouTube any more.",
}

QUOTA = (
    "The day's quota of your Google project is used up: YouTube is asked again after midnight in California. Google "
    "raises the quota on request."
)
CLOSED = "YouTube takes no answer to this comment: comments are switched off, or it may not be answered."
FOUND = "A video that a search found is only watched here: comment on it on YouTube itself."
NO_CHANNEL = (
    "This Google account has no YouTube channel: sign in again, and choose the account or brand account that owns "
    "the channel when Google asks."
)


def explain(failure: Failure) -> str:
    """Return why YouTube refused; empty where we have no words for it."""
    return next((_WORDS[reason] for reason in failure.reasons if reason in _WORDS), "")
