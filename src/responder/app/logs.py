"""What is logged, and what never is."""

import logging

QUIET = ("qasync", "asyncio", "httpx", "httpcore", "uvicorn", "keyring", "filelock")
"""They would write down addresses, headers and arguments, and with them secrets."""


def listen(handler: logging.Handler, level: int) -> None:
    """Let a handler hear what we log from a level on; of the libraries above, warnings only."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    handler.setLevel(level)
    root.setLevel(min(root.level, level) if root.handlers else level)
    root.addHandler(handler)


def to_stderr(verbose: bool) -> logging.Handler:
    """Return a handler that writes to standard error: everything of ours, or only what is broken."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    listen(handler, logging.DEBUG if verbose else logging.ERROR)
    return handler
