"""Whatever a network does to two replies: none is there twice, none is called sent that is not."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit
from responder.core.errors import Malformed, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ports import Unproven
from responder.core.replies import Reply, ReplyState
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.scripted import CONVERSATION, MARIE, Clock, Network, arrive, connect, done, message

FATES = st.sampled_from(
    [
        None,
        "accepted, then the line broke",
        Uncertain("time-out before it was accepted"),
        Unreachable("no line"),
        Throttled("slowly", 5),
        Malformed("not JSON", b"<html>"),
        SignInNeeded("revoked"),
        Refused("too long"),
    ]
)
LOOKS = st.sampled_from(
    [None, None, Unreachable("no line"), Unproven("cannot tell"), SignInNeeded("revoked")]
)


def fate_of(fates: list[object], looks: list[object]) -> tuple[list[Reply], list[str]]:
    """Send two replies of one conversation through all that, with a restart of the engine between any two runs."""
    clock, network = Clock(), Network()
    network.script.extend(fates)  # type: ignore[arg-type]  # drawn from the lists above
    network.looks.extend(looks)  # type: ignore[arg-type]  # drawn from the lists above
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "w.db", clock)
        connect(store)
        arrive(store, message("1"))
        desk = Desk(store, clock, MARIE)
        for text in ("first", "second"):
            done(submit(desk, NewReply(CONVERSATION, text), undo_seconds=0))
        for _ in range(len(fates) + len(looks) + 6):
            asyncio.run(Outbox(store, clock, network.connector).once())
            clock.pass_(400)
        replies = store.rows().replies(CONVERSATION)
        store.close()
    return replies, network.texts()


@settings(max_examples=40, deadline=None)
@given(st.lists(FATES, max_size=6), st.lists(LOOKS, max_size=6))
def test_two_replies_survive_any_fate_once_each(fates: list[object], looks: list[object]) -> None:
    replies, there = fate_of(fates, looks)
    assert len(set(there)) == len(there)
    for reply in replies:
        assert not reply.state.in_flight
        assert (reply.text in there) or reply.state in (ReplyState.FAILED, ReplyState.ASK)
        assert (reply.state is not ReplyState.SENT) or reply.text in there
    both = [text for text in there if text.startswith(("first", "second"))]
    if all(reply.state is ReplyState.SENT for reply in replies):
        assert both == [reply.text for reply in replies]
