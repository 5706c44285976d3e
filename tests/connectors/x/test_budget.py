"""X's prices and limits kept by the program's own scheduler."""

from responder.connectors.x.connector import X
from responder.core import manifest
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.ports import Means
from responder.net.scheduler import Scheduler
from responder.net.tokens import Tokens
from tests.connectors.contract import Memory
from tests.connectors.means import Held
from tests.connectors.x.practice import Practice

DECLARED = manifest.load("responder.connectors.x")


def paced(net: Practice, **options: str) -> X:
    net.options.update(options)
    account: Account = net.account
    pace = Scheduler(SystemClock(), {}.get, lambda key, text: None).pace(account, DECLARED)
    held = Held(Tokens(net.secret, client_id="practice-app").write())
    return X(account, Means(SystemClock(), Memory(), held, pace, once=True))


async def left(connector: X) -> dict[str, int]:
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    return {one.name: one.left for one in connector._means.pace.budgets()}  # type: ignore[attr-defined]


async def test_a_persons_budget_is_used_by_what_came(net: Practice) -> None:
    for i in range(12):
        net.write(f"{i}")
    assert await left(paced(net, **{"budget.reads": "4000"})) == {
        "requests": 297,
        "messages": 14,
        "reads": 3988,
    }


async def test_a_dear_first_reading_does_not_slow_the_next_one_down(net: Practice) -> None:
    for i in range(150):
        net.write(f"{i}")
    connector = paced(net, **{"budget.reads": "400"})
    assert (await left(connector))["reads"] == 250
    wait = connector._means.pace.pause(news=True)  # type: ignore[attr-defined]
    assert wait < 60
