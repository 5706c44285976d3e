import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from inspect import isclass, signature
from uuid import UUID

import pytest

from responder.app.networks import GROUP, Networks
from responder.core.accounts import Account
from responder.core.errors import NotFound
from responder.core.ports import Fetcher
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


def test_an_account_imports_its_own_connector_and_no_other() -> None:
    code = """
import sys
from uuid import UUID
from responder.app.networks import GROUP, Networks
from responder.core.accounts import Account
from tests.connectors.means import means
networks = Networks()
networks.manifests()
networks.open(Account(UUID(int=1), "mastodon", "a.example", "1", "@a", "A"), means("token"))
parts = [name.split(".") for name in sys.modules if name.startswith("responder.connectors.")]
print(sorted({part[2] for part in parts if len(part) > 3}))
print([name for name in ("imapclient", "joserfc", "feedparser", "cryptography") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['mastodon']\n[]\n"


def test_every_network_declares_itself_whole_and_none_like_another() -> None:
    manifests = Networks().manifests()
    assert all(name == one.id for name, one in manifests.items())
    codes = [one.code for one in manifests.values()]
    assert len(set(codes)) == len(codes)
    for one in manifests.values():
        assert one.needs, one.id
        assert one.can, one.id
        assert one.polling.fast <= one.polling.usual <= one.polling.slow, one.id
        assert all(0 <= budget.reserve < budget.units for budget in one.budgets), one.id


def test_a_network_says_that_it_fetches_exactly_where_its_connector_does() -> None:
    for name, one in Networks().manifests().items():
        module = import_module(f"{entry_points(group=GROUP)[name].value}.connector")
        assert one.fetches == (signature(module.open).return_annotation is Fetcher), name
        classes = (
            kind for kind in vars(module).values() if isclass(kind) and kind.__module__ == module.__name__
        )
        assert one.fetches == any(hasattr(kind, "fetch") for kind in classes), name
