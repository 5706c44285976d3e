"""What the invented business listens to, and what was heard."""

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from responder.core import events as e
from responder.core.clock import DAY, HOUR
from responder.core.ids import derived_id
from responder.core.messages import Author, Kind, Message
from responder.core.monitors import Field, Monitor, Term, TermKind
from tests.ui import people

BRAND = Monitor(
    UUID(int=71), "Brand", Field.COMPANY,
    (Term(TermKind.KEYWORD, "grand lièvre"), Term(TermKind.HASHTAG, "grandlievre")), exclude=("hunting",),
)  # fmt: skip
RIVALS = Monitor(UUID(int=72), "Competitors", Field.COMPETITION, (Term(TermKind.KEYWORD, "maple & co"),))
TRADE = Monitor(
    UUID(int=73), "Pastry", Field.INDUSTRY, (Term(TermKind.HASHTAG, "patisserie"),), approval=True,
    languages=("fr",),
)  # fmt: skip
MONITORS = (BRAND, RIVALS, TRADE)

_SAID = (
    ("Léa Inventée", "Les sablés de Grand Lièvre, c’est toute mon enfance. #grandlievre", 2, BRAND),
    ("Tom Madeup", "Has anyone tried the oat cookies from Grand Lièvre? Worth the drive?", 5, BRAND),
    ("Ada Nowhere", "Maple & Co raised its prices again. Goodbye shortbread.", 30, RIVALS),
    ("Léa Inventée", "Qui fait les meilleurs biscuits en ville ? #patisserie", 52, TRADE),
)


def heard(who: str, text: str, hours: int, *monitors: Monitor, number: int = 1) -> Message:
    """Return a post that monitors found."""
    handle = who.lower().replace(" ", ".")
    remote = f"heard/{handle}/{hours}/{number}"
    return Message(
        "mastodon", "mastodon.example", people.account_id("mastodon"), remote, remote, Kind.MENTION,
        Author(handle, handle, who, followers=1200), text, people.NOW - hours * HOUR, addressed=False,
        language="fr", monitors=tuple(one.id for one in monitors),
    )  # fmt: skip


def story() -> list[e.Event]:
    """Every event: the monitors, and what they found in a month."""
    at = people.NOW - 40 * DAY
    saved = [
        e.Event(derived_id(m.id, "save"), m.id, "marie", people.DEVICE, at, e.MonitorSaved(m))
        for m in MONITORS
    ]
    return [*saved, *(people.received(one) for one in _messages())]


def _messages() -> Iterator[Message]:
    for who, text, hours, monitor in _SAID:
        yield heard(who, text, hours, monitor)
    for day in range(1, 28):
        for number in range((day * 7) % 5):
            one = heard("Tom Madeup", "Grand Lièvre again", day * 24 + number, BRAND, number=number)
            yield replace(one, root="heard/month")
        if day % 3 == 0:
            yield replace(heard("Ada Nowhere", "Maple & Co", day * 24, RIVALS), root="heard/rivals")
