"""How well a few typed letters fit a title; accents do not count."""

import unicodedata
from functools import lru_cache

START, WORD, RUN, GAP = 12, 8, 5, -1


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

    The letters must come in order. A whole run, and beginnings of words, count more than scattered ones.
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
    for letter in wanted:
        if letter == " ":
            continue
        at = have.find(letter, at + 1)
        if at < 0:
            return None
        begins = at == 0 or not have[at - 1].isalnum()
        follows = bool(places) and places[-1] == at - 1
        score += WORD if begins else RUN if follows else GAP
        places.append(at)
    scattered = places[-1] - places[0] > 3 * len(places) + 6
    return None if scattered or score < 0 else (score, tuple(places))
