"""What an account does next. Pure: the replies and acts not yet settled go in, one job comes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from responder.core.events import ActRequested, Event
from responder.core.replies import Reply, ReplyState


@dataclass(frozen=True)
class Send:
    """Put this reply on the wire."""

    reply: Reply


@dataclass(frozen=True)
class Look:
    """Find out whether this reply is on the network."""

    reply: Reply


@dataclass(frozen=True)
class Perform:
    """Do this act, asked for in the stream of a conversation."""

    stream: UUID
    act: ActRequested


@dataclass(frozen=True)
class Rest:
    """Nothing to do before a time (µs); None when only news can change that."""

    until: int | None


Job = Send | Look | Perform | Rest


def heads(replies: Iterable[Reply]) -> Iterator[Reply]:
    """Return the first reply in flight of every conversation: the others wait for their turn."""
    seen: set[UUID] = set()
    for reply in sorted(replies, key=lambda reply: (reply.submitted_at, reply.id)):
        if reply.state.in_flight and reply.conversation not in seen:
            seen.add(reply.conversation)
            yield reply


def next_job(
    replies: Iterable[Reply], acts: Iterable[Event], not_before: Mapping[UUID, int], now: int
) -> Job:
    """Choose: doubts first, then what is due longest, then acts. `not_before` holds what was put off.

    What was asked for in a conversation before a reply was handed in is done before the reply is sent:
    a comment is approved before it is answered.
    """
    times: list[int] = []
    acts = list(acts)
    due: list[tuple[int, int, UUID, Send | Look]] = []
    for reply in heads(replies):
        doubt = reply.state is not ReplyState.QUEUED
        at = not_before.get(reply.id, 0 if doubt else reply.due_at)
        times.append(at)
        if at <= now:
            due.append((not doubt, at, reply.id, Look(reply) if doubt else Send(reply)))
    if due:
        job = min(due, key=lambda entry: entry[:3])[3]
        return _asked_before(job, acts, not_before, now) or job
    for event in acts:
        if not isinstance(event.body, ActRequested):
            continue
        at = not_before.get(event.body.act, 0)
        if at <= now:
            return Perform(event.stream, event.body)
        times.append(at)
    return Rest(min(times, default=None))


def _asked_before(
    job: Send | Look, acts: Iterable[Event], not_before: Mapping[UUID, int], now: int
) -> Perform | None:
    if isinstance(job, Look):
        return None
    for event in acts:
        same = event.stream == job.reply.conversation and event.at <= job.reply.submitted_at
        if same and isinstance(event.body, ActRequested) and not_before.get(event.body.act, 0) <= now:
            return Perform(event.stream, event.body)
    return None
