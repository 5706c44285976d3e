"""English and French on every page, at every size: nothing left in English, no button cut."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from responder.ui import words
from responder.ui.pickers import Picker
from responder.ui.window import Window
from tests.ui.everywhere.places import on_screen, settle, visit
from tests.ui.test_translations import ROOT


def _catalogue() -> dict[str, str]:
    from babel.messages.pofile import read_po

    with (ROOT / "src/responder/ui/locale/fr.po").open("rb") as file:
        catalog = read_po(file, locale="fr")
    return {m.id: str(m.string) for m in catalog if isinstance(m.id, str) and m.id}


def _texts(window: Window) -> list[str]:
    found: list[str] = []
    for widget in on_screen(window):
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
    found += [action.text() for action in window.findChildren(QAction)]
    return [text.strip() for text in found if text.strip()]


def _speak(window: Window, qapp: QApplication, language: str, percent: int = 100) -> None:
    services = window._console.services
    services.save_settings(replace(services.settings, language=language, text_percent=percent))
    settle(qapp)


def test_no_english_is_left_in_french(window: Window, qapp: QApplication) -> None:
    catalogue = _catalogue()
    try:
        _speak(window, qapp, "fr")
        left = {
            text
            for _place in visit(window, qapp)
            for text in _texts(window)
            if text in catalogue and catalogue[text] != text and text not in catalogue.values()
        }
    finally:
        words.install("en")
    assert left <= {"English"}, left  # a language is named in its own words


def _cut(button: QPushButton) -> bool:
    needed = button.sizeHint()
    return bool(button.text()) and button.width() < needed.width() - 2 and not button.toolTip()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_button_is_cut(window: Window, qapp: QApplication, language: str, percent: int) -> None:
    cut = []
    try:
        _speak(window, qapp, language, percent)
        for place in visit(window, qapp):
            for widget in on_screen(window, QPushButton):
                assert isinstance(widget, QPushButton)
                if _cut(widget):
                    cut.append(f"{place}: {widget.text()} {widget.width()} < {widget.sizeHint().width()}")
    finally:
        words.install("en")
    assert cut == [], cut


def test_the_page_and_the_focus_stay_when_the_language_changes(window: Window, qapp: QApplication) -> None:
    window._navigator.go("settings/general")
    settle(qapp)
    try:
        _speak(window, qapp, "fr")
        page = window.furniture.pages.currentWidget()
        assert page.objectName() == "settings"
        focus = qapp.focusWidget()
        assert isinstance(focus, QWidget)
        assert page is focus or page.isAncestorOf(focus)
    finally:
        words.install("en")


def test_a_command_runs_after_the_language_has_changed(window: Window, qapp: QApplication) -> None:
    try:
        _speak(window, qapp, "fr")
        window._console.stage.commands.run("conversation.tag")
        settle(qapp)
        assert window.findChild(Picker) is not None
    finally:
        words.install("en")
