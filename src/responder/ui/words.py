"""Visible text: English is the source, other languages come from a compiled catalogue."""

import gettext
import locale
from collections.abc import Callable
from importlib.resources import files

LANGUAGES = ("en", "fr")
"""What the interface speaks."""


class _Installed:
    """The catalogue in use. Text is asked for everywhere, so this is held once, as gettext itself does."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with files("responder.ui").joinpath("locale", f"{language}.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def install(language: str) -> None:
    """Speak this language from now on; what is already on screen has to be made again."""
    chosen = language if language in LANGUAGES else "en"
    _Installed.catalogue, _Installed.language = _catalogue(chosen), chosen


def translator(language: str) -> Callable[[str], str]:
    """Return what says marked texts in a language, whichever one is in use."""
    return _catalogue(language if language in LANGUAGES else "en").gettext


def language() -> str:
    """Return the language in use."""
    return _Installed.language


def system_language() -> str:
    """Return the language of the desktop if the interface speaks it, else English."""
    code = (locale.getlocale()[0] or "en")[:2].lower()
    return code if code in LANGUAGES else "en"


def tr(text: str, /, *, context: str = "", **values: object) -> str:
    """Return the text in the language in use, with its `{names}` filled.

    `context` tells uses of one English word apart that other languages need two words for.
    """
    catalogue = _Installed.catalogue
    found = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
    return found.format(**values) if values else found


def trn(one: str, many: str, n: int, **values: object) -> str:
    """Return the form of the text that goes with `n`, which is also a value by that name."""
    return _Installed.catalogue.ngettext(one, many, n).format(n=n, **values)


def mark(text: str, *, context: str = "") -> str:
    """Return the text as it is: marks a constant for the catalogue; `tr` it, with its context, when it is shown."""
    return text
