import asyncio
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from responder.alerts.rules import Alert, Reason
from responder.core import events as e
from responder.core.ids import new_id
from responder.core.questions import ChannelHealth
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.notify.bubble import Bubble
from responder.ui.notify.notifier import Notifier, Outcome, bubbles, notifier
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.people import NOW, StillClock

NADIA = people.person("Nadia").conversation


class Recorder(Notifier):
    """Keeps what would be shown."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.shown: list[Bubble] = []

    async def show(self, bubble: Bubble) -> Outcome:
        self.shown.append(bubble)
        return Outcome.DESKTOP


@pytest.fixture
def recorder(console: Console) -> Recorder:
    return Recorder(console)


def act(conversation: UUID, body: e.Body, clock: StillClock, actor: str = "karim") -> e.Event:
    clock.at += 1_000_000
    return e.Event(new_id(), conversation, actor, people.DEVICE, clock.at, body)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_a_colleague_gives_me_is_told_once(
    recorder: Recorder, append: Append, clock: StillClock
) -> None:
    append([act(NADIA, e.Assigned("marie"), clock)])
    await settle()
    append([act(NADIA, e.Tagged("x"), clock)])
    await settle()
    assert [(b.key, b.title) for b in recorder.shown] == [
        (f"conversation/{NADIA}", "Assigned to you: Nadia Fictive")
    ]


async def test_what_i_do_myself_is_not_told(recorder: Recorder, append: Append, clock: StillClock) -> None:
    append(
        [act(NADIA, e.Assigned("marie"), clock, "marie"), act(NADIA, e.Escalated(3, "fire"), clock, "marie")]
    )
    await settle()
    assert recorder.shown == []


async def test_what_was_so_before_the_window_opened_is_not_told(
    recorder: Recorder, append: Append, clock: StillClock
) -> None:
    josee = people.person("Josée")
    append([people.received(josee.message("Allô ?", 0, 2))])
    await settle()
    assert recorder.shown == []


async def test_an_escalation_to_me_is_urgent_and_says_why(
    recorder: Recorder, append: Append, clock: StillClock
) -> None:
    append([act(NADIA, e.Escalated(2, "Press is asking", "marie"), clock)])
    await settle()
    (bubble,) = recorder.shown
    assert (bubble.title, bubble.body) == ("Escalated to you, level 2: Nadia Fictive", "Press is asking")
    assert bubble.urgent


async def test_quiet_hours_hold_an_assignment_back(
    recorder: Recorder, console: Console, append: Append, clock: StillClock
) -> None:
    console.services.save_settings(
        replace(console.services.settings, quiet_from="00:00", quiet_until="23:59")
    )
    append([act(NADIA, e.Assigned("marie"), clock)])
    await settle()
    assert recorder.shown == []
    append([act(NADIA, e.Escalated(3, "fire", "marie"), clock)])
    await settle()
    assert len(recorder.shown) == 1


async def test_lost_access_is_told(recorder: Recorder, store: Store, console: Console) -> None:
    account = people.account_id("mastodon")
    store.save_health(ChannelHealth(account, "sign-in", NOW, "revoked")).result(10)
    from responder.core.changes import Changes, Touched

    console.bridge.changed.emit(Changes(Touched.HEALTH))
    await settle()
    (bubble,) = recorder.shown
    assert (bubble.key, bubble.title) == (f"health/{account}", "Mastodon asks you to sign in again")


def test_more_than_three_at_once_become_one(console: Console) -> None:
    alerts = [Alert(Reason.ASSIGNED, uuid4(), f"Person {n}") for n in range(4)]
    assert len(bubbles(alerts[:3])) == 3
    (one,) = bubbles(alerts)
    assert one.title == "4 conversations need you"
    assert one.key == "inbox"
    assert "Person 0, Person 1" in one.body


def test_a_strangers_line_breaks_and_direction_marks_do_not_reach_the_desktop(console: Console) -> None:
    (bubble,) = bubbles([Alert(Reason.ASSIGNED, uuid4(), "Evil\u202e\nname", "a\nb")])
    assert bubble.title == "Assigned to you: Evil name"
    assert bubble.body == "a b"


async def test_with_neither_service_nor_tray_it_goes_nowhere_and_nothing_breaks(console: Console) -> None:
    ours = notifier(console)
    assert notifier(console) is ours
    ours.start()
    assert await ours.test() is Outcome.NOWHERE
    ours.close()
    await console.stage.aclose()


async def test_a_click_asks_for_its_place(recorder: Recorder) -> None:
    asked: list[str] = []
    recorder.wanted.connect(asked.append)
    recorder._clicked("conversation/1")
    recorder._clicked("")
    assert asked == ["conversation/1"]


async def test_what_another_process_wrote_is_found_though_nobody_names_it(
    recorder: Recorder, console: Console, store: Store, clock: StillClock
) -> None:
    from responder.core.changes import Changes, Touched

    console.bridge.blockSignals(True)
    store.append([act(NADIA, e.Escalated(2, "Press", "marie"), clock)]).result(10)
    console.bridge.blockSignals(False)
    console.bridge.changed.emit(Changes(Touched.ALL))
    await settle()
    assert [bubble.body for bubble in recorder.shown] == ["Press"]
