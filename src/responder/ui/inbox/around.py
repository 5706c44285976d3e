"""What a row is told beside its conversation, read from the views; and what a decision will make of it."""

from copy import copy
from uuid import UUID

from responder.actions.decision import Decision
from responder.core.conversations import Conversation, fold
from responder.core.events import Event
from responder.ui.console import Console
from responder.ui.inbox.face import Surroundings


def surroundings(console: Console) -> Surroundings:
    """Return the names, the replies on their way and the time, as they are now."""
    views = console.views
    health, outbox = views.health(), views.outbox()
    queue = [reply for reply in outbox if not reply.state.stuck]
    places = {reply.id: n for n, reply in enumerate(queue, 1)}
    return Surroundings(
        networks=console.networks,
        members={member.id: member for member in views.members()},
        accounts={account.id: account for account in views.accounts()},
        replies={reply.conversation: (places.get(reply.id, 0), reply) for reply in outbox},
        monitors={monitor.id: monitor for monitor in views.heard.monitors()},
        now=console.clock.now(),
        offline=bool(health) and all(h.state == "retrying" for h in health),
    )


def decided(row: Conversation, decision: Decision, console: Console) -> Conversation:
    """Return the row as it will be once the decision is written."""
    step = decision(row)
    row = copy(row)
    for body in step.do if step else ():
        now = console.clock.now()
        fold(row, Event(UUID(int=0), row.id, console.desk.member.id, "", now, body))
    return row
