"""Makes the blocks of a thread: in the order in which they happened, what is not sent yet at the end."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from uuid import UUID

from responder.core import events as e
from responder.core.accounts import Role
from responder.core.clock import MINUTE
from responder.core.questions import MessageView, Thread
from responder.core.replies import Reply, ReplyState
from responder.ui.thread import event_words, message_blocks, reply_words
from responder.ui.thread.around import Surroundings
from responder.ui.thread.blocks import Block, File, Look
from responder.ui.thread.notes import standing
from responder.ui.thread.strong import parted
from responder.ui.thread.times import Times
from responder.ui.words import trn

OTHERS_SHOWN = 1
"""How many messages of other people in a row are shown before they are folded."""


EARLIER = "earlier"
"""The key of the block that asks for the messages that were not read yet."""

DEEDS_SHOWN = 2
"""How many small deeds in a row are shown before they are folded."""

SPELL = 5 * MINUTE

_SMALL = (e.Assigned, e.Tagged, e.Untagged, e.MoodSet, e.PrioritySet, e.StarSet, e.ReadMarked)


def build(thread: Thread, around: Surroundings, now: int) -> list[Block]:
    """Return every block of a thread, from top to bottom."""
    notes = set(standing(thread.events))
    acts = _pending_acts(thread.events)
    parts: list[tuple[int, int, Callable[[], Iterator[Block]]]] = []
    for at, views in _runs(thread, around):
        parts.append((at, 0, partial(_messages, views, around, acts)))
    for event, *more in _deeds(thread.events):
        parts.append((event.at, 1, partial(_several, [event, *more], around, notes)))
    parts.sort(key=lambda part: part[:2])
    blocks = [*_context(thread, around), *_before(thread)]
    for _, _, make in parts:
        blocks.extend(make())
    for reply in sorted(thread.replies, key=lambda reply: reply.submitted_at):
        if _unseen(reply, thread):
            blocks.append(_reply(reply, around, now))
    return list(_with_days(blocks, around.times, now))


def _runs(thread: Thread, around: Surroundings) -> Iterator[tuple[int, list[MessageView]]]:
    def other(view: MessageView) -> bool:
        return not view.message.addressed and not view.message.author.ours

    for others, group in groupby(thread.messages, other):
        views = list(group)
        if others and len(views) > OTHERS_SHOWN:
            yield views[0].message.created_at, views
        else:
            yield from ((view.message.created_at, [view]) for view in views)


def _messages(views: list[MessageView], around: Surroundings, acts: dict[UUID, str]) -> Iterator[Block]:
    if len(views) == 1:
        yield from message_blocks.blocks(views[0], around, acts)
        return
    first = views[0].message
    key = f"fold:{first.id}"
    if key in around.open:
        for view in views:
            yield from message_blocks.blocks(view, around, acts)
        return
    count = len(views)
    text = (
        trn("{n} other comment", "{n} other comments", count)
        if first.kind == "comment"
        else trn("{n} other message", "{n} other messages", count)
    )
    yield Block(
        key,
        Look.FOLD,
        first.created_at,
        text,
        icon="chevron-right",
        time=around.times.clock(first.created_at),
    )


def _deeds(events: tuple[e.Event, ...]) -> Iterator[list[e.Event]]:
    """Put small things that one person did in a row together."""
    run: list[e.Event] = []
    for event in events:
        small = isinstance(event.body, _SMALL)
        if run and (not small or event.actor != run[0].actor or event.at - run[-1].at > SPELL):
            yield run
            run = []
        if small:
            run.append(event)
        else:
            yield [event]
    if run:
        yield run


def _several(events: list[e.Event], around: Surroundings, notes: set[UUID]) -> Iterator[Block]:
    first = events[0]
    key = f"deeds:{first.id}"
    if len(events) <= DEEDS_SHOWN or key in around.open:
        for event in events:
            yield from _event(event, around, notes)
        return
    who = around.names.actor(first.actor)
    text = trn("{who} changed {n} thing", "{who} changed {n} things", len(events), who=who)
    yield Block(key, Look.FOLD, first.at, text, icon="chevron-right", time=around.times.clock(first.at))


def _event(event: e.Event, around: Surroundings, notes: set[UUID]) -> Iterator[Block]:
    at, time = event.at, around.times.clock(event.at)
    if isinstance(event.body, e.NoteAdded):
        if event.id in notes:
            yield message_blocks.note(event, event.body, around)
        return
    when = ""
    if isinstance(event.body, e.Snoozed) and event.body.until is not None:
        when = around.times.moment(event.body.until)
    line = event_words.line(event, around.names, when)
    if line is not None:
        text, strong = parted(line.text)
        yield Block(f"event:{event.id}", Look.EVENT, at, text, icon=line.icon, strong=strong, time=time)


def _context(thread: Thread, around: Surroundings) -> Iterator[Block]:
    post = next((view.message.post for view in thread.messages if view.message.post is not None), None)
    if post is not None:
        yield message_blocks.post(post, around, thread.messages)


def _before(thread: Thread) -> Iterator[Block]:
    missing = thread.row.messages - len(thread.messages)
    if missing > 0:
        text = trn("Show {n} earlier message", "Show {n} earlier messages", missing)
        yield Block(EARLIER, Look.FOLD, thread.messages[0].message.created_at, text, icon="chevron-up")


def _reply(reply: Reply, around: Surroundings, now: int) -> Block:
    me = around.names.members.get(around.names.me)
    may_approve = me is not None and me.role is not Role.AGENT and reply.author != me.id
    return Block(
        key=f"reply:{reply.id}", look=Look.OURS if reply.state is ReplyState.SENT else Look.UNSENT, at=reply.submitted_at, text=reply.text, subject=reply.id,
        person=around.names.full(reply.author), name=around.names.full(reply.author), aside=message_blocks.speaking_as(around),
        time=around.times.clock(reply.submitted_at), state=reply_words.state_chip(reply, now),
        badge=message_blocks.privacy(reply.visibility),
        notices=reply_words.notices(reply, around.names, around.times.moment(reply.due_at)),
        buttons=reply_words.buttons(reply, may_approve=may_approve), language=reply.language or "",
        files=tuple(File(one.description or one.name, "") for one in reply.files),
    )  # fmt: skip


def _unseen(reply: Reply, thread: Thread) -> bool:
    """Say whether the messages do not show the reply themselves."""
    shown = {view.message.id for view in thread.messages}
    return reply.state is not ReplyState.WITHDRAWN and reply.message not in shown


def _pending_acts(events: tuple[e.Event, ...]) -> dict[UUID, str]:
    asked: dict[UUID, tuple[UUID, str]] = {}
    for event in events:
        match event.body:
            case e.ActRequested(act=act, message=message, verb=verb):
                asked[act] = (message, verb)
            case e.ActDone(act=act) | e.ActFailed(act=act):
                asked.pop(act, None)
    return dict(asked.values())


def _with_days(blocks: list[Block], times: Times, now: int) -> Iterator[Block]:
    day = None
    for block in blocks:
        if block.look is not Look.POST and block.key != EARLIER:
            today = times.day(block.at)
            if today != day and block.look is not Look.UNSENT:
                day = today
                yield Block(f"day:{today}", Look.DAY, block.at, times.day_words(block.at, now))
        yield block
