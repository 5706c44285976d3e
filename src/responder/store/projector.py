"""Folds what was appended into every table that screens read, in the transaction that appended it."""

import sqlite3
from collections.abc import Iterable, Sequence
from uuid import UUID

from responder.core import conversations as fold
from responder.core import events as e
from responder.core.changes import Changes, Touched
from responder.core.conversations import Conversation
from responder.core.messages import Message
from responder.core.streams import Key, Stream, fold_stream
from responder.store import acts, conversations, health, hits, messages, search, sending, team
from responder.store.contacts import People
from responder.store.conversations import Stored
from responder.store.counters import Tally
from responder.store.facets import facets
from responder.store.inbox import Shelf
from responder.store.log import Log, Numbered

Met = tuple[int, UUID, Message]
"""(number of its event, id, message)."""

_TEAM: dict[type[e.Body], Touched] = {
    e.AccountConnected: Touched.ACCOUNTS,
    e.AccountRemoved: Touched.ACCOUNTS,
    e.MemberSaved: Touched.MEMBERS,
    e.TemplateSaved: Touched.TEMPLATES,
    e.TemplateRemoved: Touched.TEMPLATES,
    e.TemplateUsed: Touched.TEMPLATES,
    e.MonitorSaved: Touched.MONITORS,
    e.MonitorRemoved: Touched.MONITORS,
    e.GapSeen: Touched.HEALTH,
    e.GapFilled: Touched.HEALTH,
}
_ACTS = (e.ActRequested, e.ActDone, e.ActFailed)
_ABOUT_MESSAGES = (e.Tagged, e.Untagged, e.MoodSet)
_TALK = Touched.INBOX | Touched.THREAD


def project(
    connection: sqlite3.Connection, log: Log, fresh: Sequence[Numbered], *, searched: bool = True
) -> Changes:
    """Fold events that were just written, and return what they touched; `searched` says to keep the index too."""
    batch = _Batch(connection, log, searched)
    streams: dict[int, list[Numbered]] = {}
    aside: list[Numbered] = []
    kinds: set[type[e.Body]] = set()
    for one in fresh:
        kind = type(one.event.body)
        kinds.add(kind)
        if kind in _TEAM or kind in _ACTS:
            aside.append(one)
        if kind not in _TEAM:
            streams.setdefault(one.stream, []).append(one)
    batch.fold(streams)
    batch.write()
    _fold_aside(connection, aside)
    talked = frozenset(numbered[0].event.stream for numbered in streams.values())
    return Changes(_touched(kinds), talked, frozenset(batch.arrived))


def _touched(kinds: Iterable[type[e.Body]]) -> Touched:
    touched = Touched.NONE
    for kind in kinds:
        if kind in _TEAM:
            touched |= _TEAM[kind]
        elif kind is e.MessageReceived:
            touched |= _TALK | Touched.CONTACTS
        elif kind in _ACTS or hasattr(kind, "reply"):
            touched |= _TALK | Touched.SENDING
        else:
            touched |= _TALK
    return touched


def _fold_aside(connection: sqlite3.Connection, aside: Sequence[Numbered]) -> None:
    if not aside:
        return
    team.fold(connection, (one.event for one in aside))
    health.fold(connection, (one.event for one in aside))
    acts.fold(connection, ((one.seq, one.event) for one in aside))


def _plain(body: e.Body) -> bool:
    """Say whether a conversation's row alone is enough to fold a body that is no message."""
    if isinstance(body, _ABOUT_MESSAGES):
        return body.message is None
    return not isinstance(body, e.MessageDeleted) and not hasattr(body, "reply")


def _place(numbered: Numbered) -> Key:
    return numbered.key


class _Batch:
    """One transaction's fold: streams are read together, folded one by one, written together."""

    def __init__(self, connection: sqlite3.Connection, log: Log, searched: bool) -> None:
        self._connection, self._log, self._searched = connection, log, searched
        self._people, self._tally, self._shelf = People(), Tally(), Shelf()
        self._rows: list[Stored] = []
        self._messages: list[messages.Row] = []
        self._entries: list[tuple[int, str, str]] = []
        self._ids: dict[int, UUID] = {}
        self._contacts: dict[int, UUID] = {}
        self._hits: list[hits.Row] = []
        self._known: set[bytes] = set()
        self.arrived: set[UUID] = set()

    def fold(self, streams: dict[int, list[Numbered]]) -> None:
        """Fold the new events of these streams."""
        for numbered in streams.values():
            self._identify(numbered)
        self._known = messages.known(self._connection, [one.bytes for one in self._ids.values()])
        stored = conversations.load(self._connection, streams)
        for stream, numbered in streams.items():
            one = stored.get(stream)
            if one is None:
                row = Conversation(numbered[0].event.stream)
                one = Stored(stream, row, None, tangled=False, new=True)
            self._fold_stream(one, numbered)

    def _identify(self, numbered: list[Numbered]) -> None:
        """Derive the ids of messages and of their authors, once: hashing them is a good part of the work."""
        for seq, event, key, _ in numbered:
            if not isinstance(event.body, e.MessageReceived):
                continue
            message = event.body.message
            self._ids[seq] = message.id
            if not message.author.ours:
                contact = self._contacts[seq] = message.contact
                self._people.saw(contact.bytes, seq, key[1], message)

    def _fold_stream(self, one: Stored, numbered: list[Numbered]) -> None:
        if not all(self._ids[n.seq].bytes in self._known for n in numbered if n.seq in self._ids):
            self.arrived.add(one.row.id)
        numbered.sort(key=_place)
        if one.tangled or numbered[0].key <= one.last or not self._walk(one, numbered):
            self._refold(one)
        after = facets(one.row)
        self._tally.move(one.before, after)
        self._shelf.move(one.number, one.before, after)
        self._rows.append(one)

    def _walk(self, one: Stored, numbered: list[Numbered]) -> bool:
        """Fold the events one by one; stop when the row alone is not enough for one of them."""
        met: list[Met] = []
        for seq, event, _, _ in numbered:
            body = event.body
            if isinstance(body, e.MessageReceived):
                message_id = self._ids[seq]
                if message_id.bytes in self._known or not fold.follows(one.row, body.message):
                    return False
                self._known.add(message_id.bytes)
                fold.receive(one.row, body.message, message_id, self._contacts.get(seq))
                met.append((seq, message_id, body.message))
            elif not _plain(body):
                return False
            else:
                fold.fold(one.row, event)
        one.last = numbered[-1].key
        self._keep(one.number, met)
        return True

    def _keep(self, conversation: int, met: list[Met]) -> None:
        for seq, message_id, message in met:
            self._messages.append(messages.new_row(seq, message_id.bytes, conversation, message))
            if message.monitors:
                self._hits.extend(hits.rows(seq, message))
            if self._searched:
                self._entries.append(search.entry(seq, message))
            if seq in self._contacts:
                self._people.spoke(self._contacts[seq].bytes, conversation)

    def _refold(self, one: Stored) -> None:
        numbered = self._log.stream(one.row.id)
        state = fold_stream(one.row.id, (found.event for found in numbered))
        one.row, one.last, one.tangled = state.row, state.last, state.tangled
        self._rewrite_messages(one.number, state, numbered)
        sending.write(self._connection, state.replies.values())
        theirs = [known.message for known in state.messages.values() if not known.message.author.ours]
        received = [n.event.body.message for n in numbered if isinstance(n.event.body, e.MessageReceived)]
        ever = [message.contact.bytes for message in received]
        self._people.recount(one.number, ever, [message.contact.bytes for message in theirs])

    def _rewrite_messages(self, conversation: int, state: Stream, numbered: list[Numbered]) -> None:
        connection = self._connection
        before = messages.of(connection, conversation)
        by_event = {found.event.id: found.seq for found in numbered}
        first: dict[UUID, int] = {}
        versions: list[tuple[int, int]] = []
        for seq, event, _, _ in numbered:
            if isinstance(event.body, e.MessageReceived):
                message_id = event.body.message.id
                number = first.setdefault(message_id, seq)
                if state.messages[message_id].versions > 1:
                    versions.append((number, seq))
        after = [
            messages.row(known, first[known.id], conversation, by_event[known.event])
            for known in state.messages.values()
        ]
        changed = [row for row in after if before.get(row[1]) != row]
        if self._searched:
            search.remove(
                connection, [old[0] for row in changed if (old := before.get(row[1])) and not old[6]]
            )
        messages.replace(connection, changed)
        live = {known.id.bytes: known.message for known in state.messages.values() if known.live}
        hits.rewrite(connection, before, changed, live)
        messages.set_versions(connection, versions)
        if self._searched:
            texts = {known.id.bytes: known.message for known in state.messages.values()}
            search.add(connection, [search.entry(row[0], texts[row[1]]) for row in changed if not row[6]])

    def write(self) -> None:
        """Write everything that was folded step by step."""
        connection = self._connection
        for rows in (self._messages, self._entries):
            rows.sort()  # FTS5 writes its segment out when a number does not rise; tables grow at one end
        self._rows.sort(key=lambda one: one.number)
        conversations.write(connection, self._rows)
        messages.insert(connection, self._messages)
        search.add(connection, self._entries)
        hits.add(connection, self._hits)
        self._people.write(connection)
        self._shelf.write(connection)
        self._tally.write(connection)
