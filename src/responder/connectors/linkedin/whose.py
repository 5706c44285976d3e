"""For which page a sign-in speaks, and what the person's role there allows."""

from collections.abc import Awaitable, Callable

from responder.connectors.linkedin import parse, requests, words
from responder.core.accounts import Limits
from responder.core.errors import NetworkError, SignInNeeded
from responder.core.ports import Identity
from responder.net.answers import Answer

LIMITS = Limits(characters=1250)
WRITERS = ("ADMINISTRATOR", "CONTENT_ADMIN", "CONTENT_ADMINISTRATOR")
"""The roles on a page that may comment in its name."""

Ask = Callable[[str], Awaitable[Answer]]
"""Asks a path of LinkedIn; raises what a refusal means."""


async def identity(ask: Ask, page: str, server: str) -> Identity:
    """Return for which page the sign-in speaks, and what its role there does not allow. Raises SignInNeeded."""
    roles = parse.roles((await ask(requests.roles())).body)
    mine = [one.role for one in roles if one.organization == page]
    if not mine:
        raise SignInNeeded("This sign-in has no role on the page any more")
    missing = () if any(role in WRITERS for role in mine) else (words.too_small(mine[0]),)
    name, handle = await name_of(ask, page)
    return Identity(server, page, handle, name, LIMITS, missing)


async def name_of(ask: Ask, page: str) -> tuple[str, str]:
    """Return what a page is called, and its short name; its number where LinkedIn does not say."""
    number = page.rpartition(":")[2]
    try:
        said = parse.name((await ask(requests.organization(page))).body)
    except SignInNeeded:
        raise
    except NetworkError:
        return number, number
    return said.localizedName or number, said.vanityName or number
