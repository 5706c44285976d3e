"""The one scheduler: when each account may ask its network, within budgets that reading and answering share."""

import math
import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from responder.core.accounts import Account
from responder.core.clock import HOUR, MINUTE, SECOND, Clock
from responder.core.errors import Throttled
from responder.core.manifest import Budget, Manifest, Polling
from responder.core.questions import BudgetLeft
from responder.net import budget as quotas
from responder.net.budget import Spent

LIVELY = 5 * MINUTE
"""For how long after news a network is asked more often (µs)."""

QUIET = HOUR
"""After how long without news (µs) it is asked less often, by night at once."""

NIGHT = (23, 7)
"""From which hour to which hour, by this machine's clock, nobody expects an answer within a minute."""

JITTER = 0.1
"""By which part of it a pause is made longer or shorter, so that accounts do not ask in step."""

SCARCE = 8 * 86_400
"""From what window (s) on units are too few, or too dear, to read anything twice unasked."""

LEARNING = 0.3
"""How much the last turn says about what a turn costs."""


def pause(polling: Polling, now: int, last_news: int | None, hour: int) -> float:
    """Return how long (s) to wait before asking again, budgets aside."""
    since = None if last_news is None else now - last_news
    if since is not None and since < LIVELY:
        return polling.fast
    night = hour >= NIGHT[0] or hour < NIGHT[1]
    return polling.slow if night or since is None or since >= QUIET else polling.usual


class Ledger:
    """What was used of some budgets. One for each account, and one for each network whose accounts share an app."""

    def __init__(self, text: str | None, keep: Callable[[str], object]) -> None:
        self._keep = keep
        try:
            self.spent = msgspec.json.decode(text or "{}", type=dict[str, Spent])
        except msgspec.MsgspecError:
            self.spent = {}

    def of(self, name: str) -> Spent:
        """Return what was used of a budget."""
        return self.spent.get(name) or Spent()

    def note(self, name: str, spent: Spent) -> None:
        """Take down what was used of it now."""
        self.spent[name] = spent
        self._keep(msgspec.json.encode(self.spent).decode())


class AccountPace:
    """Implements `core.ports.Pace` for one account."""

    def __init__(
        self,
        manifest: Manifest,
        account: Account,
        clock: Clock,
        ledger: Callable[[Budget], Ledger],
        dice: Callable[[], float] = random.random,
        *,
        listening: bool = False,
    ) -> None:
        self._clock, self._dice = clock, dice
        self.options = account.options
        self._ledger = ledger
        self._polling = _allowed(manifest.polling, account)
        chosen = [_chosen(one, account) for one in manifest.budgets]
        self._budgets = {one.name: _halved(one) if listening else one for one in chosen}
        self._last_news: int | None = None
        self._turn_cost: dict[str, float] = {}
        self._this_turn: dict[str, int] = {}
        self.next_at: int | None = None

    async def turn(self, *, news: bool) -> None:
        """Wait until it is time to ask again."""
        await self._clock.sleep(self.pause(news=news))

    def pause(self, *, news: bool) -> float:
        """Return how long (s) the next pause is, and learn what the turn that ends here has brought and cost."""
        now = self._clock.now()
        wait = self._wait(now, news)
        self.next_at = now + round(wait * SECOND)
        return wait

    def _wait(self, now: int, news: bool) -> float:
        self._last_news = now if news else self._last_news
        for name in self._budgets:
            cost, before = self._this_turn.get(name, 0), self._turn_cost.get(name)
            self._turn_cost[name] = cost if before is None else before + LEARNING * (cost - before)
        self._this_turn = {}
        seconds = pause(self._polling, now, self._last_news, datetime.fromtimestamp(now / SECOND).hour)
        seconds *= 1 + JITTER * (2 * self._dice() - 1)
        for name, budget in self._budgets.items():
            if not budget.paced:
                continue
            seconds = max(seconds, self._affordable(budget, seconds, self._turn_cost[name], now))
        return seconds

    def _affordable(self, budget: Budget, seconds: float, cost: float, now: int) -> float:
        found = self._left(budget, now)
        if cost > found.left - budget.reserve:
            return self._until(budget, math.ceil(cost) + budget.reserve, now)
        return quotas.interval(seconds, found, budget.reserve, cost, now)

    def _until(self, budget: Budget, units: int, now: int) -> float:
        """Return how long (s) it is until so many units of a budget are left."""
        spent = self._ledger(budget).of(budget.name)
        return (quotas.enough_at(budget, spent, units, now) - now) / SECOND

    def spend(self, units: int = 1, *, budget: str = "requests", answering: bool = False) -> None:
        """Count units of a budget. Raises Throttled when it has not that many left."""
        chosen, now = self._budgets.get(budget), self._clock.now()
        if chosen is None:
            return
        needed = units + (0 if answering else chosen.reserve)
        if units > 0 and needed > self._left(chosen, now).left:
            wait = max(1.0, self._until(chosen, needed, now))
            raise Throttled(f"The budget of {chosen.units} {chosen.name} is used up", wait)
        if not answering:
            self._this_turn[budget] = self._this_turn.get(budget, 0) + units
        ledger = self._ledger(chosen)
        ledger.note(budget, quotas.spend(chosen, ledger.of(budget), units, now))

    def told(self, left: int, resets_at: int, *, budget: str = "requests") -> None:
        """Believe the network, which says how much of a budget is left until a time (µs)."""
        chosen = self._budgets.get(budget)
        if chosen is not None:
            ledger = self._ledger(chosen)
            ledger.note(budget, replace(ledger.of(budget), told_left=left, told_until=resets_at))

    @property
    def scarce(self) -> bool:
        """Say whether a month's units, often paid for, are all there is: nothing is read twice unasked."""
        return any(budget.seconds >= SCARCE for budget in self._budgets.values())

    def budgets(self) -> tuple[BudgetLeft, ...]:
        """Return what is left of each budget now."""
        now = self._clock.now()
        return tuple(self._left(budget, now) for budget in self._budgets.values())

    def _left(self, budget: Budget, now: int) -> BudgetLeft:
        return quotas.left(budget, self._ledger(budget).of(budget.name), now)


class Scheduler:
    """Gives every account its pace; what was used survives a restart through `load` and `keep`."""

    def __init__(
        self, clock: Clock, load: Callable[[str], str | None], keep: Callable[[str, str], object]
    ) -> None:
        self._clock, self._load, self._keep = clock, load, keep
        self._paces: dict[tuple[UUID, bool], AccountPace] = {}
        self._ledgers: dict[str, Ledger] = {}

    def pace(self, account: Account, manifest: Manifest, *, listening: bool = False) -> AccountPace:
        """Return the pace of an account: the same for whatever speaks for it, until its options change.

        Listening for monitors has turns of its own, from the same budgets; of a month's it leaves half to the rest.
        """

        def ledger(budget: Budget) -> Ledger:
            return self._ledger(f"network:{account.network}" if budget.shared else f"account:{account.id}")

        key = (account.id, listening)
        known = self._paces.get(key)
        if known is None or known.options != account.options:
            known = self._paces[key] = AccountPace(
                manifest, account, self._clock, ledger, listening=listening
            )
        return known

    def _ledger(self, key: str) -> Ledger:
        if key not in self._ledgers:
            self._ledgers[key] = Ledger(self._load(key), lambda text: self._keep(key, text))
        return self._ledgers[key]


def _chosen(budget: Budget, account: Account) -> Budget:
    """Return a budget with the figure that a person set for this account."""
    units = account.options.get(f"budget.{budget.name}", "")
    if not units.isdecimal():
        return budget
    return replace(budget, units=int(units), reserve=min(budget.reserve, int(units) // 10))


def _halved(budget: Budget) -> Budget:
    """Return what listening may use: one busy term would use up a month's units, and nobody would be heard any more."""
    if budget.seconds < SCARCE:
        return budget
    return replace(budget, reserve=max(budget.reserve, budget.units // 2))


def _allowed(polling: Polling, account: Account) -> Polling:
    """Return the pauses, all the same where a person set one for this account."""
    every = account.options.get("poll_seconds", "")
    try:
        seconds = float(every)
    except ValueError:
        return polling
    return Polling(seconds, seconds, seconds)
