"""Languages by their own and by our names."""

from PySide6.QtCore import QLocale

from responder.ui.words import tr


def language_words(code: str) -> str:
    """Return a language as the interface calls it in a sentence."""
    match code:
        case "en":
            return tr("English")
        case "fr":
            return tr("French")
        case _:
            return QLocale.languageToString(QLocale(code).language()) or code


def own_name(code: str) -> str:
    """Return a language as it calls itself."""
    known = {"en": "English", "fr": "Français"}
    locale = QLocale(code)
    if code in known or locale.language() == QLocale.Language.C:
        return known.get(code, code.upper())
    name = locale.nativeLanguageName()
    return name[:1].upper() + name[1:]
