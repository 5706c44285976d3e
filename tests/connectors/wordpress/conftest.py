from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from responder.practice.wordpress.server import PracticeSite
from tests.connectors.wordpress.people import Desk, Enter, connect


@pytest.fixture
def site() -> Iterator[PracticeSite]:
    with PracticeSite() as site:
        site.add_post("Launch & joy")
        yield site


@pytest_asyncio.fixture
async def enter(site: PracticeSite) -> AsyncIterator[Enter]:
    """Sign in as one of the site's users."""
    desks: list[Desk] = []

    async def sign_in_as(user: str) -> Desk:
        desks.append(await connect(site, user))
        return desks[-1]

    yield sign_in_as
    for desk in desks:
        await desk.aclose()


@pytest_asyncio.fixture
async def desk(enter: Enter) -> Desk:
    return await enter("owner")
