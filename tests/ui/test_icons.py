import re
from importlib.resources import files
from pathlib import Path

import responder
from responder.ui.drawings import drawing, svg

SOURCES = Path(responder.__file__).parent
DRAWINGS = {
    path.name.removesuffix(".svg") for path in files("responder.ui").joinpath("icons_data").iterdir()
} - {"LICENSE"}


def test_only_drawings_in_use_are_shipped() -> None:
    named = {
        name
        for path in SOURCES.rglob("*.py")
        for name in re.findall(r'"([a-z][a-z0-9-]*)"', path.read_text("utf-8"))
    }
    assert DRAWINGS - named == set()


def test_a_drawing_takes_the_colour_it_is_given() -> None:
    for name in DRAWINGS:
        assert "currentColor" in drawing(name)
        assert "currentColor" not in svg(name, "#123456")


def test_the_licence_is_shipped_with_them() -> None:
    assert (
        files("responder.ui").joinpath("icons_data", "LICENSE").read_text("utf-8").startswith("ISC License")
    )
