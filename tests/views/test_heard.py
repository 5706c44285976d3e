"""Volume, share of voice, top authors and trials of monitors."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.actions.desk import Desk
from responder.actions.monitors import save
from responder.core import events as e
from responder.core.clock import DAY, HOUR
from responder.core.messages import Author, Message, State
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.store.store import Store
from responder.views.heard import Heard, days
from tests.scripted import MARIE, START, Clock, arrive, done, message

CAKE = Term(TermKind.KEYWORD, "cake")
US = Monitor(UUID(int=61), "Brand", Field.COMPANY, (CAKE,))
ALSO = Monitor(UUID(int=62), "Shop", Field.COMPANY, (CAKE,))
THEM = Monitor(UUID(int=63), "Rival", Field.COMPETITION, (CAKE,))
TRADE = Monitor(UUID(int=64), "Trade", Field.INDUSTRY, (CAKE,))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(tmp_path / "w.db", clock)
    for monitor in (US, ALSO, THEM, TRADE):
        done(save(Desk(opened, clock, MARIE), monitor))
    yield opened
    opened.close()


@pytest.fixture
def heard(store: Store, clock: Clock) -> Heard:
    return Heard(store, clock)


def said(n: int, ago: int, *monitors: Monitor, who: str = "ana", **more: object) -> Message:
    found = message(
        str(n), START - ago, root=str(n), addressed=False, monitors=tuple(one.id for one in monitors)
    )
    author = Author(who, who, who.title(), followers=len(who))
    return replace(found, author=author, **more)


def test_volume_is_by_day_and_today_is_the_last(store: Store, heard: Heard) -> None:
    bounds = days(START, 3)
    assert bounds[-2] <= START < bounds[-1]
    today = START - bounds[-2]
    arrive(
        store,
        said(1, 0, US),
        said(2, today + HOUR, US),
        said(3, today + 2 * HOUR, US, TRADE),
        said(4, 9 * DAY, US),
    )
    assert heard.report(US, 3).volume == (0, 2, 1)
    assert (heard.report(US, 3).total, heard.report(TRADE, 3).total, heard.report(US, 30).total) == (3, 1, 4)


def test_a_message_is_our_voice_once_however_many_monitors_found_it(store: Store, heard: Heard) -> None:
    arrive(
        store,
        said(1, 0, US, ALSO),
        said(2, 0, ALSO),
        said(3, 0, THEM),
        said(4, 0, TRADE),
        said(5, 0, US, THEM),
    )
    voice = heard.voice(2)
    assert (voice.company, voice.competition) == ((0, 3), (0, 2))
    assert (voice.share, voice.shares) == (0.6, (None, 0.6))
    assert dict(voice.monitors) == {US.id: 2, ALSO.id: 2, THEM.id: 2}


def test_without_a_word_nobody_has_a_share(heard: Heard) -> None:
    assert heard.voice(7).share is None


def test_the_loudest_come_first_with_their_followers(store: Store, heard: Heard) -> None:
    arrive(
        store,
        said(1, 0, US, who="bob"),
        *(said(n, n, US, who="ana") for n in (2, 3)),
        said(4, 5, THEM, who="eve"),
    )
    authors = heard.report(US, 7).authors
    assert [(one.name, one.hits, one.followers) for one in authors] == [("Ana", 2, 3), ("Bob", 1, 3)]
    assert authors[0].last_at == START - 2


def test_what_is_deleted_or_spam_counts_no_more(store: Store, heard: Heard) -> None:
    arrive(store, said(1, 0, US), said(2, 0, US))
    one = said(1, 0, US)
    done(store.append([e.deleted(one.id, one.conversation, "d", START, "c")]))
    arrive(store, said(2, 0, US, state=State.SPAM, edited_at=START))
    assert heard.report(US, 2).total == 0


def test_what_a_person_puts_aside_as_spam_counts_no_more(store: Store, heard: Heard) -> None:
    arrive(store, said(1, 0, US, who="bob"), said(2, 0, US), said(3, 0, THEM))
    spam = said(1, 0, US).conversation
    done(store.append([e.Event(UUID(int=99), spam, "marie", "d", START + 9, e.SpamSet(True))]))
    report = heard.report(US, 2)
    assert (report.total, [one.name for one in report.authors]) == (1, ["Ana"])
    assert heard.voice(2).share == 0.5


def test_a_hit_that_other_monitors_find_later_counts_for_each(store: Store, heard: Heard) -> None:
    arrive(store, said(1, 0, US), said(1, 0, THEM))
    assert (heard.report(US, 2).total, heard.report(THEM, 2).total) == (1, 1)


def test_a_trial_finds_what_is_here_already(store: Store, heard: Heard) -> None:
    texts = ["I love cake", "urinal cake", "cakes?", "cheese Cake!", "#cake day", "#cakewalk"]
    arrive(store, *(replace(said(n, n), text=text) for n, text in enumerate(texts)))
    arrive(store, message("9", text="our cake", ours=True), message("8", START + 1, text="cake?", root="8"))
    found = heard.trial(replace(US, exclude=("urinal",)))
    assert (found.found, found.more) == (4, False)
    assert [one.text for one in found.samples] == ["cake?", "I love cake", "cheese Cake!"]
    assert heard.trial(replace(US, terms=(Term(TermKind.HASHTAG, "cake"),))).found == 1
    assert heard.trial(replace(US, terms=(Term(TermKind.KEYWORD, "love cake"),))).found == 1
    assert heard.trial(replace(US, networks=("x",))).found == 0


def test_a_trial_finds_what_somebody_wrote(store: Store, heard: Heard) -> None:
    arrive(store, said(1, 0, who="ana"), said(2, 0, who="bob"))
    assert heard.trial(replace(US, terms=(Term(TermKind.ACCOUNT, "@Ana"),))).found == 1
    assert heard.trial(replace(US, terms=(Term(TermKind.PLACE, "42"),))).found == 0
