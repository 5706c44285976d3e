"""Whatever comes first, the channel or a search, and however often: the same conversations, and nothing twice."""

import tempfile
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from responder.core.ids import derived_id
from responder.core.messages import Message
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.ports import Batch
from responder.ingest.items import heard, written
from responder.store.store import Store
from tests.scripted import ACCOUNT, START, Clock, connect, done, message

TERM = Term(TermKind.KEYWORD, "cake")
MONITORS = [Monitor(UUID(int=n), str(n), Field.COMPANY, (TERM,)) for n in (61, 62)]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Come = tuple[Monitor | None, int, bool]
"""(the monitor whose search brings it, or None for the channel; which message; whether the channel says it speaks to us)."""

comes: st.SearchStrategy[list[Come]] = st.lists(
    st.tuples(st.sampled_from([None, *MONITORS]), st.integers(1, 3), st.booleans()), min_size=1, max_size=10
)


def post(number: int) -> Message:
    return message(str(number), START + number, root=str(number % 2), text=f"cake {number}")


def take(store: Store, come: Come, at: int) -> int:
    """Store one arrival; return how many events were new."""
    monitor, number, addressed = come
    batch = Batch((replace(post(number), addressed=addressed),), "c")
    if monitor is None:
        future = store.transact(lambda rows: written(batch, ACCOUNT, rows, store.device, at), durable=False)
    else:
        key = derived_id(ACCOUNT.id, str(monitor.id))
        future = store.transact(
            lambda rows: heard(batch, ACCOUNT, monitor, key, rows, store.device, at), durable=False
        )
    return len(done(future).events)


@SLOW
@given(comes)
def test_any_order_gives_every_message_once_with_all_that_is_known_of_it(come: list[Come]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "w.db", Clock())
        try:
            connect(store)
            for at, one in enumerate(come, START):
                take(store, one, at)
            assert sum(take(store, one, START + 100) for one in come) == 0
            _check(store, come)
        finally:
            store.close()


def _check(store: Store, come: list[Come]) -> None:
    for number in {number for _, number, _ in come}:
        of = [one for one in come if one[1] == number]
        known = store.rows().message(post(number).id)
        assert known is not None
        assert known.addressed == any(monitor is None and addressed for monitor, _, addressed in of)
        assert set(known.monitors) == {monitor.id for monitor, _, _ in of if monitor is not None}
    for root in {number % 2 for _, number, _ in come}:
        inside = [one for one in come if one[1] % 2 == root]
        row = store.rows().conversation(post(1 if root else 2).conversation)
        assert row is not None
        assert row.messages == len({number for _, number, _ in inside})
        assert row.needs_reply == any(monitor is None and addressed for monitor, _, addressed in inside)
