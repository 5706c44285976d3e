"""Files that only a connector can fetch: as the account that the message came to, and kept under no name of theirs."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from responder.actions import accounts
from responder.actions.desk import Desk
from responder.app import practising
from responder.app.connecting import disconnect
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.pictures import Shelf
from responder.app.session import open_store
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.errors import NotFound, NotPossible, SignInNeeded
from responder.core.settings import Settings
from responder.store.picture_cache import PictureCache
from responder.store.store import Store
from tests.app.conftest import ACCOUNT, MARIE
from tests.connectors.telegram.people import Practice


@dataclass
class Desktop:
    """A workspace signed in to a practice bot, and what stands between its window and the network."""

    net: Practice
    store: Store
    secrets: practising.SessionSecrets
    folder: Path

    @property
    def desk(self) -> Desk:
        return Desk(self.store, SystemClock(), MARIE)

    @property
    def account(self) -> Account:
        return self.net.account

    def shelf(self) -> Shelf:
        engine = Engine(self.store, SystemClock(), Networks(), self.secrets)
        return Shelf(PictureCache(self.folder), SystemClock(), list, engine.attachment)

    def upload(self, data: bytes) -> str:
        return f"telegram:{self.net.server.upload(data, 'photos/1.jpg')['file_id']}"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    place, secrets, net = (
        practising.furnish(tmp_path, Settings(), MARIE),
        practising.SessionSecrets(),
        Practice(),
    )
    net.server.start()
    with closing(open_store(place, SystemClock())) as store:
        made = Desktop(net, store, secrets, tmp_path / "cache")
        secrets.put(net.account.id, net.secret)
        accounts.connect(made.desk, net.account).result()
        yield made
    net.server.stop()


async def test_a_file_comes_as_the_account_and_is_not_kept(desktop: Desktop) -> None:
    found = await desktop.shelf().attachment(desktop.account.id, desktop.upload(b"words"))
    assert (found.data, found.name) == (b"words", "1.jpg")
    assert not desktop.folder.exists()


async def test_a_picture_is_kept_under_a_name_that_tells_nothing(desktop: Desktop) -> None:
    shelf, address = desktop.shelf(), desktop.upload(b"pixels")
    assert await shelf.picture(address, desktop.account.id) == b"pixels"
    (kept,) = desktop.folder.iterdir()
    assert kept.name.isalnum()
    desktop.net.revoke()
    assert await shelf.picture(address, desktop.account.id) == b"pixels"
    with pytest.raises(SignInNeeded):
        await shelf.attachment(desktop.account.id, address)


async def test_an_account_that_is_gone_or_whose_network_has_no_such_files_says_so(desktop: Desktop) -> None:
    accounts.connect(desktop.desk, ACCOUNT).result()
    with pytest.raises(NotPossible, match="no files"):
        await desktop.shelf().attachment(ACCOUNT.id, "mid:a@b/2")
    await disconnect(desktop.desk, desktop.secrets, desktop.account.id)
    with pytest.raises(NotFound, match="no longer"):
        await desktop.shelf().picture(desktop.upload(b"x"), desktop.account.id)
