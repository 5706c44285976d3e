"""Files that only the connector can fetch: shown and saved from the thread, by hand and by key."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.core.errors import Gone
from responder.core.messages import Attachment
from responder.core.ports import Attached
from responder.ui.console import Console
from responder.ui.thread.pane import ThreadPane
from responder.ui.thread.pieces import Photo
from responder.ui.thread.safe_files import dangerous, safe_name
from tests.ui import people
from tests.ui.conftest import Append, Desktop
from tests.ui.test_pictures import encoded

CHANTAL = next(person for person in people.PEOPLE if person.network == "email")
ACCOUNT = people.account_id("email")
PDF, PHOTO = "mid:m@customer.test/2", "mid:m@customer.test/3"


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 # a dialog of Qt rings no bell
            await asyncio.sleep(0.005)


@dataclass
class Read:
    """The conversation on screen, and the files of its last message."""

    pane: ThreadPane
    desktop: Desktop

    @property
    def index(self) -> int:
        return next(n for n, block in enumerate(self.pane.view.canvas.blocks) if block.files)

    def actions(self) -> list[str]:
        return [hit.action for hit in self.pane.view.canvas.placed(self.index).hits]

    def press(self, action: str) -> None:
        placed = self.pane.view.canvas.placed(self.index)
        self.pane.view.press(placed.block, next(hit for hit in placed.hits if hit.action == action))

    def note(self, number: int = 0) -> str:
        return self.pane.view.canvas.blocks[self.index].files[number].note

    async def said(self, words: str) -> str:
        await until(lambda: words in self.note())
        return self.note()

    async def offered(self) -> str:
        await until(lambda: self.pane.saver.dialog is not None)
        assert self.pane.saver.dialog is not None
        return Path(self.pane.saver.dialog.selectedFiles()[0]).name

    def choose(self, path: Path) -> None:
        dialog = self.pane.saver.dialog
        assert dialog is not None
        dialog.fileSelected.emit(str(path))
        dialog.close()


@pytest.fixture
def read(console: Console, append: Append, qtbot: QtBot) -> Iterator[Read]:
    desktop = console.services
    assert isinstance(desktop, Desktop)
    console.networks["email"] = msgspec.structs.replace(console.networks["email"], fetches=True)
    desktop.attachments[PDF] = Attached(b"%PDF words", "application/pdf", "../Räte.pdf")
    desktop.pictures[PHOTO] = encoded(80, 60)
    files = (
        Attachment("file", PDF, description="Räte.pdf, 1 kB"),
        Attachment("image", PHOTO, description="a.png, 1 kB"),
    )
    append([people.received(msgspec.structs.replace(CHANTAL.message("Voyez", 1, 9), attachments=files))])
    pane = ThreadPane(console, lambda _url: None)
    qtbot.addWidget(pane)
    pane.resize(700, 700)
    pane.show()
    console.stage.show(CHANTAL.conversation)
    yield Read(pane, desktop)
    pane.close()


def test_nothing_is_fetched_before_somebody_asks_and_each_file_can_be_saved(read: Read) -> None:
    assert read.actions()[:3] == [f"save:{PDF}", f"picture:{PHOTO}", f"save:{PHOTO}"]
    assert (read.desktop.attachments_asked, read.desktop.pictures_asked) == ([], [])


async def test_a_file_is_saved_where_a_person_says(read: Read, tmp_path: Path) -> None:
    read.press(f"save:{PDF}")
    assert read.note() == "Fetching the file…"
    assert await read.offered() == "Räte.pdf"
    read.choose(tmp_path / "x.pdf")
    assert str(tmp_path / "x.pdf") in await read.said("Saved: ")
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF words"
    assert read.desktop.attachments_asked == [(ACCOUNT, PDF)]


async def test_a_picture_is_shown_as_any_other_and_can_then_be_saved(read: Read) -> None:
    read.press(f"picture:{PHOTO}")
    await until(lambda: f"picture:{PHOTO}" not in read.actions())
    assert any(isinstance(piece, Photo) for piece in read.pane.view.canvas.placed(read.index).pieces)
    assert read.actions()[:2] == [f"save:{PDF}", f"save:{PHOTO}"]


async def test_a_program_is_saved_after_a_warning_only(read: Read, tmp_path: Path) -> None:
    read.desktop.attachments[PDF] = Attached(b"MZ", "application/pdf", "invoice.pdf.exe")
    read.press(f"save:{PDF}")
    await until(read.pane.ask.isVisible)
    assert "“invoice.pdf.exe” can run as a program" in read.pane.ask.words.text()
    assert read.pane.saver.dialog is None
    read.pane.ask.yes.click()
    assert await read.offered() == "invoice.pdf.exe"
    read.choose(tmp_path / "invoice.exe")
    await read.said("Saved: ")


async def test_what_goes_wrong_is_said_and_can_be_tried_again(read: Read, tmp_path: Path) -> None:
    read.desktop.fails = Gone("The mail with this file is in no folder of the mailbox any more.")
    read.press(f"save:{PDF}")
    await read.said("in no folder")
    read.desktop.fails = None
    read.press(f"save:{PDF}")
    await read.offered()
    read.choose(tmp_path / "nowhere" / "x.pdf")
    await read.said("It could not be saved")


async def test_tab_says_what_enter_will_do(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("responder.ui.thread.view.say_aloud", lambda _view, words: said.append(words))
    view = read.pane.view
    view.setFocus()
    view.focus_block(view.canvas.blocks[read.index].key)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert await read.offered() == "Räte.pdf"
    hits = view.canvas.placed(read.index).hits
    assert hits[0].label == "Save the file: File: Räte.pdf, 1 kB"
    assert said[:1] == [hits[0].label]


def test_where_the_connector_fetches_nothing_such_a_file_is_only_named(read: Read, console: Console) -> None:
    console.networks["email"] = msgspec.structs.replace(console.networks["email"], fetches=False)
    read.pane.reload()
    assert not [one for one in read.actions() if one.startswith(("save:", "picture:"))]


@pytest.mark.parametrize(
    ("given", "proposed"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Temp\\a.txt", "a.txt"), (".bashrc", "bashrc"), ("...", ""), ("", ""),
        ("in\u202evoice\u2069fdp.exe", "invoicefdp.exe"), ("a\0b\r\nc.txt", "abc.txt"), ("a\u00a0b\u2028.pdf", "ab.pdf"),
        ("x.exe. . ", "x.exe"), ("CON.txt", "_CON.txt"), ('a<b>:"|?*.pdf', "a_b______.pdf"), ("Rät sel.pdf", "Rät sel.pdf"),
    ],
)  # fmt: skip
def test_a_proposed_name_holds_no_trick(given: str, proposed: str) -> None:
    assert safe_name(given) == proposed


def test_a_long_name_keeps_its_ending_and_fits_every_disk() -> None:
    for letter in "a中🙂":
        name = safe_name(letter * 5000 + ".pdf")
        assert name.endswith(".pdf")
        assert len(name.encode()) < 255


@pytest.mark.parametrize(
    "name", ["a.exe", "a.JS", "a.pdf.lnk", "x.scr", "x.bat", "x.com", "x.vbs", "x.hta", "x.desktop"]
)
def test_what_may_run_is_known(name: str) -> None:
    assert dangerous(name)
    assert not dangerous(name + ".pdf")
