"""The scenarios: the same seed gives the same day, and people react to what we do."""

import time
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from responder.practice.mastodon import PracticeServer
from responder.practice.scenarios.plot import names, plot

NAMES = names()


def test_there_are_the_three_that_are_promised() -> None:
    assert NAMES == ("quiet-day", "launch", "outage-storm")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_is_the_same_day_and_another_is_another(name: str) -> None:
    assert plot(name, 7) == plot(name, 7)
    assert plot(name, 7) != plot(name, 8)


@pytest.mark.parametrize("name", NAMES)
def test_a_day_is_long_and_varied_enough(name: str) -> None:
    stories = plot(name, 1).stories
    assert len([s for s in stories if s.at > 0]) >= 100
    openings = Counter(story.opening for story in stories)
    assert len(openings) > 0.8 * len(stories)
    assert {story.who.language for story in stories} == {"en", "fr"}
    assert {"mention", "comment", "direct"} <= {story.kind for story in stories}
    assert all("{" not in line for s in stories for line in (s.opening, s.more, s.calm, s.edit, *s.angry))


def test_nobody_in_it_is_real() -> None:
    assert all(one.domain is None or one.domain.endswith(".example") for one in plot("launch", 1).characters)


def test_one_language_may_be_chosen() -> None:
    assert {story.who.language for story in plot("quiet-day", 1, ("fr",)).stories} == {"fr"}


def test_an_unknown_scenario_is_an_error() -> None:
    with pytest.raises(KeyError):
        plot("apocalypse", 1)


@pytest.fixture
def storm() -> Iterator[PracticeServer]:
    with PracticeServer("outage-storm", seed=3, speed=0) as server:
        yield server


def test_nothing_happens_by_itself_at_speed_zero(storm: PracticeServer) -> None:
    before = len(storm.statuses())
    assert storm.play(5) == 5
    assert len(storm.statuses()) > before


def test_who_is_left_waiting_writes_again_and_who_is_answered_calms_down(storm: PracticeServer) -> None:
    storm.play(400)
    angry = [s for s in storm.statuses() if s["in_reply_to_id"] and s["account"]["id"] != storm.account_id]
    assert len({s["account"]["acct"] for s in angry}) > 5
    waiting = Counter(s["account"]["acct"] for s in storm.statuses())
    assert waiting.most_common(1)[0][1] > 2


def test_an_answer_gets_a_reaction(storm: PracticeServer) -> None:
    headers = {"Authorization": f"Bearer {storm.token}"}
    storm.play(30)
    answers = set()
    for question in storm.incoming()[-12:]:
        body = {"status": "We are on it.", "in_reply_to_id": question}
        answer = httpx.post(f"{storm.url}/api/v1/statuses", headers=headers, json=body)
        answers.add(answer.json()["id"])
    storm.play(600)
    reactions = [s for s in storm.statuses() if s["in_reply_to_id"] in answers]
    assert len(answers) == 12
    assert len(reactions) >= 6
    assert all(storm.account_id in {m["id"] for m in s["mentions"]} for s in reactions)


def test_speed_lets_the_day_pass() -> None:
    with PracticeServer("launch", seed=1, speed=6000) as server:
        before = len(server.incoming())
        ends = time.monotonic() + 10
        while len(server.incoming()) < before + 20:
            assert time.monotonic() < ends
            httpx.get(f"{server.url}/api/v2/instance")
