import json
from pathlib import Path

import pytest

from responder.ui.theme import tokens

PAIRS = json.loads(Path(__file__).with_name("pairs.json").read_text("utf-8"))
THEMES = {
    "light": tokens.LIGHT,
    "dark": tokens.DARK,
    "contrast-light": tokens.CONTRAST_LIGHT,
    "contrast-dark": tokens.CONTRAST_DARK,
}


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_on_screen_has_enough_contrast(theme: str, front: str, back: str, least: float) -> None:
    colors = THEMES[theme]
    assert ratio(colors[front], colors[back]) >= least


@pytest.mark.parametrize("pair", tokens.AVATARS_LIGHT + tokens.AVATARS_DARK)
def test_initials_can_be_read_on_every_hue(pair: tuple[str, str]) -> None:
    assert ratio(*pair) >= 4.5


def test_every_theme_knows_the_same_tokens() -> None:
    assert len({frozenset(colors) for colors in THEMES.values()}) == 1


def test_the_scale_of_contrast_is_that_of_the_standard() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
