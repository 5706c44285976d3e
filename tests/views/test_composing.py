"""How a conversation may be answered."""

from uuid import UUID

from responder.core.accounts import Account, Limits
from responder.core.conversations import Conversation
from responder.core.manifest import Counting, Manifest
from responder.core.messages import Author, Kind, Message, Visibility
from responder.views import composing
from responder.views.composing import Mode, Problem

NETWORK = Manifest("m", "M", "Ma", "", "", 1, (), private_reply=True, counting=Counting("grapheme", 500, 23))
US = Account(UUID(int=1), "m", "m.example", "1", "shop@m.example", "Shop")


def from_ana(*mentions: str, seen_by: Visibility = Visibility.PUBLIC) -> Message:
    author = Author("9", "ana@far.example", "Ana")
    return Message(
        "m",
        "m.example",
        US.id,
        "5",
        "5",
        Kind.MENTION,
        author,
        "hi",
        1,
        visibility=seen_by,
        mentions=mentions,
    )


def test_what_was_said_in_private_is_not_answered_in_public() -> None:
    assert composing.modes(Conversation(US.id, private=True), NETWORK) == (Mode.PRIVATE, Mode.NOTE)


def test_in_public_everything_is_offered_and_public_is_the_default() -> None:
    assert composing.modes(Conversation(US.id), NETWORK) == (Mode.PUBLIC, Mode.PRIVATE, Mode.NOTE)


def test_an_answer_reaches_no_more_people_than_the_question() -> None:
    assert composing.visibility(Mode.PUBLIC, from_ana(seen_by=Visibility.UNLISTED)) is Visibility.UNLISTED
    assert composing.visibility(Mode.PRIVATE, from_ana()) is Visibility.DIRECT


def test_everybody_in_the_talk_is_mentioned_once_but_for_us() -> None:
    message = from_ana("shop", "Shop@m.example", "@bob", "ANA@far.example", "bob")
    assert composing.mention_prefix(message, US) == "@ana@far.example @bob "


def test_the_server_s_own_limits_stand_above_the_network_s() -> None:
    big = Account(US.id, "m", "m.example", "1", "shop", "Shop", Limits(5000, 10))
    assert composing.counting(NETWORK, big) == Counting("grapheme", 5000, 10)


def test_mentions_alone_are_no_answer() -> None:
    assert [one.problem for one in composing.faults("@ana ", NETWORK.counting, prefix="@ana ")] == [
        Problem.EMPTY
    ]


def test_an_open_blank_and_the_excess_are_found_where_they_are() -> None:
    found = composing.faults("Hi ⟦name⟧!", Counting("codepoint", 9))
    assert [(one.problem, one.start, one.name, one.count) for one in found] == [
        (Problem.BLANK, 3, "name", 0),
        (Problem.TOO_LONG, 9, "", 1),
    ]


def test_a_content_warning_counts() -> None:
    assert composing.faults("12345", Counting("codepoint", 8), spoiler="abcd")[0].count == 1
