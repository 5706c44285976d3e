"""A future made of a future."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def then(future: Future[T], result: Callable[[T], R]) -> Future[R]:
    """Return what `result` makes of the future's value; its exception passes through."""
    made: Future[R] = Future()

    def finish(done: Future[T]) -> None:
        try:
            made.set_result(result(done.result()))
        except Exception as error:
            made.set_exception(error)

    future.add_done_callback(finish)
    return made
