"""The blocks of the sidebar share its height, however large the text and however small the window."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from responder.ui.inbox.sidebar import EntryList
from responder.ui.window import Window


def blocks(window: Window) -> tuple[EntryList, EntryList, EntryList]:
    sidebar = window.furniture.sidebar
    return sidebar.folders, sidebar.channels, sidebar.pages


@pytest.mark.parametrize(("height", "percent"), [(900, 100), (900, 200), (600, 100), (600, 150)])
def test_no_block_lies_over_another(window: Window, qapp: QApplication, height: int, percent: int) -> None:
    services = window._console.services
    services.save_settings(replace(services.settings, text_percent=percent))
    window.resize(1440, height)
    qapp.processEvents()
    above, middle, below = (block.geometry() for block in blocks(window))
    assert above.bottom() < middle.top()
    assert middle.bottom() < below.top()
    assert below.bottom() <= window.furniture.sidebar.height()
    assert all(block.height() >= block.minimumHeight() > 0 for block in blocks(window))


def test_folders_and_pages_are_seen_whole_where_there_is_room(window: Window, qapp: QApplication) -> None:
    qapp.processEvents()
    folders, _, pages = blocks(window)
    for block in (folders, pages):
        assert block.verticalScrollBar().maximum() == 0
        assert block.height() == block.maximumHeight()
