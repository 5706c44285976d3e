import asyncio
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from responder.core.errors import Refused
from responder.core.messages import Attachment
from responder.ui.console import Console
from responder.ui.thread.message_blocks import picture_of
from responder.ui.thread.pane import ThreadPane
from responder.ui.thread.pieces import Photo
from tests.ui import people
from tests.ui.conftest import Append, Desktop
from tests.ui.story import JOSEE
from tests.ui.test_pictures import encoded

URL = "https://cdn.example/1.jpg"


@pytest.fixture
def desktop(console: Console) -> Desktop:
    assert isinstance(console.services, Desktop)
    console.services.pictures[URL] = encoded(800, 600)
    return console.services


@pytest.fixture
def pane(console: Console, desktop: Desktop, append: Append, qtbot: QtBot) -> Iterator[ThreadPane]:
    picture = Attachment("image", URL, description="A broken biscuit")
    append([people.received(msgspec.structs.replace(JOSEE.message("Voyez", 1, 9), attachments=(picture,)))])
    made = ThreadPane(console, lambda _url: None)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    console.stage.show(JOSEE.conversation)
    yield made
    made.close()


async def settled(pane: ThreadPane) -> None:
    for _ in range(200):
        await asyncio.sleep(0.005)
        shown = pane.gallery.look(URL)
        if shown is not None and not shown.loading:
            return


def place(pane: ThreadPane) -> int:
    return next(n for n, block in enumerate(pane.view.canvas.blocks) if block.files)


def press(pane: ThreadPane) -> None:
    placed = pane.view.canvas.placed(place(pane))
    pane.view.press(placed.block, next(hit for hit in placed.hits if hit.action.startswith("picture:")))


async def test_one_command_shows_them_all(pane: ThreadPane, console: Console, desktop: Desktop) -> None:
    show = next(one for one in pane.commands() if one.id == "thread.pictures")
    assert show.enabled() == ""
    show.handler()
    await settled(pane)
    assert desktop.pictures_asked == [URL]
    console.stage.show(people.person("Dave").conversation)
    assert show.enabled() == "There is no picture here"


def test_nothing_is_fetched_before_somebody_asks(pane: ThreadPane, desktop: Desktop) -> None:
    assert desktop.pictures_asked == []


async def test_a_click_shows_the_picture_where_it_stands(pane: ThreadPane, desktop: Desktop) -> None:
    press(pane)
    assert pane.view.canvas.blocks[place(pane)].files[0].note == "Fetching the picture…"
    await settled(pane)
    (photo,) = [p for p in pane.view.canvas.placed(place(pane)).pieces if isinstance(p, Photo)]
    assert photo.rect.width() == pytest.approx(photo.rect.height() * 4 / 3, abs=1)
    assert desktop.pictures_asked == [URL]


@pytest.mark.parametrize("why", ["refused", "broken"])
async def test_a_picture_that_cannot_be_shown_says_why_and_can_be_asked_for_again(
    pane: ThreadPane, desktop: Desktop, why: str
) -> None:
    desktop.fails = Refused("The server said no to the picture.") if why == "refused" else None
    desktop.pictures[URL] = b"rubbish"
    press(pane)
    await settled(pane)
    note = pane.view.canvas.blocks[place(pane)].files[0].note
    assert note in ("The server said no to the picture.", "This is no picture that can be shown here.")
    desktop.fails, desktop.pictures[URL] = None, encoded(8, 8)
    press(pane)
    await settled(pane)
    assert pane.view.canvas.blocks[place(pane)].files[0].image is not None


async def test_an_account_that_a_person_allowed_shows_its_pictures_by_itself(
    pane: ThreadPane, console: Console, desktop: Desktop
) -> None:
    desktop.save_settings(replace(desktop.settings, pictures_of=(str(people.account_id("facebook")),)))
    console.stage.show(None)
    console.stage.show(JOSEE.conversation)
    await settled(pane)
    assert desktop.pictures_asked == [URL]


@pytest.mark.parametrize(
    ("attachment", "picture"),
    [
        (Attachment("image", "https://a/1", preview="https://a/small"), "https://a/small"),
        (Attachment("video", "https://a/film"), ""),
        (Attachment("video", "https://a/film", preview="https://a/still"), "https://a/still"),
        (Attachment("file", "https://a/x.pdf"), ""),
        (Attachment("image", "cid:1"), ""),
    ],
)
def test_pictures_and_stills_can_be_shown_and_nothing_else(attachment: Attachment, picture: str) -> None:
    assert picture_of(attachment) == picture
