import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from responder.ui.flow import TurningLayout
from responder.ui.forms import Segment, label, setting


@pytest.mark.parametrize(("width", "beside"), [(500, True), (230, False)])
def test_a_control_stands_beside_its_words_where_there_is_room(
    qtbot: QtBot, width: int, beside: bool
) -> None:
    control = Segment("Theme", [("a", "Light"), ("b", "Dark"), ("c", "System")], "a")
    holder = QWidget()
    qtbot.addWidget(holder)
    line = setting("Theme", "How it looks", control)
    holder.setLayout(line)
    holder.show()
    holder.resize(width, 200)
    words = line.itemAt(0)
    assert words is not None
    assert (control.x() > words.geometry().right()) == beside
    assert (control.y() > words.geometry().bottom()) == (not beside)
    assert control.geometry().right() < width


def test_what_does_not_wrap_has_a_height_all_the_same(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    line = TurningLayout(8)
    holder.setLayout(line)
    for text in ("One", "Two"):
        line.addWidget(label(text, wrap=False))
    holder.show()
    assert 0 < line.heightForWidth(400) < line.heightForWidth(20)
