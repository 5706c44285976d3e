"""Pictures from strangers, decoded within limits: only formats that hold pixels, never more of them than we can bear."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

FORMATS = {b"jpeg", b"png", b"gif", b"webp", b"bmp"}
"""What is decoded. Formats that can hold programs, links or other files (SVG, PDF) are not."""

MOST_PIXELS = 60_000_000
MOST_MEGABYTES = 256
"""What one decoding may take."""


class NoPicture(ValueError):
    """These bytes are no picture that we show."""


def decoded(data: bytes, most: QSize) -> QImage:
    """Return a picture no larger than `most` (px). May take a while: call it in a thread. Raises NoPicture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size, kind = reader.size(), bytes(reader.format().data())
    if kind not in FORMATS or not size.isValid():
        raise NoPicture("not a picture in a format that is shown here")
    if size.width() * size.height() > MOST_PIXELS:
        raise NoPicture("a picture with far too many pixels")
    if size.width() > most.width() or size.height() > most.height():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise NoPicture(reader.errorString())
    return image
