"""One try to send a reply, or one look for it, and what the log is told of it."""

from responder.core.clock import SECOND
from responder.core.errors import NetworkError, Refused
from responder.core.ports import Absent, Connector, Outgoing, Receipt, Unproven
from responder.core.replies import Reply, ReplyState
from responder.outbox import policy, sending
from responder.outbox.tools import Memory, Tools, in_words


class Attempts:
    """Sends and looks for one lane."""

    def __init__(self, tools: Tools, memory: Memory) -> None:
        self._tools = tools
        self._memory = memory

    async def send(self, connector: Connector, reply: Reply) -> None:
        """Put a due reply on the wire, its start being on the disk, and note what came of it."""
        self._tools.step("send:due")
        done = await self._tools.write(sending.start(self._tools.pen, reply.id))
        row = self._tools.store.rows().reply(reply.id)
        if not done.events or row is None or row.state is not ReplyState.STARTED:
            return
        self._tools.step("send:started")
        try:
            receipt = await connector.send(self._whole(row))
        except Exception as error:
            await self._failed(row, error)
            if not isinstance(error, NetworkError):
                raise
            return
        self._tools.step("send:confirmed")
        await self._settled(row, receipt)

    def _whole(self, reply: Reply) -> Outgoing:
        """Return a reply as the wire wants it. Raises Refused when one of its files is gone: it goes out whole or not."""
        files = self._tools.store.enclosures
        for file in reply.files:
            if not files.path(file).is_file():
                raise Refused(f"{file.name} is no longer in the workspace: choose it again.")
        return sending.outgoing(reply, files)

    async def _settled(self, reply: Reply, receipt: Receipt) -> None:
        self._memory.forget(reply.id)
        await self._tools.write(sending.sent(self._tools.pen, reply.id, receipt))
        self._tools.step("send:recorded")

    async def _failed(self, reply: Reply, error: Exception) -> None:
        tools, words = self._tools, in_words(error)
        now = tools.now()
        match policy.next_step(error, reply.attempts, now, tools.dice(), tools.patience):
            case policy.Retry(at=at, whole=whole):
                self._memory.paused_until = at if whole else self._memory.paused_until
                await self._tools.write(sending.postponed(tools.pen, reply.id, words, at))
            case policy.Fail():
                await self._tools.write(sending.failed(tools.pen, reply.id, words))
            case policy.Blocked():
                self._memory.blocked = True
                await self._tools.write(sending.postponed(tools.pen, reply.id, words, now))
            case policy.Doubt():
                await self._tools.write(sending.uncertain(tools.pen, reply.id, words, ask=False))
        tools.step("send:failed")

    async def look(self, connector: Connector, reply: Reply) -> None:
        """Find out what became of a started reply, and note it."""
        tools = self._tools
        if reply.state is ReplyState.STARTED:
            await self._tools.write(
                sending.uncertain(tools.pen, reply.id, "Interrupted while sending.", ask=False)
            )
        tools.step("send:look")
        try:
            found = await connector.find(
                sending.outgoing(reply, tools.store.enclosures), reply.started_at or reply.due_at
            )
        except NetworkError as error:
            await self._could_not_look(reply, error)
            return
        tools.step("send:looked")
        match found:
            case Receipt() if self._taken(reply, found):
                await self._unproven(reply, "The same words were sent before: nobody can tell the two apart.")
            case Receipt():
                await self._settled(reply, found)
            case Absent():
                await self._absent(reply)
            case Unproven(why=why):
                await self._unproven(reply, why)

    def _taken(self, reply: Reply, found: Receipt) -> bool:
        others = self._tools.store.rows().replies(reply.conversation)
        return any(other.message == found.message.id for other in others if other.id != reply.id)

    async def _absent(self, reply: Reply) -> None:
        tools = self._tools
        now = tools.now()
        if policy.absence_counts(reply.due_at, now, tools.patience):
            self._memory.forget(reply.id)
            await self._tools.write(
                sending.postponed(tools.pen, reply.id, "It was not there: sent again.", now)
            )
        else:
            self._memory.not_before[reply.id] = reply.due_at + round(tools.patience.settle * SECOND)

    async def _unproven(self, reply: Reply, why: str) -> None:
        tools = self._tools
        at = policy.next_look(reply.due_at, tools.now(), tools.patience)
        if at is not None:
            self._memory.not_before[reply.id] = at
            return
        self._memory.forget(reply.id)
        await self._tools.write(sending.uncertain(tools.pen, reply.id, why, ask=True))

    async def _could_not_look(self, reply: Reply, error: NetworkError) -> None:
        tools = self._tools
        failures = self._memory.failed(reply.id)
        now = tools.now()
        match policy.after_failed_look(error, failures, now, tools.dice(), tools.patience):
            case policy.Retry(at=at):
                self._memory.not_before[reply.id] = at
            case policy.Blocked():
                self._memory.blocked = True
            case _:
                await self._unproven(reply, in_words(error))
