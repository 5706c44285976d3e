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
"""What the id of our answer ends with: it has none of its own, as there is one to a review."""

_REVIEW = re.compile(r"locations/[\w-]+/reviews/[\w=-]+")


def accounts(token: str = "") -> Params:
    """Ask for a page of the accounts that the sign-in may use."""
    return {"pageSize": 20, "pageToken": token or None}


def places(token: str = "") -> Params:
    """Ask for a page of an account's places."""
    return {"readMask": MASK, "pageSize": 100, "pageToken": token or None}


def reviews(token: str = "") -> Params:
    """Ask for a page of a place's reviews, those that changed last first."""
    return {"pageSize": PAGE, "orderBy": "updateTime desc", "pageToken": token or None}


def place_of(remote_id: str) -> str:
    """Return the place, such as `locations/1`, that a review or an answer belongs to. Raises Gone for anything else."""
    if not _REVIEW.fullmatch(remote_id.removesuffix(REPLY)):
        raise Gone("This is not one of Google's reviews")
    return "/".join(remote_id.split("/")[:2])
