"""Names that strangers gave to files, made safe to propose."""

import re
import unicodedata

LONGEST = 120
"""Characters of a name that are proposed."""

PROGRAMS = (
    "app appimage apk application bash bat chm cmd com cpl deb desktop dll dmg docm exe hta img ins iso jar js jse ksh lnk"
    " mjs msc msi msp pif pkg pl potm ppsm pptm ps1 psm1 py pyw rb reg rpm run scf scr sct settingcontent-ms sh sys url vb"
    " vbe vbs vhd vhdx wsc wsf wsh xlam xll xlsm xltm zsh"
)
"""Endings of what a system may run, or open as something that runs."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
"""Names that Windows keeps for devices."""


def safe_name(name: str) -> str:
    """Return a name for a file, "" when nothing of it is left.

    It has no folder, no character that is not seen or turns the direction of what follows, and begins with no dot.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    seen = "".join(one for one in name if one == " " or unicodedata.category(one)[0] not in "CZ")
    plain = re.sub(r'[<>:"|?*]', "_", seen).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and stem and len(ending) <= 20:
        plain = f"{_cut(stem, LONGEST - len(ending))}.{ending}"
    else:
        plain = _cut(plain, LONGEST)
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def _cut(text: str, most: int) -> str:
    """Shorten a name also for disks that count bytes (255 at most)."""
    return text[:most].encode()[:200].decode("utf-8", "ignore").rstrip(". ")


def dangerous(name: str) -> bool:
    """Say whether a file of this name may run as a program when it is opened."""
    return name.rpartition(".")[2].strip().casefold() in PROGRAMS.split()
