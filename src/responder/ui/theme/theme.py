"""One theme at one text size: colours by token, fonts by role, lengths that grow with the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication

from responder.ui.theme import tokens

SMALLEST_BASE = 13
"""px. Below it captions would be under 11 px."""


class Role(Enum):
    """What a text is for: its size at 100 % and its weight."""

    CODE = (9, QFont.Weight.Bold)
    CAPTION = (11, QFont.Weight.Medium)
    CAPTION_STRONG = (11, QFont.Weight.DemiBold)
    META = (12, QFont.Weight.Normal)
    META_STRONG = (12, QFont.Weight.DemiBold)
    BASE = (13, QFont.Weight.Normal)
    BASE_MEDIUM = (13, QFont.Weight.Medium)
    BASE_STRONG = (13, QFont.Weight.DemiBold)
    MESSAGE = (14, QFont.Weight.Normal)
    MESSAGE_STRONG = (14, QFont.Weight.DemiBold)
    PANEL_TITLE = (16, QFont.Weight.DemiBold)
    PAGE_TITLE = (20, QFont.Weight.DemiBold)
    FIGURE = (24, QFont.Weight.DemiBold)


@dataclass(frozen=True)
class Theme:
    """Handed to delegates and painters; a new one is made at every change of theme or text size."""

    name: str
    colors: Mapping[str, str]
    avatars: tuple[tuple[str, str], ...]
    base_px: float
    dark: bool = False

    def hex(self, token: str) -> str:
        """Return the colour of a token as `#rrggbb`. Raises KeyError for an unknown one."""
        return self.colors[token]

    def color(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(self.colors[token])

    def avatar(self, seed: str) -> tuple[QColor, QColor]:
        """Return the fill and the text colour of somebody's initials: always the same for one seed."""
        fill, text = self.avatars[sum(seed.encode()) % len(self.avatars)]
        return QColor(fill), QColor(text)

    def font(self, role: Role, *, tabular: bool = False) -> QFont:
        """Return the font of a role; `tabular` gives figures of one width."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self.font_px(role))
        font.setWeight(role.value[1])
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def font_px(self, role: Role) -> int:
        """Return the size of a role in pixels."""
        return round(role.value[0] * self.base_px / 13)

    def px(self, length: float) -> int:
        """Return a length drawn at 100 %, grown with the text."""
        return round(length * self.base_px / 13)


def make(name: str, text_percent: int = 100) -> Theme:
    """Return the theme by name (light, dark, contrast-light, contrast-dark) at a text size."""
    palettes = {
        "light": (tokens.LIGHT, tokens.AVATARS_LIGHT),
        "dark": (tokens.DARK, tokens.AVATARS_DARK),
        "contrast-light": (tokens.CONTRAST_LIGHT, (("#ffffff", "#000000"),)),
        "contrast-dark": (tokens.CONTRAST_DARK, (("#000000", "#ffffff"),)),
    }
    colors, avatars = palettes[name]
    base = max(SMALLEST_BASE, QFontInfo(QGuiApplication.font()).pixelSize())
    return Theme(name, colors, avatars, base * text_percent / 100, dark=name.endswith("dark"))
