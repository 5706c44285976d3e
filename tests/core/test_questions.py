"""Which folder a conversation is in."""

import pytest

from responder.core.conversations import Conversation, Status
from responder.core.events import Mood
from responder.core.questions import Folder, matches
from tests.core.people import STREAM


def folders(row: Conversation) -> set[Folder]:
    return {folder for folder in Folder if matches(row, folder, "marie")}


def test_one_who_waits_with_nobody_in_charge() -> None:
    assert folders(Conversation(STREAM, waiting_since=1)) == {
        Folder.NEEDS_REPLY,
        Folder.UNASSIGNED,
        Folder.ALL,
    }


def test_a_reply_on_its_way_takes_it_off_the_list() -> None:
    assert Folder.NEEDS_REPLY not in folders(Conversation(STREAM, waiting_since=1, in_flight=1))


def test_spam_is_in_no_other_folder() -> None:
    row = Conversation(STREAM, waiting_since=1, spam=True, level=3, mood=Mood.NEGATIVE, assignee="marie")
    assert folders(row) == {Folder.SPAM}


@pytest.mark.parametrize("status", list(Status))
def test_what_is_done_is_neither_negative_nor_escalated(status: Status) -> None:
    row = Conversation(STREAM, status=status, mood=Mood.NEGATIVE, level=2)
    both = {Folder.NEGATIVE, Folder.ESCALATED}
    assert (both <= folders(row)) == (status is not Status.RESOLVED)


def test_mine_is_mine_alone() -> None:
    row = Conversation(STREAM, assignee="karim")
    assert matches(row, Folder.MINE, "karim")
    assert not matches(row, Folder.MINE, "marie")
