"""A console with monitors and what they heard."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from responder.core.events import Event
from responder.core.manifest import Manifest
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.monitors.page import MonitorsPage
from responder.ui.stage import Notice
from tests.ui.monitors import ecosystem


@pytest.fixture
def listening(console: Console, store: Store) -> Console:
    """Let Mastodon be listened to, and write what was heard."""
    mastodon: Manifest = console.networks["mastodon"]
    console.networks["mastodon"] = replace(mastodon, listens=("keyword", "hashtag", "account"))
    events: list[Event] = ecosystem.story()
    store.append(events).result(10)
    return console


@pytest.fixture
def page(listening: Console, qtbot: QtBot) -> Iterator[MonitorsPage]:
    made = MonitorsPage(listening)
    listening.stage.commands.add(made, made.commands())
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    yield made
    made.hide()
    made.close_worker()


@pytest.fixture
def said(console: Console) -> list[Notice]:
    heard: list[Notice] = []
    console.stage.said.connect(heard.append)
    return heard
