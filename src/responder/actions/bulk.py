"""Long work in short transactions, so that thousands of decisions never hold up what arrives."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from responder.core.changes import Changes
from responder.core.events import Event
from responder.store.rows import Rows
from responder.store.store import Appended, Store, Write

CHUNK = 1_000

T = TypeVar("T")
R = TypeVar("R")


def in_chunks(
    store: Store,
    find: Callable[[Rows], Sequence[T]],
    decide: Callable[[Rows, Sequence[T]], list[Event]],
    result: Callable[[Changes], R],
) -> Future[R]:
    """Find the work, then decide it in one transaction per thousand; the future holds the result of all.

    What is found is fixed in the first transaction. If a later one fails, the earlier ones stand and the
    future raises.
    """
    whole: Future[R] = Future()
    left: list[T] = []
    total = Changes()

    def first(rows: Rows) -> Write:
        left[:] = find(rows)
        return part(rows)

    def part(rows: Rows) -> Write:
        return Write(tuple(decide(rows, left[:CHUNK])))

    def after(future: Future[Appended]) -> None:
        nonlocal total
        try:
            total |= future.result().changes
            del left[:CHUNK]
            if left:
                store.transact(part).add_done_callback(after)
            else:
                whole.set_result(result(total))
        except Exception as error:
            whole.set_exception(error)

    store.transact(first).add_done_callback(after)
    return whole
