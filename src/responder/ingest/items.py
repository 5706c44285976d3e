"""What a batch becomes in the log."""

from uuid import UUID

from msgspec.structs import replace

from responder.core.accounts import Account
from responder.core.events import Event, GapSeen, deleted, received
from responder.core.ids import derived_id, message_id
from responder.core.messages import Message
from responder.core.monitors import Monitor
from responder.core.ports import Batch, Deletion, Gap, Unreadable
from responder.core.streams import joined
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
                fresh[key] = item = _joined(item, before)
                events.append(_version(rows, received(item, device, at, actor), item, before))
            case Deletion(remote_id=remote_id):
                gone = message_id(account.network, account.server, remote_id)
                if (message := fresh.get(gone) or rows.message(gone)) is not None:
                    events.append(deleted(gone, message.conversation, device, at, actor))
            case Gap(since=since, until=until, why=why):
                gap = derived_id(account.id, "gap", str(since), str(until))
                events.append(Event(gap, account.id, actor, device, at, GapSeen(since, until, why)))
    return Write(tuple(events), (account.id, batch.cursor), _unreadable(account, batch))


def beside(batch: Batch, account: Account, rows: Rows, device: str, now: int) -> Write:
    """Return the same for what was read beside the listening, which goes on from where it was."""
    return replace(written(batch, account, rows, device, now), cursor=None)


def heard(
    batch: Batch, account: Account, monitor: Monitor, key: UUID, rows: Rows, device: str, now: int
) -> Write:
    """Return what a search for a monitor found, with the search's own cursor under `key`.

    What is ours is left out, on whichever account; what we have already keeps its text, and is marked, also when
    another account found it first (on another server a post has another id). No search proves that it shows
    everything, so its gaps and deletions say nothing.
    """
    ours = {(one.network, one.remote_id) for one in rows.accounts()}
    hits = {}
    for item in batch.items:
        if not isinstance(item, Message) or item.author.ours or (item.network, item.author.remote_id) in ours:
            continue
        if monitor.wants(f"{item.spoiler}\n{item.text}", item.language):
            hits[item.id] = replace(item, addressed=False, monitors=(monitor.id,))
    known = rows.known(hits)
    marked = [
        _marked(hit, rows.message(key) if key in known else rows.copy_of(hit)) for key, hit in hits.items()
    ]
    actor = f"collector:{account.network}"
    events = tuple(received(hit, device, at, actor) for at, hit in enumerate(marked, now))
    return Write(events, (key, batch.cursor), _unreadable(account, batch))


def _marked(hit: Message, before: Message | None) -> Message:
    """Return a hit as what we have of it, unless the network shows a later edit."""
    if before is None:
        return hit
    later = before.id == hit.id and (hit.edited_at or 0) > (before.edited_at or 0)
    return joined(hit if later else before, hit, before)


def _joined(message: Message, before: Message | None) -> Message:
    """Keep that a message speaks to us and what found it: seen again by another way, it no longer says so."""
    return message if before is None else joined(message, message, before)


def _version(rows: Rows, event: Event, message: Message, before: Message | None) -> Event:
    """Return the event of a message's version; one that it had before and has again is a new fact."""
    if before is None or before.fingerprint() == message.fingerprint():
        return event
    while rows.knows(event):
        event = replace(event, id=derived_id(event.id, "again"))
    return event


def _unreadable(account: Account, batch: Batch) -> tuple[tuple[UUID, Unreadable], ...]:
    return tuple((account.id, item) for item in batch.items if isinstance(item, Unreadable))
