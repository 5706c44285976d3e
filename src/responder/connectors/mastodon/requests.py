"""What we ask of the API, as plain values. Pure."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from responder.core import ids
from responder.core.messages import Visibility
from responder.core.ports import Outgoing

PAGE = 40

NOTIFICATIONS = "/api/v1/notifications"
REQUESTS = "/api/v1/notifications/requests"
CONVERSATIONS = "/api/v1/conversations"
STATUSES = "/api/v1/statuses"
TAGGED = "/api/v1/timelines/tag/"
SEARCH = "/api/v2/search"
ME = "/api/v1/accounts/verify_credentials"
INSTANCES = ("/api/v2/instance", "/api/v1/instance")

ERRORS = range(400, 600)
REPLAYED = "idempotent-replayed"
"""The header on an answer that Pleroma kept under a key and gives again, whatever is asked."""

KEYS = 8
"""How many keys one reply may use up."""

SCOPES = (
    "read:accounts read:notifications read:search read:statuses "
    "write:conversations write:favourites write:media write:notifications write:statuses"
)
WIDE_SCOPES = "read write"
"""For servers that do not know the finer ones (snac, old Pleroma)."""

_VISIBILITIES = {
    Visibility.PUBLIC: "public",
    Visibility.UNLISTED: "unlisted",
    Visibility.FOLLOWERS: "private",
    Visibility.DIRECT: "direct",
}

Params = dict[str, str | int | bool | list[str] | None]


def notifications(types: tuple[str, ...], **place: str | int) -> Params:
    """Return the parameters for a page of notifications, also those that the policy sets aside.

    docs.joinmastodon.org/methods/notifications/#get (`include_filtered` since 4.3).
    """
    params: Params = {"limit": PAGE, "include_filtered": True, **place}
    if types:
        params["types[]"] = list(types)
    return params


def statuses_of(account: str) -> str:
    """Return the route of an account's posts."""
    return f"/api/v1/accounts/{account}/statuses"


def status(status_id: str, verb: str = "") -> str:
    """Return the route of one post, or of something done to it."""
    return f"{STATUSES}/{status_id}/{verb}".rstrip("/")


def reply(outgoing: Outgoing) -> dict[str, Any]:
    """Return the body that publishes a reply."""
    body: dict[str, Any] = {
        "status": outgoing.text,
        "in_reply_to_id": outgoing.in_reply_to,
        "visibility": spelled(outgoing.visibility),
    }
    if outgoing.spoiler:
        body |= {"spoiler_text": outgoing.spoiler, "sensitive": True}
    if outgoing.language:
        body["language"] = outgoing.language
    return body


def spelled(visibility: Visibility) -> str:
    """Return the API's word for who can read a post."""
    return _VISIBILITIES[visibility]


def idempotency(reply_id: UUID) -> Iterator[dict[str, str]]:
    """Yield the header that makes a repeated post one post, where servers honour it.

    Those after the first are for servers that keep an error under a key for hours; always the same, in order.
    """
    yield {"Idempotency-Key": str(reply_id)}
    for number in range(2, KEYS + 1):
        yield {"Idempotency-Key": str(ids.derived_id(reply_id, "key", str(number)))}


def narrower(asked: Visibility, parent: Visibility) -> Visibility:
    """Return who may read an answer: as asked, but never more people than could read what it answers."""
    order = (Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.DIRECT)
    return max(asked, parent, key=order.index) if parent.private else asked
