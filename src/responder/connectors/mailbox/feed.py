"""Listening to one mailbox: everything since the cursor, then again whenever the server says that there is more."""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator

from responder.connectors.mailbox import words
from responder.connectors.mailbox.box import Box
from responder.connectors.mailbox.cursor import Cursor, decode
from responder.connectors.mailbox.imap import Folder, Imap, Raw
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.making import key_of
from responder.connectors.mailbox.news import News
from responder.connectors.mailbox.threads import Threads
from responder.core.clock import MINUTE
from responder.core.messages import Message
from responder.core.ports import Batch, Gap, Item, Means, Unreadable

PAGE = 50
"""How many mails are read, and stored, at once."""

FIRST = 500
"""How many of the newest mails the first reading brings."""

FIRST_SENT = 200
COMPARED = 5000
"""How many mails are compared by their Message-ID when a server has numbered a folder anew."""

UNDECIDED = 10 * MINUTE
"""For how long (µs) a copy of an answer that is being sent is waited for; see `Sender`."""

IDLE = 60.0
"""How long (s) to wait for news before the folder for sent mail is looked at: far below the 29 minutes (RFC 2177)
after which a server may hang up, and the few after which a home router forgets a silent line."""


class Feed:
    """One turn of listening. Made anew for each, so that what a failure cut off is read again."""

    def __init__(self, line: Line, box: Box, threads: Threads, means: Means, *, idle: float = IDLE) -> None:
        self._line, self._box, self._threads, self._means = line, box, threads, means
        self._news = News(line, box, threads, threads.account, threads.server)
        self._cursor = Cursor()
        self._idle = idle
        self._live = False

    async def batches(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives, for ever; or after one catch-up end, when asked once."""
        self._cursor = decode(cursor)
        self._live = not self._means.once and await self._line.ask(lambda imap: imap.has("IDLE"))
        while True:
            news = False
            async for batch in self._caught_up():
                news = news or bool(batch.items)
                yield batch
            if self._means.once:
                return
            if self._live:
                await self._line.ask(self._waited)
            else:
                await self._means.pace.turn(news=news)

    def _waited(self, imap: Imap) -> bool:
        """Wait for news, unless something came while the other folder was open."""
        imap.within(self._box.folder)
        return bool(imap.after(self._cursor.uid)) or imap.wait(self._idle)

    async def _caught_up(self) -> AsyncIterator[Batch]:
        folder = await self._line.ask(lambda imap: imap.select(self._box.folder))
        anew = folder.validity != self._cursor.validity or 0 < folder.next <= self._cursor.uid
        if self._cursor.validity and anew:
            async for batch in self._numbered_anew(folder):
                yield batch
        else:
            async for batch in self._unread(folder):
                yield batch
        items = [*await self._put_aside(), *await self._sent()]
        yield Batch(tuple(items), self._cursor.encode(), self._live)

    async def _unread(self, folder: Folder) -> AsyncIterator[Batch]:
        cursor = self._cursor
        if cursor.validity:
            uids = await self._line.ask(lambda imap: imap.after(cursor.uid))
        else:
            uids = await self._line.ask(lambda imap: imap.newest(FIRST, folder.count))
            cursor.uid = max(0, folder.next - 1) if not uids else uids[0] - 1
        cursor.validity = folder.validity
        for begin in range(0, len(uids), PAGE):
            some = uids[begin : begin + PAGE]
            items = await self._read(some)
            cursor.uid = some[-1]
            yield Batch(tuple(items), cursor.encode(), self._live)

    async def _read(self, uids: list[int]) -> list[Item]:
        """Return what some mails of the folder amount to."""
        items: list[Item] = []
        for group in await self._line.ask(lambda imap: _groups(imap, self._box.folder, uids)):
            items += await self._read_group(group)
        return items

    async def _read_group(self, uids: list[int]) -> list[Item]:
        now = self._means.clock.now()
        raws, kept_back = await self._given(self._box.folder, uids)
        items: list[Item] = [
            Unreadable(f"{self._box.folder}: {uid}".encode(), words.KEPT_BACK) for uid in kept_back
        ]
        for raw in raws:
            found = await self._news.received(raw, now)
            items += found
            at = raw.at or now
            self._cursor.since = min(self._cursor.since or at, at)
            if found and isinstance(found[-1], Message):
                self._cursor.remember(raw.uid, found[-1].remote_id)
                if at >= self._cursor.at:
                    self._cursor.last, self._cursor.at = found[-1].remote_id, at
        return items

    async def _given(self, folder: str, uids: list[int]) -> tuple[list[Raw], list[int]]:
        return await self._line.ask(lambda imap: _mails(imap, folder, uids))

    async def _numbered_anew(self, folder: Folder) -> AsyncIterator[Batch]:
        """Compare the folder with what we have by Message-ID: its old numbers mean nothing any more.

        The cursor stays what it was until all is compared, so that a cut line begins again. When the newest mail that
        we had is not there, the folder may have been rebuilt from an old copy: what came meanwhile is in doubt.
        """
        self._cursor.recent.clear()  # under numbers that mean nothing any more
        standing, now = self._cursor.encode(), self._means.clock.now()
        before = decode(standing)
        uids = await self._line.ask(lambda imap: imap.newest(COMPARED, folder.count))
        keys = await self._line.ask(lambda imap: _keys(imap, self._box.folder, uids))
        there = Counter(key for key in keys.values() if key)
        new = [
            uid for uid, key in keys.items()
            if there[key] != 1 or await self._threads.known.root_of(key) is None
        ]  # fmt: skip
        for begin in range(0, len(new), PAGE):
            items = await self._read(new[begin : begin + PAGE])
            yield Batch(tuple(item for item in items if _since(item, before.since)), standing, self._live)
        key, _ = key_of(before.last)
        doubt = bool(key) and key not in there
        gap = (Gap(before.at, max(now, before.at + 1), words.ANEW),) if doubt else ()
        self._cursor.validity, self._cursor.since = folder.validity, before.since
        self._cursor.uid = max([folder.next - 1, *uids[-1:]])
        yield Batch(gap, self._cursor.encode(), self._live)

    async def _put_aside(self) -> list[Item]:
        """Find out about recent mails that are not in the folder any more."""
        recent = self._cursor.recent
        if not recent:
            return []
        first, last = min(recent), max(recent)
        there = set(await self._line.ask(lambda imap: _between(imap, self._box.folder, first, last)))
        items: list[Item] = []
        for uid in sorted(set(recent) - there):
            items += await self._news.put_aside(recent.pop(uid))
        return items

    # --- what we have sent, here or with another program

    async def _sent(self) -> list[Item]:
        """Return our answers since the last time: those of other programs lie in the same folder."""
        if not self._box.sent:
            return []
        folder = await self._line.ask(lambda imap: imap.status(self._box.sent))
        cursor, now = self._cursor, self._means.clock.now()
        if folder.validity == cursor.sent_validity and folder.next == cursor.sent_uid + 1:
            return []
        anew = folder.validity != cursor.sent_validity or 0 < folder.next <= cursor.sent_uid
        uids = await self._line.ask(
            lambda imap: _sent(imap, self._box.sent, None if anew else cursor.sent_uid)
        )
        cursor.sent_validity = folder.validity
        cursor.sent_uid = max([folder.next - 1 if anew or not uids else cursor.sent_uid, *uids])
        items: list[Item] = []
        for group in await self._line.ask(lambda imap: _groups(imap, self._box.sent, uids)):
            raws, _ = await self._given(self._box.sent, group)
            for raw in raws:
                if "\\draft" not in raw.flags:
                    items += await self._news.sent(raw, now)
                elif now - raw.at < UNDECIDED:  # on its way this very moment: looked at again
                    cursor.sent_uid = min(cursor.sent_uid, raw.uid - 1)
        return items


def _groups(imap: Imap, folder: str, uids: list[int]) -> list[list[int]]:
    imap.within(folder)
    return imap.groups(uids)


def _mails(imap: Imap, folder: str, uids: list[int]) -> tuple[list[Raw], list[int]]:
    """Return mails, and the numbers of those that are there and that the server does not give, asked twice."""
    imap.within(folder)
    found = {raw.uid: raw for raw in imap.mails(uids)}
    missing = [uid for uid in uids if uid not in found]
    if missing:
        there = imap.search("UID", ",".join(map(str, missing)))
        found |= {raw.uid: raw for raw in imap.mails(there)}
        missing = [uid for uid in there if uid not in found]
    return [found[uid] for uid in sorted(found)], missing


def _between(imap: Imap, folder: str, first: int, last: int) -> list[int]:
    imap.within(folder)
    return imap.search("UID", f"{first}:{last}")


def _keys(imap: Imap, folder: str, uids: list[int]) -> dict[int, str]:
    imap.within(folder)
    return imap.keys(uids)


def _sent(imap: Imap, folder: str, after: int | None) -> list[int]:
    there = imap.select(folder)
    return imap.newest(FIRST_SENT, there.count) if after is None else imap.after(after)


def _since(item: Item, at: int) -> bool:
    """Say whether something is not older than what the first reading went back to."""
    return not isinstance(item, Message) or item.created_at >= at
