"""The chips of what a monitor found: that it is not addressed to us, and which monitor it was."""

from PySide6.QtGui import QFont

from responder.ui.icons import pixmap
from responder.ui.inbox.face import Face
from responder.ui.paint import Brush
from responder.ui.words import tr


def heard_chips(brush: Brush, face: Face, font: QFont, left: int, right: int, middle: int) -> int:
    """Draw them as far as there is room; return where the next thing to their right may begin."""
    if not (face.overheard or face.monitors):
        return left
    px = brush.theme.px
    ear = pixmap("ear", brush.theme.hex("mark.text"), px(12), brush.ratio)
    marked, plain = ("mark.text", "mark.soft", "mark.line"), ("text.secondary", "surface.base", "line.card")
    chips = [(tr("Not addressed to us"), marked, ear)] if face.overheard else []
    for name in face.monitors[:1]:
        chips.append((name, plain, None) if face.overheard else (name, marked, ear))  # type: ignore[arg-type]  # no picture
    for text, tokens, picture in chips:
        if left + brush.label_width(text, font, picture) > right:
            break
        left += brush.label(left, middle, text, font, tokens, picture) + px(4)
    return left
