from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QLocale

from responder.core import events as e
from responder.core.messages import Attachment, Place, State
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.thread.around import Surroundings
from responder.ui.thread.blocks import Block, Look
from responder.ui.thread.build import build
from responder.ui.thread.names import Names
from responder.ui.thread.times import Times
from tests.ui import people
from tests.ui.story import JOSEE, OWEN, answered, did, reply_of, submitted

Blocks = Callable[..., list[Block]]


@pytest.fixture
def blocks(console: Console, store: Store) -> Blocks:
    """What the thread of a conversation shows after more events."""

    def made(
        events: Sequence[e.Event] = (), conversation: UUID = JOSEE.conversation, opened: Sequence[str] = (),
        verbs: tuple[str, ...] = (), times: int = 0,
    ) -> list[Block]:  # fmt: skip
        store.append(list(events)).result(10)
        thread = console.views.thread(conversation)
        assert thread is not None
        around = Surroundings(
            Names.of(people.TEAM, people.MARIE), Times(console.clock, QLocale("en")), "Biscuiterie Grand Lièvre",
            "Facebook", verbs, frozenset(opened),
        )  # fmt: skip
        return build(thread, around, people.NOW + times)

    return made


def only(found: list[Block], look: Look) -> Block:
    (one,) = [block for block in found if block.look is look]
    return one


def test_our_answer_says_who_speaks_as_whom_and_that_it_arrived(blocks: Blocks) -> None:
    ours = only(blocks(answered()), Look.OURS)
    assert (ours.name, ours.aside) == ("Marie Tremblay", "as Biscuiterie Grand Lièvre")
    assert ours.state is not None
    assert ours.state.text == "Delivered"


def test_an_answer_from_the_native_app_says_so(blocks: Blocks) -> None:
    message = answered()[1]
    ours = only(blocks([message]), Look.OURS)
    assert ours.aside == "written on Facebook"


def test_the_post_stands_on_top_and_can_be_opened(blocks: Blocks) -> None:
    first = blocks()[0]
    assert first.look is Look.POST
    assert first.buttons[0].label == "Open on Facebook"
    assert first.url == "https://blog.example/p1"


def test_a_reply_in_its_undo_window_counts_down(blocks: Blocks) -> None:
    unsent = only(blocks([submitted("Bonjour", 0, wait=7 / 60)]), Look.UNSENT)
    assert unsent.state is not None
    assert unsent.state.text == "Goes out in 7 s"
    assert [button.label for button in unsent.buttons] == ["Edit", "Do not send"]


@pytest.mark.parametrize(
    ("body", "state", "buttons", "says"),
    [
        (lambda id: e.ReplyHeld(id, "answered", "karim"), "Held, not sent", ["Send anyway", "Edit", "Discard"],
         "Karim answered meanwhile. Read it first. Your text is kept."),
        (lambda id: e.SendFailed(id, "Too long"), "Not sent", ["Send again", "Edit", "Discard"],
         "Too long. Your text is kept. Nothing was published."),
        (lambda id: e.SendUncertain(id, "The line broke", True), "Is it there?",
         ["It is there", "It is not there: send again"], "The line broke. Look on the network: is this reply there?"),
        (lambda id: e.SendUncertain(id, "The line broke"), "Looking whether it arrived", [], "The line broke."),
        (lambda id: e.SendStarted(id, 1), "Being sent", [], ""),
    ],
    ids=["held", "failed", "ask", "uncertain", "started"],
)  # fmt: skip
def test_a_reply_that_is_not_sent_says_what_happened_and_what_can_be_done(
    blocks: Blocks, body: Callable[[UUID], e.Body], state: str, buttons: list[str], says: str
) -> None:
    event = submitted("Bonjour", 2)
    unsent = only(blocks([event, did(JOSEE.conversation, body(reply_of(event)))]), Look.UNSENT)
    assert unsent.state is not None
    assert unsent.state.text == state
    assert [button.label for button in unsent.buttons] == buttons
    assert [notice.text for notice in unsent.notices] == ([says] if says else [])


def test_what_is_not_sent_stands_last_whatever_came_since(blocks: Blocks) -> None:
    later = JOSEE.message("Allo ?", 1, 7)
    assert blocks([submitted("Bonjour", 5), people.received(later)])[-1].look is Look.UNSENT


def approvals(actor: str) -> e.Event:
    event = submitted("À approuver", 2, actor)
    assert isinstance(event.body, e.ReplySubmitted)
    return msgspec.structs.replace(event, body=msgspec.structs.replace(event.body, needs_approval=True))


@pytest.mark.parametrize(("actor", "first"), [("karim", "Approve"), ("marie", "Edit")])
def test_nobody_is_offered_to_approve_their_own_reply(blocks: Blocks, actor: str, first: str) -> None:
    assert only(blocks([approvals(actor)]), Look.UNSENT).buttons[0].label == first


def test_a_withdrawn_reply_is_gone(blocks: Blocks) -> None:
    event = submitted("Bonjour", 2)
    found = blocks([event, did(JOSEE.conversation, e.ReplyWithdrawn(reply_of(event)))])
    assert Look.UNSENT not in [block.look for block in found]


def test_a_reply_taken_as_sent_on_somebodys_word_stays_in_the_thread(blocks: Blocks) -> None:
    event = submitted("Bonjour", 2)
    found = blocks([event, did(JOSEE.conversation, e.ReplySent(reply_of(event), ""))])
    assert only(found, Look.OURS).text == "Bonjour"


def test_a_note_is_an_internal_note_until_it_is_taken_back(blocks: Blocks) -> None:
    note = e.NoteAdded(JOSEE.conversation, "Colis bloqué")
    found = only(blocks([did(JOSEE.conversation, note, 3, actor="karim")]), Look.NOTE)
    assert (found.name, found.badge and found.badge.text) == ("Karim Benali", "Internal note")
    gone = blocks([did(JOSEE.conversation, e.NoteRemoved(JOSEE.conversation))])
    assert Look.NOTE not in [block.look for block in gone]
    again = blocks([did(JOSEE.conversation, note, 0.5, "written again", actor="karim")])
    assert only(again, Look.NOTE).text == "Colis bloqué"


def others(count: int) -> list[e.Event]:
    made = []
    for number in range(count):
        message = JOSEE.message(f"Moi aussi {number}", 30 - number, 50 + number)
        author = msgspec.structs.replace(
            message.author, remote_id=f"other{number}", name=f"Somebody {number}"
        )
        made.append(people.received(msgspec.structs.replace(message, addressed=False, author=author)))
    return made


def test_other_peoples_messages_are_folded_and_unfold(blocks: Blocks) -> None:
    folded = next(b for b in blocks(others(12)) if b.look is Look.FOLD and b.key.startswith("fold:"))
    assert folded.text == "12 other comments"
    shown = blocks(opened=[folded.key])
    assert sum(block.look is Look.OTHER for block in shown) == 12


def test_one_other_message_is_not_worth_folding(blocks: Blocks) -> None:
    assert sum(block.look is Look.OTHER for block in blocks(others(1))) == 1


def test_small_deeds_in_a_row_are_one_line(blocks: Blocks) -> None:
    tags = [did(JOSEE.conversation, e.Tagged(f"t{n}"), 3 - n / 100) for n in range(4)]
    assert "Marie changed 4 things" in [block.text for block in blocks(tags)]


def test_an_earlier_text_is_one_click_away(blocks: Blocks) -> None:
    edited = msgspec.structs.replace(JOSEE.message(), text="Corrigé", edited_at=people.NOW)
    found = only(blocks([people.received(edited)]), Look.CUSTOMER)
    assert found.text == "Corrigé"
    assert found.notices[0].action == "earlier"
    earlier = only(blocks(opened=[f"earlier:{edited.id}"]), Look.EARLIER)
    assert earlier.text == JOSEE.text


def test_a_deleted_message_is_struck_and_can_still_be_read(blocks: Blocks) -> None:
    gone = e.deleted(JOSEE.message().id, JOSEE.conversation, people.DEVICE, people.NOW, "collector:test")
    found = only(blocks([gone]), Look.CUSTOMER)
    assert found.struck
    assert found.text == JOSEE.text
    assert found.notices[0].text == "Deleted by its author"


def test_a_held_comment_offers_what_the_network_can_do(blocks: Blocks) -> None:
    held = msgspec.structs.replace(OWEN.message(), state=State.HELD)
    found = only(blocks([people.received(held)], OWEN.conversation, verbs=("approve", "spam")), Look.CUSTOMER)
    assert found.state is not None
    assert found.state.text == "Held for moderation"
    assert [button.label for button in found.buttons] == ["Approve", "Spam"]


def test_what_was_asked_of_the_network_is_not_offered_again(blocks: Blocks) -> None:
    held = msgspec.structs.replace(OWEN.message(), state=State.HELD)
    asked = e.ActRequested(held.id, held.account, "approve", held.id, held.remote_id)
    events = [people.received(held), did(OWEN.conversation, asked)]
    found = only(blocks(events, OWEN.conversation, verbs=("approve",)), Look.CUSTOMER)
    assert not found.buttons
    assert found.notices[0].text == "Asked of the network, not confirmed yet"


def test_an_attachment_is_named_and_not_fetched(blocks: Blocks) -> None:
    picture = Attachment("image", "https://cdn.example/1.jpg", description="A broken biscuit")
    message = msgspec.structs.replace(JOSEE.message("Voyez", 5, 9), attachments=(picture,))
    found = blocks([people.received(message)])
    assert [b.files[0].label for b in found if b.files] == ["Picture: A broken biscuit"]


def test_what_a_mail_quotes_is_folded_and_one_click_away(blocks: Blocks) -> None:
    text = "Toujours rien.\n\n[…]\n> Bonjour, votre colis est parti.\n> Marie"
    message = JOSEE.message(text, 5, 9)
    folded = next(b for b in blocks([people.received(message)]) if b.subject == message.id)
    assert (folded.text, folded.notices[0].text) == ("Toujours rien.", "Show what it quotes")
    whole = next(b for b in blocks(opened=[f"whole:{message.id}"]) if b.subject == message.id)
    assert whole.text == text


def test_a_huge_text_is_cut_with_the_rest_one_click_away(blocks: Blocks) -> None:
    message = JOSEE.message("x" * 20_000, 5, 9)
    cut = next(b for b in blocks([people.received(message)]) if b.subject == message.id)
    assert len(cut.text) < 7000
    assert cut.notices[0].text == "Show 14000 more characters"
    whole = next(b for b in blocks(opened=[f"whole:{message.id}"]) if b.subject == message.id)
    assert len(whole.text) == 20_000


def test_a_name_cannot_turn_the_line_around(blocks: Blocks) -> None:
    message = JOSEE.message("Salut", 5, 9)
    author = msgspec.structs.replace(message.author, name="abc\u202egnp.exe")
    found = blocks([people.received(msgspec.structs.replace(message, author=author))])
    assert all("\u202e" not in block.name for block in found)


def test_each_day_has_its_separator(blocks: Blocks) -> None:
    old = JOSEE.message("Hier", 60 * 26, 8)
    days = [block.text for block in blocks([people.received(old)]) if block.look is Look.DAY]
    assert days == ["Yesterday", "Today"]


def test_a_block_is_spoken_in_reading_order(blocks: Blocks) -> None:
    spoken = only(blocks(answered()), Look.OURS).spoken_text()
    assert spoken.startswith("Marie Tremblay, as Biscuiterie Grand Lièvre, Delivered, ")
    assert spoken.endswith("Je vérifie tout de suite.\n— Marie")


def test_a_review_says_its_stars_and_its_place(blocks: Blocks) -> None:
    shop = Place("locations/1", "First shop", "1 rue X")
    said = msgspec.structs.replace(JOSEE.message(), rating=2.5, place=shop, edited_at=people.NOW)
    found = only(blocks([people.received(said)]), Look.CUSTOMER)
    assert [notice.text for notice in found.notices][:2] == ["2.5 of 5", "First shop · 1 rue X"]
    assert "2.5 of 5" in found.spoken_text()


def test_an_answer_that_its_network_turned_down_says_why(blocks: Blocks) -> None:
    sent = answered()[1]
    assert isinstance(sent.body, e.MessageReceived)
    why = "Google does not show this answer: it was rejected"
    refused = msgspec.structs.replace(sent.body.message, state=State.TRASH, spoiler=why)
    found = only(blocks([people.received(refused)]), Look.OURS)
    assert found.state is not None
    assert found.state.text == "Not shown on Facebook"
    assert [notice.text for notice in found.notices] == [why]


def test_what_was_hidden_says_so_and_can_be_shown_again(blocks: Blocks) -> None:
    hidden = msgspec.structs.replace(OWEN.message(), state=State.HELD)
    found = only(
        blocks([people.received(hidden)], OWEN.conversation, verbs=("hide", "unhide")), Look.CUSTOMER
    )
    assert found.state is not None
    assert found.state.text == "Hidden"
    assert [button.action for button in found.buttons] == ["unhide"]
