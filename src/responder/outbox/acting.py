"""Acts on the network other than replies: done twice they are the same as once, so they are simply tried again."""

from responder.core.errors import NetworkError, Refused, ResponderError, SignInNeeded
from responder.core.events import ActDone, ActFailed
from responder.core.ports import Act, Connector
from responder.outbox import policy
from responder.outbox.queue import Perform
from responder.outbox.tools import Memory, Tools, in_words
from responder.store.store import Write


class Acting:
    """Performs acts for one lane."""

    def __init__(self, tools: Tools, memory: Memory) -> None:
        self._tools = tools
        self._memory = memory

    async def perform(self, connector: Connector, job: Perform) -> None:
        """Do an act, and note it; what could not be asked is asked again."""
        tools, act = self._tools, job.act
        tools.step("act:due")
        try:
            await connector.act(Act(act.verb, act.remote_id, act.text))
        except Refused as error:
            await self._act_over(job, ActFailed(act.act, in_words(error)))
        except SignInNeeded:
            self._memory.blocked = True
        except NetworkError as error:
            failures = self._memory.failed(act.act)
            step = policy.next_step(error, failures, tools.now(), tools.dice(), tools.patience)
            wait = policy.pause(failures, tools.dice(), tools.patience)
            at = step.at if isinstance(step, policy.Retry) else tools.now() + wait
            self._memory.not_before[act.act] = at
        except ResponderError as error:
            await self._act_over(job, ActFailed(act.act, in_words(error)))
        else:
            tools.step("act:done")
            await self._act_over(job, ActDone(act.act))

    async def _act_over(self, job: Perform, body: ActDone | ActFailed) -> None:
        self._memory.forget(job.act.act)
        pen = self._tools.pen
        await self._tools.write(lambda rows: Write(pen.write(rows, job.stream, [body])))
        self._tools.step("act:recorded")
