"""The style sheet, built from a theme: QSS has no variables.

What widgets may say of themselves, by dynamic property:
`role` on QLabel: caption, meta, base, strong, message, panel-title, page-title, figure;
`tone` on QLabel: secondary, tertiary, accent, danger, warn, ok, mark, note;
`kind` on QPushButton and QToolButton: primary, ghost, danger, link, pill, chip, segment;
`surface` on QFrame: sunken, base, muted, raised, card, warn, danger, ok, accent, mark, note.
"""

import re
from pathlib import Path

from responder.ui.drawings import svg
from responder.ui.theme.theme import Role, Theme

_ROLES = {
    "caption": Role.CAPTION,
    "caption-strong": Role.CAPTION_STRONG,
    "meta": Role.META,
    "base": Role.BASE,
    "strong": Role.BASE_STRONG,
    "message": Role.MESSAGE,
    "panel-title": Role.PANEL_TITLE,
    "page-title": Role.PAGE_TITLE,
    "figure": Role.FIGURE,
}
_TONES = {
    "secondary": "text.secondary",
    "tertiary": "text.tertiary",
    "accent": "accent.text",
    "danger": "danger.text",
    "warn": "warn.text",
    "ok": "ok.text",
    "mark": "mark.text",
    "note": "note.text",
}
_TINTS = ("warn", "danger", "ok", "mark", "note")

_SHEET = """
QWidget { color: @text.primary@; font-size: $13$; }
QMainWindow, QDialog { background: @surface.base@; }
QToolTip { background: @surface.raised@; color: @text.primary@; border: 1px solid @line.card@;
  padding: 4px 6px; font-size: $12$; }
QFrame[surface="sunken"] { background: @surface.sunken@; }
QFrame[surface="base"] { background: @surface.base@; }
QFrame[surface="muted"] { background: @surface.muted@; }
QFrame[surface="raised"] { background: @surface.raised@; border: 1px solid @line.card@; border-radius: 10px; }
QFrame[surface="card"] { background: @surface.raised@; border: 1px solid @line.card@; border-radius: 8px; }
QFrame[surface="accent"] { background: @accent.softer@; border: 1px solid @accent.line@; border-radius: 8px; }
QFrame[disc="surface.muted"] { background: @surface.sunken@; border-radius: 28px; }
QFrame[disc="ok.soft"] { background: @ok.soft@; border-radius: 28px; }
QFrame[disc="warn.soft"] { background: @warn.soft@; border-radius: 28px; }
QFrame[disc="danger.soft"] { background: @danger.soft@; border-radius: 28px; }
QFrame[disc="mark.soft"] { background: @mark.soft@; border-radius: 28px; }
QFrame[strip="true"] { background: @warn.soft@; border-bottom: 1px solid @warn.line@; }
QFrame[edge="top"] { background: @surface.muted@; border-top: 1px solid @line.soft@; }
QFrame[edge="bottom"] { border-bottom: 1px solid @line.soft@; }
QFrame[bar="top"] { background: @surface.sunken@; border-bottom: 1px solid @line.soft@; }
QLabel[chip="mark"] { background: @mark.soft@; color: @mark.text@; border: 1px solid @mark.line@;
  border-radius: 4px; padding: 1px ~6~; font-size: $11$; font-weight: 600; }
QPushButton[side="left"] { text-align: left; }
QStatusBar QPushButton { font-size: $12$; min-height: ~22~; }
QStatusBar { min-height: ~26~; }
QLabel[key="true"] { background: @surface.raised@; color: @text.secondary@; border: 1px solid @line.card@;
  border-radius: 4px; padding: 0 ~4~; font-size: $11$; min-width: ~8~; }
QFrame[line="true"] { background: @line.soft@; border: none; }
QPushButton, QToolButton { background: @surface.raised@; color: @text.primary@; border: 1px solid @line.card@;
  border-radius: 6px; padding: 0 ~10~; min-height: ~28~; font-weight: 500; }
QToolButton { padding: 0; min-width: ~26~; min-height: ~26~; }
QPushButton:hover, QToolButton:hover { background: @surface.hover@; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: @surface.press@; }
QPushButton:disabled, QToolButton:disabled { color: @text.disabled@; }
QPushButton:focus, QToolButton:focus { border: 2px solid @focus.ring@; }
QPushButton[kind="primary"] { background: @accent.solid@; color: @accent.on@; border: 1px solid @accent.solid@; }
QPushButton[kind="primary"]:hover { background: @accent.hover@; }
QPushButton[kind="primary"]:disabled { background: @surface.press@; color: @text.disabled@;
  border-color: @surface.press@; }
QPushButton[kind="primary"]:focus { border: 2px solid @text.primary@; }
QPushButton[kind="danger"] { color: @danger.text@; border-color: @danger.line@; }
QPushButton[kind="ghost"], QToolButton[kind="ghost"] { background: transparent; border: 1px solid transparent; }
QPushButton[kind="ghost"]:hover, QToolButton[kind="ghost"]:hover { background: @surface.hover@; }
QPushButton[kind="ghost"]:checked, QToolButton[kind="ghost"]:checked { background: @surface.press@; }
QPushButton[kind="ghost"]:focus, QToolButton[kind="ghost"]:focus { border: 2px solid @focus.ring@; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accent.text@;
  padding: 0 2px; min-height: ~24~; min-width: ~22~; }
QPushButton[kind="link"]:focus { border: 2px solid @focus.ring@; }
QPushButton[tone="warn"] { color: @warn.text@; font-weight: 600; }
QPushButton[kind="pill"] { background: @accent.solid@; color: @accent.on@; border: 1px solid @accent.solid@;
  border-radius: %12%; min-height: ~22~; padding: 0 ~9~; font-weight: 600; font-size: $12$; }
QPushButton[kind="pill"]:hover { background: @accent.hover@; }
QPushButton[kind="pill"]:focus { border: 2px solid @text.primary@; }
QPushButton[kind="chip"] { background: transparent; color: @text.secondary@; font-size: $12$;
  min-height: ~24~; padding: 0 ~8~; font-weight: 400; }
QPushButton[kind="chip"]:hover { background: @surface.hover@; }
QPushButton[kind="chip"][on="true"] { background: @accent.soft@; color: @accent.text@; border-color: @accent.line@; }
QPushButton[kind="segment"], QToolButton[kind="segment"] { background: transparent; min-height: ~24~;
  color: @text.secondary@; font-size: $12$; padding: 0 ~9~; }
QPushButton[kind="segment"]:checked, QToolButton[kind="segment"]:checked { background: @accent.soft@;
  color: @accent.text@; border-color: @accent.line@; }
QPushButton[joined="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QPushButton[joined="middle"] { border-radius: 0; margin-left: -1px; }
QPushButton[joined="last"] { border-top-left-radius: 0; border-bottom-left-radius: 0; margin-left: -1px; }
QPushButton[kind="section"], QPushButton[kind="row"] { background: transparent; border: 1px solid transparent;
  text-align: left; padding: 0 2px; min-height: ~24~; }
QPushButton[kind="section"] { color: @text.secondary@; font-size: $12$; font-weight: 600; }
QPushButton[kind="row"] { font-weight: 400; }
QPushButton[kind="row"]:hover { background: @surface.hover@; }
QPushButton[kind="section"]:focus, QPushButton[kind="row"]:focus { border: 2px solid @focus.ring@; }
QPushButton[kind="card"] { background: @surface.raised@; border: 1px solid @line.card@; text-align: left;
  padding: 0; }
QPushButton[kind="card"]:hover { background: @surface.hover@; }
QPushButton[kind="card"]:focus { border: 2px solid @focus.ring@; }
QAbstractScrollArea { border: none; background: transparent; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QTimeEdit, QDateTimeEdit { background: @surface.base@;
  color: @text.primary@; border: 1px solid @line.control@; border-radius: 6px; padding: 0 ~7~;
  selection-background-color: @accent.solid@; selection-color: @accent.on@; }
QLineEdit, QSpinBox, QComboBox, QTimeEdit, QDateTimeEdit { min-height: ~28~; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus, QTimeEdit:focus {
  border: 2px solid @focus.ring@; padding: 0 ~6~; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] { border: none; background: transparent;
  padding: 0; }
QComboBox::drop-down { border: none; width: ~22~; }
QComboBox::down-arrow { image: url(!chevron-down!); width: ~12~; height: ~12~; }
QComboBox QAbstractItemView { background: @surface.raised@; border: 1px solid @line.card@; padding: 4px;
  selection-background-color: @accent.soft@; selection-color: @text.primary@; outline: none; }
QCheckBox, QRadioButton { spacing: ~8~; min-height: ~26~; }
QCheckBox::indicator, QRadioButton::indicator { width: ~16~; height: ~16~; border: 1px solid @line.control@;
  background: @surface.base@; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: %9%; }
QCheckBox::indicator:checked { background: @accent.solid@; border-color: @accent.solid@; image: url(!check!); }
QRadioButton::indicator:checked { border: ~5~ solid @accent.solid@; width: ~8~; height: ~8~; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @focus.ring@; }
QCheckBox:focus, QRadioButton:focus { outline: none; }
QMenu { background: @surface.raised@; border: 1px solid @line.card@; border-radius: 8px; padding: 4px; }
QMenu::item { padding: ~6~ ~28~ ~6~ ~10~; border-radius: 4px; }
QMenu::icon { padding-left: ~8~; }
QMenu::item:selected { background: @accent.soft@; color: @text.primary@; }
QMenu::item:disabled { color: @text.disabled@; }
QMenu::separator { height: 1px; background: @line.soft@; margin: 4px 6px; }
QMenuBar { background: @surface.sunken@; border-bottom: 1px solid @line.soft@; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @surface.press@; border-radius: 4px; }
QAbstractItemView { outline: none; border: none; background: transparent; }
QTableView { border: 2px solid transparent; selection-background-color: @accent.soft@; selection-color: @text.primary@; }
QTableView::item { border: none; padding: 0 ~6~; }
QTableView::item:selected { background: @accent.soft@; color: @text.primary@; }
QTableView:focus { border: 2px solid @focus.ring@; }
QListWidget[kind="choices"]::item { border-radius: 6px; padding-left: 6px; }
QListWidget[kind="choices"]::item:selected { background: @accent.soft@; color: @text.primary@; }
QListWidget[kind="sections"] { background: @surface.muted@; border-right: 1px solid @line.soft@; padding: 10px; }
QListWidget[kind="sections"]::item { color: @text.secondary@; border-radius: 6px; padding-left: 6px; }
QListWidget[kind="sections"]::item:hover { background: @surface.hover@; }
QListWidget[kind="sections"]::item:selected { background: @surface.press@; color: @text.primary@; }
QListWidget[kind="sections"]::item:focus { border: 2px solid @focus.ring@; }
QLabel[role="capture"] { background: @surface.base@; border: 2px solid @focus.ring@; border-radius: 6px;
  padding: 0 8px; }
QHeaderView::section { background: @surface.muted@; color: @text.secondary@; border: none;
  border-bottom: 1px solid @line.soft@; padding: 4px 8px; font-size: $11$; font-weight: 600; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line.card@; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @line.control@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line.soft@; }
QProgressBar { background: @surface.press@; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent.bar@; border-radius: 3px; }
QStatusBar { background: @surface.sunken@; border-top: 1px solid @line.soft@; }
QStatusBar::item { border: none; }
"""


_PLAIN = """
QPushButton[kind="segment"]:checked, QToolButton[kind="segment"]:checked { text-decoration: underline;
  border: 2px solid @line.control@; }
QPushButton[kind="ghost"]:checked, QToolButton[kind="ghost"]:checked { border: 1px solid @line.control@; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected { border: 1px solid @line.control@; }
QListWidget[kind="choices"]::item:selected { border: 2px solid @line.control@; }
QTableView::item:selected { border-top: 2px solid @line.control@; border-bottom: 2px solid @line.control@; }
"""
"""Without tints, what is chosen is told by lines."""


def style_sheet(theme: Theme, folder: Path) -> str:
    """Return the sheet with the theme's values; the few pictures it names are written to `folder`.

    `@token@` is a colour, `$13$` a font size that grows with the text, `~28~` a length that does, `%9%` a radius
    that does, `!check!` a picture.
    """
    sheet = (
        _SHEET + _roles(theme) + _tones() + _tinted() + (_PLAIN if theme.name.startswith("contrast") else "")
    )
    sheet = re.sub(r"@([a-z.]+)@", lambda m: theme.hex(m[1]), sheet)
    sheet = re.sub(r"\$(\d+)\$", lambda m: f"{theme.px(int(m[1]))}px", sheet)
    sheet = re.sub(r"[~%](\d+)[~%]", lambda m: f"{theme.px(int(m[1]))}px", sheet)
    pictures = {"check": "accent.on", "chevron-down": "text.secondary"}
    return re.sub(r"!([a-z-]+)!", lambda m: _picture(m[1], theme.hex(pictures[m[1]]), folder), sheet)


def _roles(theme: Theme) -> str:
    return "".join(
        f'QLabel[role="{name}"] {{ font-size: {theme.font_px(role)}px; font-weight: {role.value[1].value}; }}\n'
        for name, role in _ROLES.items()
    )


def _tones() -> str:
    return "".join(f'QLabel[tone="{name}"] {{ color: @{token}@; }}\n' for name, token in _TONES.items())


def _tinted() -> str:
    return "".join(
        f'QFrame[surface="{name}"] {{ background: @{name}.soft@; border: 1px solid @{name}.line@;'
        " border-radius: 8px; }\n"
        for name in _TINTS
    )


def _picture(name: str, color: str, folder: Path) -> str:
    path = folder / f"{name}-{color[1:]}.svg"
    path.write_text(svg(name, color), "utf-8")
    return path.as_posix()
