"""What the window asks of the composition root."""

from typing import Any, cast

from responder.app.paths import Workspace
from responder.app.services import Chosen, ConsoleServices
from responder.core.settings import Settings
from responder.ui.bridge import Bridge


def services(place: Workspace, bridge: Bridge) -> ConsoleServices:
    nobody = cast(Any, None)  # only the settings are asked for here
    return ConsoleServices(place, Chosen(Settings()), nobody, nobody, bridge, nobody, nobody, None, nobody)


def test_a_setting_that_cannot_be_written_holds_and_says_so(place: Workspace) -> None:
    place.settings.unlink()
    place.settings.mkdir()
    bridge, said = Bridge(), list[str]()
    bridge.settings_unsaved.connect(said.append)
    one = services(place, bridge)
    one.save_settings(Settings(theme="dark"))
    assert (one.settings.theme, len(said)) == ("dark", 1)


def test_a_setting_that_was_written_says_nothing(place: Workspace) -> None:
    bridge, said = Bridge(), list[str]()
    bridge.settings_unsaved.connect(said.append)
    services(place, bridge).save_settings(Settings(theme="dark"))
    assert said == []
