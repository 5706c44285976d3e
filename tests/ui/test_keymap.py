import pytest
from msgspec.structs import replace

from responder.core.settings import Settings
from responder.ui.keymap import keys_for, silent, single


@pytest.mark.parametrize("keys", ["E", "Shift+F", "G, I", "]", "*, A", "?", ".", "Z", "Space"])
def test_a_character_alone_is_a_single_key(keys: str) -> None:
    assert single(keys)


@pytest.mark.parametrize("keys", ["Ctrl+K", "F6", "Shift+F10", "Esc", "Delete", "Ctrl+Shift+A", "Alt+Down"])
def test_what_no_text_field_types_is_none(keys: str) -> None:
    assert not single(keys)


def test_single_keys_are_silent_when_turned_off() -> None:
    off = Settings(single_keys=False)
    assert silent("E", off)
    assert not silent("Ctrl+K", off)
    assert not silent("E", Settings())


def test_the_third_preset_has_no_single_keys() -> None:
    assert silent("E", Settings(preset="ctrl"))


def test_gmail_assigns_with_v_and_keeps_the_rest() -> None:
    gmail = Settings(preset="gmail")
    assert keys_for("conversation.assign", ("A",), gmail) == ("V",)
    assert keys_for("conversation.done", ("E",), gmail) == ("E",)


def test_a_persons_own_keys_come_first() -> None:
    own = replace(Settings(preset="gmail"), keys={"conversation.assign": ("Q",)})
    assert keys_for("conversation.assign", ("A",), own) == ("Q",)
