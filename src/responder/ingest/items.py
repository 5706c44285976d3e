"""What a batch becomes in the log."""

from uuid import UUID

from msgspec.structs import replace

from responder.core.accounts import Account
from responder.core.events import Event, GapSeen, deleted, received
from responder.core.ids import derived_id, message_id
from responder.core.messages import Message
from responder.core.ports import Batch, Deletion, Gap, Unreadable
from responder.store.rows import Rows
from responder.store.store import Write


def written(batch: Batch, account: Account, rows: Rows, device: str, now: int) -> Write:
    """Return the events, the cursor and the unreadable payloads of a batch, to be committed as one.

    Events are stamped in the network's order. A deletion of what we never had is no news.
    """
    actor = f"collector:{account.network}"
    known = rows.known(item.id for item in batch.items if isinstance(item, Message))
    fresh: dict[UUID, Message] = {}
    events: list[Event] = []
    for at, item in enumerate(batch.items, now):
        match item:
            case Message():
                key = item.id
                before = fresh.get(key) or (rows.message(key) if key in known else None)
                fresh[key] = item = _still_addressed(item, before)
                events.append(_version(rows, received(item, device, at, actor), item, before))
            case Deletion(remote_id=remote_id):
                gone = message_id(account.network, account.server, remote_id)
                if (message := fresh.get(gone) or rows.message(gone)) is not None:
                    events.append(deleted(gone, message.conversation, device, at, actor))
            case Gap(since=since, until=until, why=why):
                gap = derived_id(account.id, "gap", str(since), str(until))
                events.append(Event(gap, account.id, actor, device, at, GapSeen(since, until, why)))
    return Write(tuple(events), (account.id, batch.cursor), _unreadable(account, batch))


def _still_addressed(message: Message, before: Message | None) -> Message:
    """Keep that a message speaks to us: seen again among others in its thread, it no longer says so."""
    if before is None or message.addressed or not before.addressed:
        return message
    return replace(message, addressed=True)


def _version(rows: Rows, event: Event, message: Message, before: Message | None) -> Event:
    """Return the event of a message's version; one that it had before and has again is a new fact."""
    if before is None or before.fingerprint() == message.fingerprint():
        return event
    while rows.knows(event):
        event = replace(event, id=derived_id(event.id, "again"))
    return event


def _unreadable(account: Account, batch: Batch) -> tuple[tuple[UUID, Unreadable], ...]:
    return tuple((account.id, item) for item in batch.items if isinstance(item, Unreadable))
