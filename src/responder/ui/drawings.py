"""Lucide drawings as SVG text: no theme, no pixels."""

from functools import cache
from importlib.resources import files

THIN_FROM = 16
"""px. From this size on the stroke is 1.75, below it 2."""


@cache
def drawing(name: str) -> str:
    """Return the SVG of an icon. Raises FileNotFoundError when it was not copied into `icons_data`."""
    return files("responder.ui").joinpath("icons_data", f"{name}.svg").read_text("utf-8")


def svg(name: str, color: str, size: float = 16) -> str:
    """Return the SVG of an icon in a colour: QtSvg would paint `currentColor` black."""
    text = drawing(name).replace("currentColor", color)
    return text.replace('stroke-width="2"', 'stroke-width="1.75"') if size >= THIN_FROM else text
