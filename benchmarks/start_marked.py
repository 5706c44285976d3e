"""The program as `responder` starts it. Says when its list has been painted and can be used, and ends."""

import sys
from argparse import Namespace

from responder.app.cli import Command, main


def marked(run: str) -> Command:
    """Return the window's command, with the mark."""
    return _window


def _window(options: Namespace) -> int:
    from responder.app.session import workspace
    from responder.app.sole import sole

    place = workspace(options)
    with sole(place):
        from benchmarks.start_window import show

        return show(place)


if __name__ == "__main__":
    sys.exit(main(["--workspace", sys.argv[1]], marked))
