import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.core.manifest import Pictures
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.views.composing import Mode
from tests.ui.story import JOSEE, PRIYA
from tests.ui.test_pictures import encoded


@pytest.fixture
def composer(console: Console, qtbot: QtBot) -> Iterator[Composer]:
    facebook = console.networks["facebook"]
    console.networks["facebook"] = replace(facebook, pictures=Pictures(most=2, description=400, bytes=50_000))
    made = Composer(console)
    qtbot.addWidget(made, before_close_func=Composer.save_draft)
    console.stage.show(JOSEE.conversation)
    made.show()
    made.begin()
    made.edit.insertPlainText("Voici")
    yield made
    made.close()


async def settle() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


def picture(folder: Path, name: str = "biscuit.png", width: int = 40) -> Path:
    path = folder / name
    path.write_bytes(encoded(width, 30))
    return path


def checks(composer: Composer) -> str:
    return composer.field.checks.accessibleName()


async def test_a_picture_goes_with_the_answer_and_its_description_too(
    composer: Composer, console: Console, tmp_path: Path, qtbot: QtBot
) -> None:
    composer.enclosing.add([picture(tmp_path)])
    await settle()
    (line,) = composer.field.enclosed.lines.values()
    assert "Say what the picture shows" in checks(composer)
    line.words.setText("Un biscuit entier")
    line.words.textEdited.emit("Un biscuit entier")
    assert "Say what the picture shows" not in checks(composer)
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(console.views.outbox()))
    (reply,) = console.views.outbox()
    assert [(one.name, one.type, one.description) for one in reply.files] == [
        ("biscuit.png", "image/png", "Un biscuit entier")
    ]
    assert composer.field.enclosed.lines == {}


async def test_tab_goes_from_the_text_to_what_the_picture_shows(composer: Composer, tmp_path: Path) -> None:
    composer.activateWindow()
    composer.enclosing.add([picture(tmp_path)])
    await settle()
    (line,) = composer.field.enclosed.lines.values()
    composer.edit.setFocus()
    QTest.keyClick(composer.edit, Qt.Key.Key_Tab)
    assert line.words.hasFocus()
    QTest.keyClick(line.words, Qt.Key.Key_Tab)
    assert line.remove.hasFocus()
    QTest.keyClick(line.remove, Qt.Key.Key_Tab)
    assert composer.field.templates.hasFocus()


async def test_what_the_network_does_not_take_is_said_before_sending(
    composer: Composer, tmp_path: Path
) -> None:
    composer.enclosing.add([picture(tmp_path, f"{n}.png", 40 + n) for n in range(3)])
    await settle()
    assert "Facebook takes 2 files with an answer" in checks(composer)
    assert not composer.field.send.isEnabled()
    composer.field.enclosed.lines[composer.session.files[0].key].remove.click()  # type: ignore[union-attr]  # there is a session
    assert "takes 2 files" not in checks(composer)
    (tmp_path / "x.gif").write_bytes(b"GIF89a....")
    composer.enclosing.add([tmp_path / "x.gif"])
    await settle()
    assert "does not take x.gif" in checks(composer)


async def test_what_is_not_taken_is_said_before_a_word_is_written(composer: Composer, tmp_path: Path) -> None:
    composer.fill("", 0)
    (tmp_path / "quote.pdf").write_bytes(b"%PDF-1.4")
    composer.enclosing.add([tmp_path / "quote.pdf"])
    await settle()
    assert "does not take quote.pdf" in checks(composer)


async def test_a_pasted_picture_and_a_dropped_file_are_taken_in_and_text_stays_text(
    composer: Composer, tmp_path: Path
) -> None:
    pasted, dropped, text = QMimeData(), QMimeData(), QMimeData()
    pasted.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    dropped.setUrls([QUrl.fromLocalFile(str(picture(tmp_path)))])
    text.setText("des mots")
    for source in (pasted, dropped, text):
        composer.edit.insertFromMimeData(source)
    assert composer.session is not None
    async with asyncio.timeout(5):
        while len(composer.session.files) < 2:  # noqa: ASYNC110  # nothing tells when a thread is done
            await asyncio.sleep(0.005)
    assert {file.name for file in composer.session.files} == {"Pasted picture.png", "biscuit.png"}
    assert composer.edit.text() == "Voicides mots"


async def test_whoever_takes_a_file_away_goes_on_writing(composer: Composer, tmp_path: Path) -> None:
    composer.activateWindow()
    composer.enclosing.add([picture(tmp_path)])
    await settle()
    (line,) = composer.field.enclosed.lines.values()
    line.remove.setFocus()
    line.remove.click()
    assert composer.edit.hasFocus()


async def test_words_that_come_with_a_picture_of_themselves_are_pasted_as_words(composer: Composer) -> None:
    cells = QMimeData()
    cells.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    cells.setText("12\t13")
    composer.edit.insertFromMimeData(cells)
    await settle()
    assert composer.edit.text() == "Voici12\t13"
    assert composer.session is not None
    assert composer.session.files == []


async def test_a_note_takes_no_files_and_says_so(
    composer: Composer, console: Console, tmp_path: Path
) -> None:
    said: list[Notice] = []
    console.stage.said.connect(said.append)
    composer.fill("", 0)
    composer.turning.turn(Mode.NOTE)
    composer.enclosing.add([picture(tmp_path)])
    await settle()
    assert composer.session is not None
    assert ([one.text for one in said], composer.session.files) == (["A note takes no files."], [])


async def test_files_stay_with_the_draft(
    composer: Composer, console: Console, tmp_path: Path, qtbot: QtBot
) -> None:
    composer.enclosing.add([picture(tmp_path)])
    await settle()
    composer.save_draft()
    qtbot.waitUntil(lambda: console.views.draft(JOSEE.conversation) is not None)
    console.stage.show(None)
    console.stage.show(JOSEE.conversation)
    assert list(composer.field.enclosed.lines) == [composer.session.files[0].key]  # type: ignore[union-attr]  # there is a session


async def test_a_file_that_comes_when_another_conversation_is_on_screen_goes_into_its_own_draft(
    composer: Composer, console: Console, tmp_path: Path, qtbot: QtBot
) -> None:
    composer.enclosing.add([picture(tmp_path)])
    console.stage.show(PRIYA.conversation)
    await settle()
    qtbot.waitUntil(lambda: bool((draft := console.views.draft(JOSEE.conversation)) and draft.files))
    kept = console.views.draft(JOSEE.conversation)
    assert kept is not None
    assert (kept.text, [file.name for file in kept.files]) == ("Voici", ["biscuit.png"])
    assert composer.field.enclosed.lines == {}


async def test_a_file_that_cannot_be_read_is_said(
    composer: Composer, console: Console, tmp_path: Path
) -> None:
    said: list[Notice] = []
    console.stage.said.connect(said.append)
    composer.enclosing.add([tmp_path / "gone.png"])
    await settle()
    assert "gone.png cannot be read" in said[0].text


def test_a_network_that_takes_no_files_offers_none(console: Console, qtbot: QtBot) -> None:
    made = Composer(console)
    qtbot.addWidget(made, before_close_func=Composer.save_draft)
    console.stage.show(JOSEE.conversation)
    made.show()
    made.begin()
    assert not made.field.attach.isVisible()
