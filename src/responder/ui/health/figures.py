"""A channel's figures in words: how late, how much is left, what a count gave, what cannot be seen."""

from responder.core.accounts import Account
from responder.core.clock import DAY, SECOND
from responder.core.manifest import Manifest
from responder.core.questions import BudgetLeft, ChannelHealth, Recount
from responder.ui.below import below
from responder.ui.phrases import figure, span, time_of_day
from responder.ui.words import tr, trn


def success(health: ChannelHealth, now: int) -> str:
    """Return when the network last answered, how late it is with news, and when it is asked again."""
    if health.last_success is None:
        return tr("Has not answered yet")
    parts = [tr("Last answer {span} ago", span=span(max(SECOND, now - health.last_success)))]
    if health.lag is not None:
        parts.append(tr("news takes {span}", span=span(health.lag)))
    if health.next_at is not None and health.state == "polling" and health.next_at > now:
        parts.append(tr("asked again in {span}", span=span(health.next_at - now)))
    return " · ".join(parts)


def todo(health: ChannelHealth, now: int, network: str) -> str:
    """Return what there is to do, or that there is nothing."""
    if health.state == "sign-in":
        return tr(
            "Nothing is lost: after you sign in, we fetch all that {network} still gives.", network=network
        )
    if health.retry_at is not None and health.retry_at > now:
        return tr(
            "Next try in {span}. Nothing to do, unless you want it now.", span=span(health.retry_at - now)
        )
    return ""


def missing(account: Account) -> str:
    """Return what this sign-in cannot do."""
    if not account.missing:
        return ""
    return tr("This sign-in cannot: {what}.", what=", ".join(below(what) for what in account.missing))


def gaps(health: ChannelHealth, network: str) -> str:
    """Return the latest stretches for which nobody can prove that nothing was missed."""
    if not health.gaps:
        return ""
    times = ", ".join(f"{time_of_day(since)}–{time_of_day(until)}" for since, until in health.gaps[-5:])
    return tr(
        "Something may be missing between {times}: {network} could not show that it gave everything.",
        times=times,
        network=network,
    )


def budgets(health: ChannelHealth, now: int) -> str:
    """Return what is left of each budget, a line each."""
    return "\n".join(_budget(budget, now) for budget in health.budgets)


def _budget(budget: BudgetLeft, now: int) -> str:
    left, units = figure(budget.left), figure(budget.units)
    name = tr(budget.name)
    name = name[:1].upper() + name[1:]
    if budget.left >= budget.units:
        return tr("{name}: all {units} left", name=name, units=units)
    back = tr("in {span}", span=span(max(SECOND, budget.resets_at - now)))
    return tr(
        "{name}: {left} of {units} left, full again {when}", name=name, left=left, units=units, when=back
    )


def counted(found: Recount | None, now: int) -> str:
    """Return what the last count gave."""
    if found is None:
        return ""
    when = tr("{span} ago", span=span(max(SECOND, now - found.at)))
    if not found.there:
        return tr("Counted {when}: the network lists nothing recent.", when=when)
    past = span(max(DAY // 24, found.at - found.since))
    head = trn(
        "Counted {when}: the network lists {n} message of the last {past}.",
        "Counted {when}: the network lists {n} messages of the last {past}.", found.there, when=when, past=past,
    )  # fmt: skip
    return " ".join([head, _missed(found.fetched), *_unlisted(found.unlisted)])


def _missed(fetched: int) -> str:
    if not fetched:
        return tr("All of them were here.")
    return trn(
        "{n} was missing here and has been taken in.",
        "{n} were missing here and have been taken in.",
        fetched,
    )


def _unlisted(unlisted: int) -> list[str]:
    if not unlisted:
        return []
    return [
        trn(
            "{n} of ours is no longer listed there: deleted, or out of its reach.",
            "{n} of ours are no longer listed there: deleted, or out of its reach.",
            unlisted,
        )
    ]


def unseen(network: Manifest) -> str:
    """Return what this network does not let us see, a line each."""
    return "\n".join(f"• {tr(sentence)}" for sentence in network.cannot)
