"""`responder`: the window. A second start calls the first one's window to the front."""

import os
import sys
from argparse import Namespace

from responder.app.session import workspace
from responder.app.sole import sole
from responder.core.errors import AlreadyRunning, NotPossible


def has_display() -> bool:
    """Say whether a window can be shown here."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen not in ("offscreen", "minimal")
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def window(options: Namespace) -> int:
    """Open the window, or call the one that is open."""
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise NotPossible(
            "There is no display here. `responder demo` gives a tour without one; `responder --help` lists "
            "the commands that need none"
        )
    place = workspace(options)
    try:
        with sole(place):
            from responder.app.application import show

            return show(place, verbose=options.verbose)
    except AlreadyRunning:
        from responder.app.calling import call

        if call(place):
            return 0
        raise
