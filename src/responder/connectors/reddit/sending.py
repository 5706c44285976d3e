"""Answering, and finding again what may have arrived. Reddit has no key: two lists must lack it to prove an absence."""

from responder.connectors.reddit import parse, words
from responder.connectors.reddit.api import Api
from responder.connectors.reddit.feed import SENT
from responder.connectors.reddit.parse import COMMENT, MESSAGE, Listing, Ours, Thing
from responder.core.clock import MINUTE, SECOND
from responder.core.errors import Gone, Malformed, Refused, Uncertain
from responder.core.ports import Absent, Outgoing, Unproven
from responder.net.markup import same

LONGEST = 10_000
PAGES = 5
SLACK = 2 * MINUTE


async def send(api: Api, reply: Outgoing) -> Thing:
    """Answer a comment, post or private message."""
    if not parse.named(reply.in_reply_to):
        raise Gone("This is not one of Reddit's")
    if reply.files:
        raise Refused(words.NO_PICTURES)
    if len(reply.text) > LONGEST:
        raise Refused(words.TOO_LONG)
    answer = await api.write("api/comment", {"thing_id": reply.in_reply_to, "text": reply.text}, once=True)
    try:
        return parse.made(answer.body)
    except Malformed as error:
        raise Uncertain("Reddit took it, but its answer cannot be read") from error


async def find(api: Api, ours: Ours, reply: Outgoing, since: int) -> Thing | Absent | Unproven:
    """Look for an answer of ours: among our own latest, and under what was answered."""
    if not parse.named(reply.in_reply_to):
        raise Gone("This is not one of Reddit's")
    private = reply.in_reply_to.startswith(MESSAGE)
    await api.get("api/v1/me", answering=True)
    begin = since + api.client.offset - SLACK  # known only once the network has answered
    found = await _among_ours(api, SENT if private else f"user/{ours.name}/comments", ours, reply, begin)
    if private or not isinstance(found, Absent):
        return found
    return await _under(api, ours, reply, begin)


async def _among_ours(
    api: Api, where: str, ours: Ours, reply: Outgoing, begin: int
) -> Thing | Absent | Unproven:
    after: str | None = None
    for _ in range(PAGES):
        page = await api.listing(where, after, answering=True)
        one = _met(page, ours, reply, begin)
        if one is not None:
            return one
        if page.broken:
            return Unproven("Reddit shows something of ours that we cannot read")
        if page.after is None or any(thing.created_utc * SECOND < begin for thing in page.things):
            return Absent()
        after = page.after
    return Unproven("Too much of ours was written since to look through all of it")


async def _under(api: Api, ours: Ours, reply: Outgoing, begin: int) -> Thing | Absent | Unproven:
    """Look at the answers to what was answered, as its post shows them."""
    name = reply.in_reply_to
    link = name[3:]
    params: dict[str, str | int] = {"depth": 2, "limit": 500, "sort": "new"}
    if name.startswith(COMMENT):
        asked = (await api.info([name], answering=True)).things
        if not asked or not asked[0].link_id:
            return Absent()
        link = asked[0].link_id[3:]
        params["comment"] = name[3:]
    body = (await api.get(f"comments/{link}", params, answering=True)).body
    listings = [parse.listing(bytes(part)) for part in parse.tree(body)]
    for page in [*listings, *(below for one in listings for below in _replies(one))]:
        found = _met(page, ours, reply, begin)
        if found is not None:
            return found
        if page.broken:
            return Unproven("Reddit shows an answer that we cannot read")
    return Absent()


def _replies(page: Listing) -> list[Listing]:
    return [parse.listing(below) for one in page.things if (below := bytes(one.replies)).startswith(b"{")]


def _met(page: Listing, ours: Ours, reply: Outgoing, begin: int) -> Thing | None:
    for one in page.things:
        ours_here = ours.wrote(one) and one.parent_id == reply.in_reply_to and not one.gone
        if ours_here and one.created_utc * SECOND >= begin and same(one.body or "", reply.text):
            return one
    return None
