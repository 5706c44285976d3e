"""The Friday of the mock-ups, with monitors and what they heard."""

import pytest
from msgspec.structs import replace

from responder.store.store import Store
from responder.ui.console import Console
from tests.ui import people
from tests.ui.monitors import ecosystem


@pytest.fixture
def console(empty_console: Console, store: Store) -> Console:
    """A console where there is something in every place."""
    mastodon = empty_console.networks["mastodon"]
    empty_console.networks["mastodon"] = replace(mastodon, listens=("keyword", "hashtag"))
    store.append([*people.story(), *ecosystem.story()]).result(10)
    for health in people.health():
        store.save_health(health).result(10)
    return empty_console
