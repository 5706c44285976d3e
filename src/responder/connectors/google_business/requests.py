"""What is asked of Google: hosts, paths and parameters, made without a line open.

Accounts and places are asked of version 1, each of a host of its own; reviews are still on version 4.
"""

import re

from responder.core.errors import Gone
from responder.net.client import Params

ACCOUNTS_HOST = "https://mybusinessaccountmanagement.googleapis.com"
PLACES_HOST = "https://mybusinessbusinessinformation.googleapis.com"
REVIEWS_HOST = "https://mybusiness.googleapis.com"

PAGE = 50
"""The most reviews on a page."""

MASK = "name,title,storefrontAddress,latlng,metadata"
REPLY = "/reply"

_REVIEW = re.compile(r"locations/[\w-]+/reviews/[\w=-]+")
_REPLY = re.compile(r"(.+)/reply\d*")


def accounts(token: str = "") -> Params:
    """Ask for a page of the accounts that the sign-in may use."""
    return {"pageSize": 20, "pageToken": token or None}


def places(token: str = "") -> Params:
    """Ask for a page of an account's places."""
    return {"readMask": MASK, "pageSize": 100, "pageToken": token or None}


def reviews(token: str = "") -> Params:
    """Ask for a page of a place's reviews, those that changed last first."""
    return {"pageSize": PAGE, "orderBy": "updateTime desc", "pageToken": token or None}


def reply_id(review: str, number: int) -> str:
    """Return the id of our answer: it has none of its own. One given after another was taken back is another."""
    return f"{review}{REPLY}{'' if number == 1 else number}"


def review_of(remote_id: str) -> str:
    """Return the review that an answer, or the review itself, is about."""
    found = _REPLY.fullmatch(remote_id)
    return found[1] if found else remote_id


def place_of(remote_id: str) -> str:
    """Return the place, such as `locations/1`, that a review or an answer belongs to. Raises Gone for anything else."""
    if not _REVIEW.fullmatch(review_of(remote_id)):
        raise Gone("This is not one of Google's reviews")
    return "/".join(remote_id.split("/")[:2])
