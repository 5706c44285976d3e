"""What is decoded of strangers' pictures, and what is not."""

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from responder.ui.pictures import NoPicture, decoded

MOST = QSize(640, 480)


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#3e63dd"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("kind", ["PNG", "JPG"])
def test_a_picture_is_shown_as_large_as_it_is_at_most(kind: str) -> None:
    assert decoded(encoded(64, 32, kind), MOST).size() == QSize(64, 32)
    assert decoded(encoded(2000, 500, kind), MOST).size() == QSize(640, 160)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"not a picture at all", encoded(40, 40)[:60],
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
        b"%PDF-1.7", png_that_claims(60_000, 60_000), png_that_claims(0, 0),
    ],
)  # fmt: skip
def test_what_is_no_picture_or_promises_too_much_is_not_decoded(data: bytes) -> None:
    with pytest.raises(NoPicture):
        decoded(data, MOST)


def test_a_very_thin_picture_keeps_a_pixel() -> None:
    assert decoded(encoded(4000, 1), MOST).size() == QSize(640, 1)
