"""Questions that may take some 10 ms, asked beside the window's thread; only the last answer counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject

from responder.ui.stage import Stage

T = TypeVar("T")


class Asking(QObject):
    """One thread, ended with its parent."""

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._pool = ThreadPoolExecutor(1, "monitors")
        self._asked: dict[str, int] = {}
        pool = self._pool
        parent.destroyed.connect(lambda _gone=None: pool.shutdown(wait=False, cancel_futures=True))

    def ask(self, about: str, question: Callable[[], T], then: Callable[[T], None]) -> None:
        """Call `then` with the answer on the window's thread, unless the same was asked again meanwhile."""
        number = self._asked[about] = self._asked.get(about, 0) + 1

        def find() -> T | None:
            return question() if self._asked.get(about) == number else None

        def answered(answer: T | None) -> None:
            if answer is not None and self._asked.get(about) == number:
                then(answer)

        self._stage.follow(self._pool.submit(find), answered)

    def close(self) -> None:
        """End the thread once it has answered; nobody hears of the answer."""
        self._asked.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
