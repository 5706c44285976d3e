"""What is asked of LinkedIn: addresses as Rest.li wants them written. Pure.

In paths every colon and bracket of an address is percent-encoded, in queries those of `List(…)` and `(start:…)` are
not (Rest.li protocol 2.0.0).
"""

import re
from urllib.parse import quote

from responder.core.errors import Gone

API = "https://api.linkedin.com"
SITE = "https://www.linkedin.com"
VERSION = "202610"
"""The month whose interface we speak; each is kept for at least a year."""

PAGE = 100
ACTIONS = ("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT", "COMMENT_DELETE", "SHARE_MENTION")
SCOPES = (
    "r_organization_social", "w_organization_social", "r_organization_social_feed", "w_organization_social_feed",
    "r_organization_admin",
)  # fmt: skip

_COMMENT = re.compile(r"urn:li:comment:\((urn:li:[A-Za-z]+:\d{1,25}),(\d{1,25})\)")
_POST = re.compile(r"urn:li:(?:share|ugcPost|activity):\d{1,25}")


def encoded(urn: str) -> str:
    """Return an address as it stands in a path."""
    return quote(urn, safe="")


def comment_parts(urn: str) -> tuple[str, str] | None:
    """Return the post and the number in a comment's address; None when it is none."""
    found = _COMMENT.fullmatch(urn)
    return (found[1], found[2]) if found else None


def is_post(urn: str) -> bool:
    """Say whether it is a post's address."""
    return _POST.fullmatch(urn) is not None


def headers(version: str) -> dict[str, str]:
    """Return what goes with every question."""
    return {"Linkedin-Version": version, "X-Restli-Protocol-Version": "2.0.0"}


def roles() -> str:
    """Ask on which pages the person has a role."""
    return f"/rest/organizationAcls?q=roleAssignee&count={PAGE}"


def organization(urn: str) -> str:
    """Ask what a page is called."""
    return f"/rest/organizations/{encoded(urn.rpartition(':')[2])}"


def posts(author: str, count: int) -> str:
    """Ask for the page's posts, the latest first."""
    return f"/rest/posts?q=author&author={encoded(author)}&count={count}&start=0&sortBy=LAST_MODIFIED"


def comments(urn: str, start: int = 0) -> str:
    """Ask for what hangs directly under a post or a comment."""
    return f"/rest/socialActions/{encoded(urn)}/comments?start={start}&count={PAGE}"


def answering(urn: str) -> str:
    """Return where something is said under a post or a comment."""
    return f"/rest/socialActions/{encoded(urn)}/comments"


def comment(urn: str, actor: str = "") -> str:
    """Return a comment's own place, in somebody's name. Raises Gone for what is no comment."""
    parts = comment_parts(urn)
    if parts is None:
        raise Gone("This comment is not one of LinkedIn's")
    by = f"?actor={encoded(actor)}" if actor else ""
    return f"/rest/socialActions/{encoded(parts[0])}/comments/{parts[1]}{by}"


def notices(page: str, since_ms: int, until_ms: int, start: int = 0) -> str:
    """Ask what happened around the page in a time."""
    return (
        f"/rest/organizationalEntityNotifications?q=criteria&actions=List({','.join(ACTIONS)})"
        f"&organizationalEntity={encoded(page)}&timeRange=(start:{since_ms},end:{until_ms})&start={start}&count={PAGE}"
    )


def reaction(actor: str) -> str:
    """Return where somebody's reactions go."""
    return f"/rest/reactions?actor={encoded(actor)}"


def permalink(urn: str) -> str | None:
    """Return where people see a comment or post; None when it has no such place."""
    parts = comment_parts(urn)
    if parts is not None:
        return f"{SITE}/feed/update/{parts[0]}?commentUrn={encoded(urn)}"
    return f"{SITE}/feed/update/{urn}" if is_post(urn) else None
