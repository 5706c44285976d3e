import io
from collections.abc import Callable
from typing import Any

import pytest

from responder.app.paths import Workspace
from responder.core.clock import SystemClock
from responder.core.events import received
from responder.core.messages import Visibility
from responder.store.store import Store
from tests.app.conftest import message

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]


def reply(ask: Ask, first: str) -> Any:
    (found,) = ask("show", first)["replies"]
    return found


def test_an_answer_waits_in_the_outbox_signed_and_addressed(ask: Ask, first: str) -> None:
    done = ask("reply", first, "It left today.")
    found = reply(ask, first)
    assert found["id"] == done["reply"]
    assert found["state"] == "queued"
    assert found["text"] == "@ann1@mast.example It left today.\n— Marie"


def test_a_text_may_come_from_standard_input(ask: Ask, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("It left\ntoday.\n"))
    ask("reply", first)
    assert "It left\ntoday." in reply(ask, first)["text"]


def test_a_template_is_filled_for_the_customer(ask: Ask, first: str) -> None:
    ask("reply", first, "--template", "sorry", "--set", "answer_time=noon", "--language", "en")
    text = reply(ask, first)["text"]
    assert "Hi Ann," in text
    assert "noon" in text


def test_a_blank_that_stays_open_is_never_sent(run: Run, ask: Ask, first: str) -> None:
    code, _, err = run("reply", first, "--template", "sorry")
    assert code == 1
    assert "answer_time" in err
    assert ask("show", first)["replies"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Hello", "--template", "sorry"), 1, "not both"),
        (("--template", "nowhere"), 3, "nowhere"),
        (("--template", "sorry", "--set", "answer_time"), 1, "NAME=VALUE"),
        (("   ",), 1, "nothing to send"),
        (("x" * 600,), 1, "characters too many"),
    ],
)
def test_what_cannot_be_sent_is_said(
    run: Run, first: str, words: tuple[str, ...], code: int, said: str
) -> None:
    got, _, err = run("reply", first, *words)
    assert (got, said in err) == (code, True), err


def test_an_answer_on_top_of_a_colleagues_is_held(run: Run, ask: Ask, first: str) -> None:
    ask("reply", first, "It left today.", "--as", "karim")
    code, _, err = run("reply", first, "It left today!")
    assert code == 1
    assert "held" in err
    assert [row["state"] for row in ask("show", first)["replies"]] == ["queued", "held"]


def test_an_answer_can_close_the_conversation(ask: Ask, first: str) -> None:
    ask("reply", first, "It left today.", "--resolve")
    assert ask("show", first)["status"] == "resolved"


def wary(place: Workspace, ask: Ask, seen_by: Visibility, spoiler: str = "food") -> str:
    """A customer who writes with a content warning, to few; the number of that conversation."""
    store = Store.open(place.database, SystemClock())
    said = message(9, visibility=seen_by, spoiler=spoiler)
    store.append([received(said, store.device, 9, "collector:mastodon")]).result()
    store.close()
    return next(str(row["number"]) for row in ask("inbox")["conversations"] if row["name"] == "Ann 9")


@pytest.mark.parametrize("seen_by", list(Visibility))
def test_an_answer_is_for_those_who_could_read_the_question(
    place: Workspace, ask: Ask, seen_by: Visibility
) -> None:
    number = wary(place, ask, seen_by)
    ask("reply", number, "It left today.")
    assert reply(ask, number)["visibility"] == seen_by


@pytest.mark.parametrize("asked", ["public", "unlisted", "followers"])
def test_what_was_said_in_private_cannot_be_answered_in_public(
    place: Workspace, run: Run, ask: Ask, asked: str
) -> None:
    number = wary(place, ask, Visibility.DIRECT)
    code, _, err = run("reply", number, "It left today.", "--visibility", asked)
    assert (code, "for more people" in err) == (1, True), err
    assert ask("show", number)["replies"] == []


def test_a_content_warning_takes_its_room(place: Workspace, run: Run, ask: Ask) -> None:
    number = wary(place, ask, Visibility.PUBLIC, "x" * 400)
    code, _, err = run("reply", number, "y" * 90)
    assert (code, "characters too many" in err) == (1, True), err


@pytest.mark.parametrize("given", [None, "caf\udce9"])
def test_standard_input_that_is_closed_or_no_text_is_refused(
    run: Run, first: str, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    monkeypatch.setattr("sys.stdin", None if given is None else io.StringIO(given))
    code, _, err = run("reply", first)
    assert (code, "Standard input" in err) == (1, True)


def test_half_a_character_is_never_sent_to_a_customer(run: Run, first: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("reply", first, "caf\udce9")
