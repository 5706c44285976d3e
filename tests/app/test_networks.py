import subprocess
import sys
from uuid import UUID

import pytest

from responder.app.networks import Networks
from responder.core.accounts import Account
from responder.core.errors import NotFound
from tests.connectors.means import means


def test_the_networks_are_found_by_their_entry_points() -> None:
    found = Networks().manifests()
    assert {"mastodon", "wordpress"} <= set(found)
    assert all(manifest.id == name for name, manifest in found.items())


def test_an_unknown_network_is_said_with_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"mastodon.*wordpress"):
        Networks().manifest("friendster")


async def test_an_account_gets_the_connector_of_its_network() -> None:
    account = Account(UUID(int=1), "mastodon", "shop.example", "1", "@shop", "Shop")
    connector = Networks().open(account, means("token"))
    assert type(connector).__module__ == "responder.connectors.mastodon.connector"
    await connector.aclose()


def test_naming_the_networks_imports_no_connector() -> None:
    code = "import sys; from responder.app.networks import Networks; Networks().manifests(); print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
