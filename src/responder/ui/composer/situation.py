"""What the composer knows of the conversation it answers: how, to whom, in whose name, how long."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from responder.actions.guard import Objection, Why, objection
from responder.actions.signature import signature
from responder.core.accounts import Account, Member
from responder.core.answering import approving, refusal
from responder.core.manifest import Counting, Manifest
from responder.core.messages import Message, State
from responder.core.monitors import Monitor
from responder.core.questions import Thread
from responder.ui.console import Console
from responder.views import composing
from responder.views.composing import Mode
from responder.views.length import counted

RECENT = 100
"""How many messages are looked at: what came since one began to write is among them."""


@dataclass(frozen=True)
class Situation:
    """One conversation at one moment; read anew whenever it changes."""

    thread: Thread
    network: Manifest
    account: Account | None
    member: Member
    monitors: tuple[Monitor, ...] = ()

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Return how it may be answered, the default first."""
        return composing.modes(self.thread.row, self.network)

    @property
    def answered(self) -> Message | None:
        """Return the message that an answer answers."""
        return composing.answered([view.message for view in self.thread.messages if not view.deleted])

    @property
    def unseen(self) -> Message | None:
        """Return the message answered if readers do not see it yet, and it can be approved from here."""
        answered = self.answered
        if answered is None or answered.state is not State.HELD or "approve" not in self.network.verbs:
            return None
        return answered

    @property
    def approving(self) -> Monitor | None:
        """Return the monitor that wants an answer here approved first."""
        answered = self.answered
        return None if answered is None else approving(answered, self.monitors)

    def refusal(self, mode: Mode, now: int) -> str:
        """Return why the network takes no answer in this mode, "" when it does; a note is always possible."""
        answered = self.answered
        if mode is Mode.NOTE or answered is None:
            return ""
        return refusal(answered, self.network, now, private=mode is Mode.PRIVATE)

    @property
    def newest(self) -> UUID | None:
        """Return the last message that there is."""
        return self.thread.messages[-1].message.id if self.thread.messages else None

    def prefix(self, mode: Mode) -> str:
        """Return the mentions that a reply begins with on this network."""
        answered = self.answered
        if mode is Mode.NOTE or not self.network.mentions or answered is None or self.account is None:
            return ""
        return composing.mention_prefix(answered, self.account)

    def counting(self, mode: Mode) -> Counting:
        """Return how the text itself counts: what goes with it takes its room; a note is as long as it likes."""
        if mode is Mode.NOTE:
            return Counting()
        how = composing.counting(self.network, self.account)
        room = max(1, how.limit - self._besides(how)) if how.limit else 0
        return msgspec.structs.replace(how, limit=room)

    def length(self, text: str, mode: Mode) -> tuple[int, int]:
        """Return how long the network takes the whole to be, and its limit (0 for none)."""
        if mode is Mode.NOTE:
            return counted(text, Counting()), 0
        how = composing.counting(self.network, self.account)
        return counted(text, how) + self._besides(how), how.limit

    def _besides(self, how: Counting) -> int:
        """Return the room of what goes with the text: the signature, and the customer's content warning."""
        mark, answered = signature(self.member), self.answered
        spoiler = answered.spoiler if answered is not None else ""
        return (counted(f"\n{mark}", how) if mark else 0) + counted(spoiler, how)

    def since(self, seen: UUID | None) -> list[Message]:
        """Return the messages that came after one that was seen; None was nothing seen."""
        messages = [view.message for view in self.thread.messages]
        ids = [message.id for message in messages]
        return messages[ids.index(seen) + 1 :] if seen in ids else []

    def meanwhile(self, seen: UUID | None) -> Objection | None:
        """Return what somebody else did since, if that speaks against sending now."""
        writers = {view.message.id: view.member for view in self.thread.messages}
        others = [one for one in self.since(seen) if writers[one.id] != self.member.id]
        found = objection(self.member.id, others, self.thread.replies, starting=False)
        if found is None or found.why is not Why.ELSEWHERE:
            return found
        writer = next((writers[one.id] for one in others if one.author.ours), None)
        return found if writer is None else Objection(Why.ANSWERED, writer)


def read(console: Console, conversation: UUID) -> Situation | None:
    """Return the situation of a conversation, or None where there is nobody to answer."""
    thread = console.views.thread(conversation, RECENT)
    network = console.networks.get(thread.row.network) if thread is not None else None
    if thread is None or network is None:
        return None
    account = next((one for one in console.views.accounts() if one.id == thread.row.account), None)
    monitors = tuple(console.views.heard.monitors())
    return Situation(thread, network, account, console.desk.member, monitors)
