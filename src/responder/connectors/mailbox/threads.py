"""Which conversation a mail belongs to.

By what it says it answers (RFC 5322, 3.6.4): the nearest ancestor that we know. An ancestor that we do not know is
looked for in the mailbox. One that is nowhere to be found joins nobody: the answers of a hundred people to one
circular are a hundred conversations. Only a mail that names no ancestor, though its subject says that it answers,
is put to the same person's last mail under that subject.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from responder.connectors.mailbox import locating, making
from responder.connectors.mailbox.box import Box
from responder.connectors.mailbox.imap import Imap
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.locating import Located
from responder.connectors.mailbox.parse import Mail
from responder.core.messages import Message
from responder.core.ports import Known

REMEMBERED = 5000
DEPTH = 5
"""How many generations of ancestors that we never had are fetched."""


@dataclass(frozen=True)
class Joint:
    """Where a mail hangs: its conversation's root, what it answers, and ancestors that came to light."""

    root: str
    parent: str | None = None
    above: tuple[Message, ...] = ()
    known: bool = True


@dataclass
class Threads:
    """Remembers what was read in this turn, and asks the engine for what was read before."""

    line: Line
    box: Box
    account: UUID
    server: str
    known: Known
    _roots: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def root_of(self, remote_id: str) -> str | None:
        """Return the root of a mail that we know."""
        return self._roots.get(remote_id) or await self.known.root_of(remote_id)

    def learn(self, message: Message) -> None:
        """Remember a message of this turn."""
        self._roots[message.remote_id] = message.root
        while len(self._roots) > REMEMBERED:
            self._roots.popitem(last=False)

    async def joint(self, mail: Mail, remote_id: str, uid: int, depth: int = DEPTH) -> Joint:
        """Return where a mail belongs; `uid` 0 for one that is not in the folder."""
        for key in reversed((*mail.before, *([mail.about] if mail.about else []))):
            root = await self.root_of(key)
            if root is not None:
                return Joint(root, key)
        nearest = mail.about or (mail.before[-1] if mail.before else "")
        if nearest and depth:
            above = await self._fetched(nearest, depth)
            if above:
                return Joint(above[-1].root, above[-1].remote_id, above)
        if uid and not mail.before:
            for key in await self.line.ask(lambda imap: locating.alike(imap, self.box, mail, uid)):
                root = await self.root_of(key)
                if root is not None:
                    return Joint(root, key)
        return Joint(remote_id, known=False)

    async def _fetched(self, key: str, depth: int) -> tuple[Message, ...]:
        """Return a mail that we never had, after its own ancestors; nothing when it is not in the mailbox."""
        found = await self.line.ask(lambda imap: self._there(imap, key))
        if found is None:
            return ()
        ours = found.folder == self.box.sent
        if ours and [one.key != self.box.address.key for one in found.mail.to] != [True]:
            return ()  # a circular of ours: who answers it has a conversation of their own
        joint = await self.joint(found.mail, key, 0, depth - 1)
        one = making.message(
            found.mail, self.box, self.account, self.server, remote_id=key, root=joint.root, parent=joint.parent,
            at=found.raw.at, ours=ours, context=True,
        )  # fmt: skip
        self.learn(one)
        return (*joint.above, one)

    def _there(self, imap: Imap, key: str) -> Located | None:
        for folder in (self.box.sent, self.box.folder):
            if folder:
                for one in locating.named(imap, folder, key):
                    return one
        return None
