"""How well a few typed letters fit a title; accents do not count."""

import unicodedata
from functools import lru_cache

START, WORD, RUN = 12, 8, 5


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text in lower case without accents, of the same length."""
    folded = []
    for letter in text:
        base = unicodedata.normalize("NFD", letter)[0].lower()
        folded.append(base[0] if base else letter)
    return "".join(folded)


def fit(typed: str, text: str) -> tuple[int, tuple[int, ...]] | None:
    """Return how well it fits (more is better) and which letters do; None when it does not.

    The letters must come in order, each following the last or beginning a word; a whole run counts more.
    """
    wanted, have = plain(typed.strip()), plain(text)
    if not wanted:
        return 0, ()
    found = have.find(wanted)
    if found >= 0:
        best = START if found == 0 else WORD if not have[found - 1].isalnum() else 0
        return best * 4 + RUN * len(wanted) - found, tuple(range(found, found + len(wanted)))
    places: list[int] = []
    score, at = 0, -1
    for letter in wanted.replace(" ", ""):
        follows = bool(places) and have[at + 1 : at + 2] == letter
        at = at + 1 if follows else _next_beginning(letter, have, at + 1)
        if at < 0:
            return None
        score += RUN if follows else WORD
        places.append(at)
    return score, tuple(places)


def _next_beginning(letter: str, have: str, start: int) -> int:
    for at in range(start, len(have)):
        if have[at] == letter and (at == 0 or not have[at - 1].isalnum()):
            return at
    return -1
