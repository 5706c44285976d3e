from PySide6.QtWidgets import QApplication

from responder.core.ids import new_id
from responder.core.templates import Template
from responder.ui.composer.preview import preview
from responder.ui.theme.look import look


def template(text: str) -> Template:
    return Template(new_id(), "T", "t", {"en": text})


def test_what_was_filled_in_is_green_and_what_is_missing_amber(qapp: QApplication) -> None:
    shown = preview(template("Hi {{ name }}, {{ discount }}!"), "en", {"name": "Dave"})
    theme = look().theme
    assert f'color:{theme.hex("ok.text")}">Dave</span>' in shown.html
    assert f"color:{theme.hex('warn.text')}" in shown.html
    assert shown.text == "Hi Dave, ⟦discount⟧!"
    assert shown.missing == ("discount",)


def test_a_strangers_name_is_no_markup(qapp: QApplication) -> None:
    shown = preview(template("Hi {{ name }}"), "en", {"name": "<b>x</b>⸢"})
    assert "<b>" not in shown.html
    assert shown.html.count("<span") == shown.html.count("</span>") == 1


def test_what_is_wrong_with_it_is_said(qapp: QApplication) -> None:
    assert preview(template("{% for x in y %}"), "en", {}).problem
