"""The system's browser."""

import threading
import webbrowser


def open_browser(url: str) -> None:
    """Show a page. In a thread: some browsers return only when they are closed, and we serve what they come back to."""
    threading.Thread(target=webbrowser.open, args=(url,), name="browser", daemon=True).start()
