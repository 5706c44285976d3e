"""`responder monitor …`: for people and for scripts."""

from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest

from responder.app.paths import Workspace
from responder.core import events as e
from responder.core.clock import SystemClock
from responder.core.monitors import Deaf
from responder.store.store import Store
from tests.app.conftest import ACCOUNT, message

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]
BRAND = ("Brand", "--word", "parcel shop", "--hashtag", "#parcels", "--exclude", "job", "--language", "FR")


def test_a_monitor_is_made_listed_paused_and_removed(ask: Ask, run: Run) -> None:
    made = ask("monitor", "add", *BRAND, "--network", "mastodon", "--approval")
    (listed,) = ask("monitor", "list")
    assert listed == made
    assert made["terms"] == [
        {"kind": "keyword", "text": "parcel shop"},
        {"kind": "hashtag", "text": "parcels"},
    ]
    assert (made["field"], made["languages"], made["approval"]) == ("company", ["fr"], True)
    assert ask("monitor", "pause", "brand")["paused"]
    assert not ask("monitor", "resume", made["id"])["paused"]
    assert "Brand" in run("monitor", "list")[1]
    assert run("monitor", "remove", "Brand")[0] == 0
    assert ask("monitor", "list") == []


def test_a_new_monitor_says_whether_an_account_can_look_for_it(run: Run) -> None:
    assert "with the next sync" in run("monitor", "add", "Words", "--word", "parcel")[1]
    assert "No connected account can" in run("monitor", "add", "Places", "--place", "4b00")[1]
    assert "No connected account can" in run("monitor", "add", "There", "--word", "x", "--network", "x")[1]


def test_the_same_name_changes_it(ask: Ask, run: Run) -> None:
    first = ask("monitor", "add", *BRAND)
    ask("monitor", "pause", "Brand")
    code, out, _ = run("monitor", "add", "Brand", "--word", "parcel", "--field", "industry")
    assert (code, out) == (0, "Changed Brand. It is paused: nothing is looked for.\n")
    (now,) = ask("monitor", "list")
    assert (now["id"], now["field"], now["paused"]) == (first["id"], "industry", True)


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("add", "Brand"), 1, "at least one thing to look for"),
        (("add", "Brand", "--dry-run"), 1, "at least one thing to look for"),
        (("remove", "Nothing"), 3, "no monitor Nothing"),
        (("report", "Nothing"), 3, "no monitor Nothing"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, typed: tuple[str, ...], code: int, says: str) -> None:
    found, _, wrong = run("monitor", *typed)
    assert found == code
    assert says in wrong


def test_it_can_be_tried_before_it_is_made(ask: Ask, run: Run) -> None:
    found = ask("monitor", "add", "Brand", "--word", "parcel", "--dry-run")
    assert (found["found"], found["more"]) == (3, False)
    assert (
        "3 found in what is here already"
        in run("monitor", "add", "Brand", "--word", "parcel", "--dry-run")[1]
    )
    assert ask("monitor", "list") == []


def test_what_was_heard_is_listed_and_reported(ask: Ask, run: Run, place: Workspace) -> None:
    ours = ask("monitor", "add", *BRAND)
    rival = ask("monitor", "add", "Rival", "--word", "post office", "--field", "competition")
    now = SystemClock().now()
    with closing(Store.open(place.database, SystemClock())) as store:
        for number, monitor in enumerate((ours, ours, rival)):
            found_by = (UUID(monitor["id"]),)
            one = message(50 + number, addressed=False, created_at=now - number, monitors=found_by)
            store.append([e.received(one, "d", now, "collector:x")]).result()
        store.save_deaf(ACCOUNT.id, [Deaf(UUID(ours["id"]), "#parcels", "Not here.")]).result()
    rows = ask("inbox", "--folder", "listening", "--monitor", "Brand")["conversations"]
    assert [(row["addressed"], row["monitors"]) for row in rows] == [(False, [ours["id"]])] * 2
    told = ask("monitor", "report", "--days", "7")
    assert [one["total"] for one in told["monitors"]] == [2, 1]
    assert (len(told["days"]), sum(told["monitors"][0]["volume"])) == (7, 2)
    assert round(told["share_of_voice"]["share"], 2) == 0.67
    assert [one["hits"] for one in told["monitors"][0]["authors"]] == [1, 1]
    assert ask("monitor", "list")[0]["deaf"][0]["problem"] == "Not here."
    lines = run("monitor", "report")[1].splitlines()
    assert lines[0].startswith("Brand: 2 in 30 days.")
    assert lines[-1] == "Share of voice: 67%, 2 to 1"
