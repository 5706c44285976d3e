"""The state of the conversation in one line that is always there: clock, level, tags, who has it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from responder.ui import paint
from responder.ui.icons import pixmap
from responder.ui.inbox.face import Mark
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role, Theme
from responder.ui.words import tr

_MARKS = {
    "calm": ("text.secondary", "", ""),
    "soon": ("warn.text", "warn.soft", ""),
    "late": ("danger.on", "danger.solid", ""),
    "stopped": ("text.secondary", "", ""),
    "sending": ("accent.text", "accent.soft", ""),
    "waiting": ("warn.text", "warn.soft", ""),
    "failed": ("danger.text", "danger.soft", "danger.line"),
}
_ICONS = {"late": "alarm-clock", "stopped": "pause", "waiting": "cloud-off", "failed": "circle-x"}


@dataclass(frozen=True)
class Strip:
    """What the strip says. `level` is a flag's words, `assignee` a name, `mine` says that it is the reader."""

    mark: Mark | None = None
    level: str = ""
    tags: tuple[str, ...] = ()
    assignee: str = ""
    mine: bool = False
    status: str = ""
    heard: str = ""
    """That it is not addressed to us, and which monitor found it."""

    def words(self) -> str:
        """Return it in reading order."""
        clock = (
            tr("{span} left", span=self.mark.text)
            if self.mark is not None and self.mark.style in ("calm", "soon")
            else self.mark.text
            if self.mark is not None
            else ""
        )
        return ", ".join(
            part for part in (clock, self.status, self.heard, self.level, *self.tags, self.whose()) if part
        )

    def whose(self) -> str:
        """Return who has it, in words."""
        if self.mine:
            return tr("Assigned to you")
        return tr("Assigned to {name}", name=self.assignee) if self.assignee else tr("Assigned to nobody")


class StripWidget(QWidget):
    """Paints a `Strip`."""

    def __init__(self) -> None:
        super().__init__()
        self._strip = Strip()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._wear)

    def show_strip(self, strip: Strip) -> None:
        """Show the state."""
        if strip != self._strip:
            self._strip = strip
            self.setAccessibleName(strip.words())
            self.setToolTip(
                "\n".join([strip.words(), *([strip.mark.why] if strip.mark and strip.mark.why else [])])
            )
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height, which grows with the text."""
        return QSize(200, look().theme.px(34))

    def _wear(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from both ends; tags that do not fit become a number."""
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface.muted"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line.soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line.soft"))
        brush = paint.Brush(painter, theme, self.devicePixelRatioF())
        right = self._whose(brush, theme)
        left = self._clock(brush, theme, theme.px(20))
        font = theme.font(Role.CAPTION)
        if self._strip.level:
            flag = pixmap("flag", theme.hex("danger.text"), theme.px(12), brush.ratio)
            colors = ("danger.text", "", "danger.line")
            strong = theme.font(Role.CAPTION_STRONG)
            left += brush.label(left, self.height() // 2, self._strip.level, strong, colors, flag) + theme.px(
                6
            )
        if self._strip.status:
            colors = ("text.secondary", "surface.press", "line.card")
            left += brush.label(left, self.height() // 2, self._strip.status, font, colors) + theme.px(6)
        if self._strip.heard:
            ear = pixmap("ear", theme.hex("mark.text"), theme.px(12), brush.ratio)
            colors = ("mark.text", "mark.soft", "mark.line")
            left += brush.label(left, self.height() // 2, self._strip.heard, font, colors, ear) + theme.px(6)
        self._tags(brush, theme, left, right)
        painter.end()

    def _tags(self, brush: paint.Brush, theme: Theme, left: int, right: int) -> None:
        font, middle, colors = (
            theme.font(Role.CAPTION),
            self.height() // 2,
            ("text.secondary", "", "line.card"),
        )
        for number, tag in enumerate(self._strip.tags):
            rest = len(self._strip.tags) - number
            room = right - left - (brush.label_width(f"+{rest}", font) + 6 if rest > 1 else 0)
            if brush.label_width(tag, font) > room:
                brush.label(left, middle, f"+{rest}", font, colors)
                return
            left += brush.label(left, middle, tag, font, colors) + theme.px(4)

    def _clock(self, brush: paint.Brush, theme: Theme, left: int) -> int:
        mark = self._strip.mark
        if mark is None:
            return left
        front, fill, line = _MARKS[mark.style]
        size = theme.px(12)
        picture: QPixmap = (
            pixmap(_ICONS[mark.style], theme.hex(front), size, brush.ratio)
            if mark.style in _ICONS
            else paint.ring(mark.left, theme.color(front), size, theme, brush.ratio)
        )
        text = tr("{span} left", span=mark.text) if mark.style in ("calm", "soon") else mark.text
        font = theme.font(Role.CAPTION_STRONG, tabular=True)
        return (
            left
            + brush.label(left, self.height() // 2, text, font, (front, fill, line), picture)
            + theme.px(6)
        )

    def _whose(self, brush: paint.Brush, theme: Theme) -> int:
        font, middle = theme.font(Role.META), self.height() // 2
        text = self._strip.whose()
        width, size = QFontMetrics(font).horizontalAdvance(text) + 2, theme.px(18)
        left = self.width() - theme.px(16) - width
        brush.text(
            QRect(left, 0, width, self.height()), text, font, "text.secondary", Qt.AlignmentFlag.AlignRight
        )
        name = self._strip.assignee
        face: Callable[[], QPixmap] = lambda: (  # noqa: E731
            paint.avatar(name, size, theme, brush.ratio) if name else paint.nobody(size, theme, brush.ratio)
        )
        brush.painter.drawPixmap(left - size - theme.px(6), middle - size // 2, face())
        return left - size - theme.px(18)
