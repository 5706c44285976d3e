import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.app import practising
from responder.app.connecting import disconnect
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.session import open_store
from responder.core.clock import SystemClock
from responder.core.errors import NotFound, SignInNeeded
from responder.core.questions import InboxQuery
from responder.core.settings import Settings
from responder.views.views import Views
from tests.app.conftest import ACCOUNT, MARIE


async def test_a_practice_account_is_signed_in_to_like_any_other_and_forgotten_again(tmp_path: Path) -> None:
    place = practising.furnish(tmp_path, Settings(), MARIE)
    secrets, clock = practising.SessionSecrets(), SystemClock()
    with practising.server("quiet-day", 0) as server, closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, MARIE)
        account = await practising.join(server, desk, Networks(), secrets)
        assert [account] == store.accounts()
        assert secrets.get(account.id)
        await disconnect(desk, secrets, account.id)
        assert store.accounts() == []
        assert secrets.get(account.id) is None


async def test_one_round_of_the_engine_receives_what_is_there(tmp_path: Path) -> None:
    place = practising.furnish(tmp_path, Settings(), MARIE)
    secrets, clock = practising.SessionSecrets(), SystemClock()
    with practising.server("quiet-day", 0) as server, closing(open_store(place, clock)) as store:
        await practising.join(server, Desk(store, clock, MARIE), Networks(), secrets)
        problems = await Engine(store, clock, Networks(), secrets, once=True).once()
        assert problems == {}
        assert len(Views(store, clock).page(InboxQuery()).rows) > 5


async def test_an_account_without_its_secret_asks_for_a_sign_in(tmp_path: Path) -> None:
    place = practising.furnish(tmp_path, Settings(), MARIE)
    with closing(open_store(place, SystemClock())) as store:
        engine = Engine(store, SystemClock(), Networks(), practising.SessionSecrets())
        with pytest.raises(SignInNeeded, match="sign in again"):
            engine.connector(ACCOUNT)


async def test_the_engine_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    place = practising.furnish(tmp_path, Settings(), MARIE)
    with closing(open_store(place, SystemClock())) as store:
        engine = Engine(store, SystemClock(), Networks(), practising.SessionSecrets())
        running = asyncio.create_task(engine.run())
        await asyncio.sleep(0.1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


def test_an_unknown_scenario_is_said_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="launch"):
        practising.server("doomsday", 0)


def test_a_french_workspace_has_templates_with_french_names(tmp_path: Path) -> None:
    place = practising.furnish(tmp_path, Settings(language="fr"), MARIE)
    with closing(open_store(place, SystemClock())) as store:
        names = {use.template.code: use.template.name for use in store.templates()}
    assert names["sorry"] == "Désolés, nous regardons cela"


async def test_on_the_practice_network_monitors_find_what_is_said_beside_us(tmp_path: Path) -> None:
    async with practising.practised("quiet-day", 0, Settings(), MARIE) as (_, place, secrets):
        with closing(open_store(place, SystemClock())) as store:
            assert await Engine(store, SystemClock(), Networks(), secrets, once=True).once() == {}
            open_ones = Views(store, SystemClock()).counters(MARIE.id).monitors
            found = {one.name: open_ones.get(one.id, 0) for one in store.rows().monitors()}
    assert (found["Biscuiterie Grand Lièvre"], found["Érable et Fils"]) == (5, 3)
    assert found["#biscuits"] >= 2  # customers may use it too
