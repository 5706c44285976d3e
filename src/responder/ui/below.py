"""What lower layers say, in the language in use.

They speak English, and the log keeps their sentences for good: whoever reads them may use another language. So a
sentence is known again by its pattern, and said anew with the values that it held.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from responder.ui.words import language, tr

DEEPEST = 3
"""A sentence may carry another one: “The server did not let us in: …”."""


def below(text: object) -> str:
    """Return a sentence of a lower layer, or an error's, in the language in use; one that we do not know as it is."""
    said = str(text)
    return said if language() == "en" else _said(language(), said, DEEPEST)


@lru_cache(maxsize=512)
def _said(_language: str, text: str, deep: int) -> str:
    known = tr(text) if text else ""
    if known != text or deep == 0:
        return known
    for pattern, shape in _shapes():
        found = shape.fullmatch(text)
        if found is not None:
            values = {name: _said(_language, value, deep - 1) for name, value in found.groupdict().items()}
            return tr(pattern, **values)
    return text


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns that hold values, those with the most words of their own first."""
    kept = files("responder.ui").joinpath("locale", "below.txt").read_text("utf-8").splitlines()
    held = [text for text in kept if "{" in text]
    held.sort(key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))
    return tuple((text, re.compile(_shape(text), re.DOTALL)) for text in held)


def _shape(pattern: str) -> str:
    """Return the expression for a pattern: its words as they are, its values as groups by their names."""
    parts = re.split(r"\{(\w+)\}", pattern)
    return "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
