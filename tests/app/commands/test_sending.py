import io
from collections.abc import Callable
from typing import Any

import pytest

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
