"""Strangers' payloads: mended, sorted out one by one, or named for what they are."""

import pytest
from msgspec import Raw, Struct

from responder.core.errors import Malformed
from responder.net.payloads import decoded, every, explanation, web


class Thing(Struct):
    id: str


def sound(thing: Thing) -> None:
    if not thing.id:
        raise ValueError("no id")


def test_one_broken_item_stops_none_of_the_others() -> None:
    raws = [Raw(b'{"id":"1"}'), Raw(b'{"id":2}'), Raw(b'{"id":""}'), Raw(b'{"id":"3"}')]
    found, broken = every(raws, Thing, sound, "a thing")
    assert [one.id for one in found] == ["1", "3"]
    assert [one.payload for one in broken] == [b'{"id":2}', b'{"id":""}']
    assert broken[1].why == "a thing that we cannot read: no id"


def test_half_an_emoji_is_mended_and_a_whole_one_kept() -> None:
    raws = [Raw(b'{"id":"a\\ud83d"}'), Raw(b'{"id":"\\ud83d\\ude00"}'), Raw(b'{"id":"\xff"}')]
    found, broken = every(raws, Thing)
    assert [one.id for one in found] == ["a\ufffd", "\U0001f600", "\ufffd"]
    assert not broken


def test_an_answer_that_is_none_is_malformed_and_kept() -> None:
    with pytest.raises(
        Malformed, match=r"^Shop answers with something that we cannot read: no id$"
    ) as caught:
        decoded(b'{"id":""}', Thing, "Shop", sound)
    assert caught.value.payload == b'{"id":""}'


def test_a_web_page_in_place_of_an_answer_is_named() -> None:
    with pytest.raises(Malformed, match="cannot read: Just a moment"):
        decoded(b"\xef\xbb\xbf <html><title>Just a moment</title>", Thing, "Shop")


@pytest.mark.parametrize("url", ["https://a.example/x?y#z", "HTTP://a.example", " http://a.example "])
def test_an_address_of_the_web_is_kept(url: str) -> None:
    assert web(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        None,
        False,
        1,
        "",
        "javascript:alert(1)",
        "//a.example",
        "https://a b",
        "https://a\nb",
        "http://[",
        "https://" + "a" * 4000,
    ],
)
def test_what_a_browser_may_not_be_sent_to_is_no_address(url: object) -> None:
    assert web(url) is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error":"no","error_description":"because"}', "because"),
        (b'{"code":"x","message":"Sorry"}', "Sorry"),
        (b'{"error":{"message":"deep"}}', "deep"),
        (b'"words"', "words"),
        (b"[1]", ""),
        (b"", ""),
        (b"<html><head><title>502 Bad</title></head></html>", "502 Bad"),
        (b"\xff\xfe", "��"),
    ],
)
def test_what_an_error_says_is_found(body: bytes, said: str) -> None:
    assert explanation(body) == said
