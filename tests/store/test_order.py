"""Two workspaces that have seen the same events show the same rows."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.core.clock import SystemClock
from responder.core.events import Event
from responder.store.rebuild import rebuild
from responder.store.store import Store
from tests.store.histories import histories
from tests.store.tables import bytes_of, meaning

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(path: Path, batches: Iterable[Sequence[Event]]) -> Path:
    store = Store.open(path, SystemClock())
    try:
        for batch in batches:
            store.append(batch).result()
    finally:
        store.close()
    return path


@st.composite
def cut(draw: st.DrawFn, events: list[Event]) -> list[list[Event]]:
    parts: list[list[Event]] = [[]]
    for event in events:
        parts[-1].append(event)
        if draw(st.booleans()):
            parts.append([])
    return parts


@SLOW
@given(st.data())
def test_any_order_of_arrival_gives_the_same_rows(data: st.DataObject) -> None:
    events = data.draw(histories)
    shuffled = data.draw(st.permutations(events))
    with tempfile.TemporaryDirectory() as folder:
        one = written(Path(folder) / "one.db", data.draw(cut(events)))
        two = written(Path(folder) / "two.db", data.draw(cut(shuffled)))
        assert meaning(one) == meaning(two)
        bytes_of(one)
        bytes_of(two)


@SLOW
@given(st.data())
def test_rebuilding_gives_every_byte_again(data: st.DataObject) -> None:
    events = data.draw(histories)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "one.db", data.draw(cut(events)))
        before = bytes_of(path)
        told: list[tuple[int, int]] = []
        assert rebuild(path, lambda done, total: told.append((done, total))) == len(events)
        assert bytes_of(path) == before
        assert told[-1:] == ([(len(events), len(events))] if events else [])
