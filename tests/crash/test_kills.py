"""Promises 1 to 3: nothing lost, nobody answered twice, nothing shown as sent that is not, drafts kept."""

from pathlib import Path

import pytest

from responder.practice.mastodon.dialects import GOTOSOCIAL, MASTODON, SNAC, Dialect
from tests.crash.harness import Tally, torment


def assert_kept(tally: Tally, kills: int) -> None:
    assert tally.kills == kills
    assert tally.asked > kills
    assert tally.sent > kills
    assert (tally.lost, tally.unanswered, tally.doubled) == ([], [], [])
    assert (tally.false, tally.unsettled, tally.drafts_lost) == ([], [], 0)


@pytest.mark.parametrize(("dialect", "kills"), [(MASTODON, 30), (GOTOSOCIAL, 30)], ids=lambda x: str(x)[:20])
def test_sixty_kills_lose_nothing_and_double_nothing(tmp_path: Path, dialect: Dialect, kills: int) -> None:
    assert_kept(torment(tmp_path, dialect, kills, seed=1), kills)


@pytest.mark.crash
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("dialect", [MASTODON, GOTOSOCIAL, SNAC], ids=lambda dialect: str(dialect.name))
def test_hundreds_of_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, dialect: Dialect, seed: int
) -> None:
    assert_kept(torment(tmp_path, dialect, 50, seed), 50)
