"""`responder demo`: the window on the practice network, or, without a display, a guided tour of it."""

import os
import tempfile
from argparse import Namespace
from pathlib import Path

from responder.app.commands.window import has_display
from responder.core.accounts import Member
from responder.core.settings import Settings

MARIE = Member("marie", "Marie Tremblay", title="Customer care", languages=("fr", "en"))
"""Who works at the practice desk."""

WATCHED, TOURED = "launch", "outage-storm"


def demo(options: Namespace) -> int:
    """Open a fresh workspace on the practice network; in a temporary folder, thrown away at the end."""
    if has_display() and not options.offscreen:
        from responder.app.application import practise, run

        run(lambda application: practise(options.scenario or WATCHED, Settings(), MARIE))
        return 0
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from responder.app.guide import tour

    pictures = options.pictures or Path(tempfile.mkdtemp(prefix="responder-tour-"))
    return tour(options.scenario or TOURED, MARIE, pictures)
