"""Answering: a copy is laid down before the mail is handed over, so that looking tells what became of it.

SMTP has no way to ask whether a mail was taken, so the folder for sent mail is the journal: the copy is put there
marked as a draft, then the mail is handed over, then the mark is taken off; a mail that was refused has its copy
removed. Without a copy nothing was ever handed over. A copy that is marked still is an answer that nobody knows the
fate of. Servers that keep what they send by themselves (`Box.saves`) are asked for their own copy instead.
"""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable

from responder.connectors.mailbox import locating, making, parse, requests, smtp
from responder.connectors.mailbox.box import Box, special
from responder.connectors.mailbox.imap import Imap, Raw
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.locating import Located
from responder.connectors.mailbox.requests import Answer, File
from responder.connectors.mailbox.session import Login
from responder.connectors.mailbox.threads import Threads
from responder.core.clock import Clock
from responder.core.errors import Gone, NetworkError, Refused, Uncertain
from responder.core.ports import Absent, Act, Found, Outgoing, Receipt, Unproven, Upload

CHARACTERS = 100_000
"""How long an answer may be: as much as is kept of one that is read."""

GONE = "This mail is in no folder of the mailbox any more, and the address to answer to went with it."
PENDING = "An earlier try to send this answer was cut off: it may have been delivered. Its copy among the sent mail is marked as a draft."
NOT_SHOWN = (
    "The mail server keeps what it sends by itself, and does not show this answer: it may still do so."
)
NO_SPAM = "This mailbox has no folder for spam."
NO_TRASH = "This mailbox has no folder for the trash."
NO_JOURNAL = "There is no folder for sent mail in which this answer could be found."

Logins = Callable[[], Awaitable[Login]]
"""Gives what to sign in with, fresh."""


class Sender:
    """Sends, looks, and moves mails about, as one mailbox."""

    def __init__(self, line: Line, box: Box, threads: Threads, clock: Clock, login: Logins) -> None:
        self._line, self._box, self._threads = line, box, threads
        self._clock, self._login = clock, login

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a mail, to all whom the answer is for or to nobody. Raises Uncertain when it may have been taken."""
        if len(reply.text) > CHARACTERS:
            raise Refused(
                f"An answer may have at most {CHARACTERS} characters: this one has {len(reply.text)}."
            )
        asked = await self._located(reply.in_reply_to)
        answer = await asyncio.to_thread(self._answer, reply, asked)
        key, mail = answer.key, await asyncio.to_thread(requests.written, answer)
        earlier = await self._line.ask(lambda imap: self._copy(imap, key))
        if earlier is not None:
            if "\\draft" in earlier.flags:
                raise Uncertain(PENDING)
            return await self._receipt(reply, earlier.body, earlier.at)
        login = await self._login()
        uid = await self._line.ask(lambda imap: self._laid_down(imap, mail, key))
        try:
            await smtp.handed(
                self._box.smtp,
                login,
                requests.addresses((answer.sender,))[0],
                requests.addresses(answer.to),
                mail,
            )
        except Uncertain:
            raise
        except NetworkError:
            await self._taken_back(uid)
            raise
        await self._confirmed(uid, asked)
        return await self._receipt(reply, mail, answer.at)

    async def find(self, reply: Outgoing) -> Found:
        """Look for an answer wherever a copy of it may be."""
        key = requests.key_of(reply.id, self._box.address.address)
        found = await self._line.ask(lambda imap: self._copies(imap, key))
        for one in found:
            if "\\draft" not in one.flags:
                return await self._receipt(reply, one.body, one.at)
        if found:
            return Unproven(PENDING)
        if self._box.journals:
            return Absent()
        return Unproven(NOT_SHOWN if self._box.saves else NO_JOURNAL)

    async def act(self, act: Act) -> None:
        """Move a mail to the spam, to the trash or back, or mark it as read."""
        if act.verb not in ("spam", "trash", "approve", "read"):
            raise Refused(f"A mailbox does not know how to {act.verb} a mail")
        one = await self._located(act.remote_id)
        await self._line.ask(lambda imap: self._moved(imap, act.verb, one))

    # --- the answer

    async def _located(self, remote_id: str) -> Located:
        one = await self._line.ask(lambda imap: locating.message(imap, self._box, remote_id))
        if one is None:
            raise Gone(GONE)
        return one

    def _answer(self, reply: Outgoing, asked: Located) -> Answer:
        mail, ours = asked.mail, asked.folder == self._box.sent
        to = requests.recipients(mail, self._box.address, ours=ours)
        if mail.why and not ours:
            raise Refused(mail.why)
        if not to:
            raise Refused("This mail names nobody to answer to.")
        return Answer(
            key=requests.key_of(reply.id, self._box.address.address), sender=self._box.address, to=to,
            subject=requests.subject(mail.subject), references=requests.references(mail), text=reply.text,
            at=self._clock.now(), files=tuple(_file(one) for one in reply.files),
        )  # fmt: skip

    async def _receipt(self, reply: Outgoing, raw: bytes, at: int) -> Receipt:
        mail = parse.mail(raw)
        root = await self._threads.root_of(reply.in_reply_to)
        if root is None:
            joint = await self._threads.joint(mail, mail.key, 0)
            root = joint.root if joint.known else reply.in_reply_to
        message = making.message(
            mail, self._box, self._threads.account, self._threads.server, remote_id=mail.key, root=root,
            parent=reply.in_reply_to, at=at, ours=True,
        )  # fmt: skip
        return Receipt(mail.key, message)

    # --- its copy

    def _copy(self, imap: Imap, key: str) -> Raw | None:
        """Return the copy among the sent mail: one that is settled before one that is not."""
        if not self._box.sent:
            return None
        imap.select(self._box.sent)
        found = imap.mails(imap.named(key))
        return min(found, key=lambda raw: "\\draft" in raw.flags, default=None)

    def _copies(self, imap: Imap, key: str) -> list[Raw]:
        """Return the copies in any folder: a colleague may have put one elsewhere."""
        found: list[Raw] = []
        for folder in locating.places(imap, self._box):
            try:
                imap.select(folder)
            except Refused:
                continue  # a folder that is closed to us
            found += imap.mails(imap.named(key))
        return found

    def _laid_down(self, imap: Imap, mail: bytes, key: str) -> int:
        if not self._box.journals:
            return 0
        return imap.append(self._box.sent, mail, ["\\Seen", "\\Draft"], key)

    async def _taken_back(self, uid: int) -> None:
        """Remove the copy of a mail that was not taken. One that stays is a doubt, which a person will settle."""
        if uid:
            await self._tried(lambda imap: _removed(imap, self._box.sent, uid))

    async def _confirmed(self, uid: int, asked: Located) -> None:
        """Take the mark off the copy, and put one on what was answered. The mail is out: nothing here undoes that."""
        if uid:
            await self._tried(lambda imap: _settled(imap, self._box.sent, uid))
        await self._tried(lambda imap: _flagged(imap, asked.folder, asked.raw.uid, "\\Answered"))

    async def _tried(self, work: Callable[[Imap], None]) -> None:
        for _ in range(2):
            try:
                await self._line.ask(work)
            except NetworkError:
                continue  # a line that was lost is opened again, once
            return

    def _moved(self, imap: Imap, verb: str, one: Located) -> None:
        if verb == "read":
            _flagged(imap, one.folder, one.raw.uid, "\\Seen")
            return
        there = (
            self._box.folder
            if verb == "approve"
            else special(imap.folders(), "junk" if verb == "spam" else "trash")
        )
        if not there:
            raise Refused(NO_SPAM if verb == "spam" else NO_TRASH)
        if one.folder != there:
            imap.select(one.folder, readonly=False)
            imap.move(one.raw.uid, there)


def _settled(imap: Imap, folder: str, uid: int) -> None:
    imap.within(folder, readonly=False)
    imap.flag(uid, "\\Draft", on=False)


def _removed(imap: Imap, folder: str, uid: int) -> None:
    imap.within(folder, readonly=False)
    imap.remove(uid)


def _flagged(imap: Imap, folder: str, uid: int, flag: str) -> None:
    imap.within(folder, readonly=False)
    imap.flag(uid, flag)


def _file(upload: Upload) -> File:
    try:
        data = upload.path.read_bytes()
    except OSError as error:
        raise Refused(f"The file “{upload.path.name}” cannot be read.") from error
    kind = upload.type or mimetypes.guess_type(upload.path.name)[0] or "application/octet-stream"
    return File(upload.path.name, kind, data, upload.description)
