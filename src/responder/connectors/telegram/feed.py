"""Listening by long polls: what Telegram holds for the bot, confirmed by the next question once it is stored."""

from collections.abc import AsyncGenerator

from responder.connectors.telegram import cursor as cursors
from responder.connectors.telegram import parse
from responder.connectors.telegram.api import Api
from responder.connectors.telegram.cursor import Cursor
from responder.connectors.telegram.parse import Ours, Page
from responder.connectors.telegram.shapes import Incoming, Update
from responder.core.ports import Batch, Deletion, Item, Means

PATIENCE = 25
"""How long (s) Telegram may hold a question when there is nothing; less than any line's time-out."""

FULL = 100


class Feed:
    """What arrives for one bot, for ever, or once."""

    def __init__(self, api: Api, ours: Ours, means: Means) -> None:
        self._api, self._ours, self._means = api, ours, means

    async def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives. The next question confirms a batch to Telegram, and is asked only once it is stored."""
        cursor, patience = cursors.read(stored), 0
        while True:
            began = self._means.clock.monotonic()
            body = await self._api.updates(cursor.asked_from(self._api.client.now()), patience)
            page = parse.page(body)
            items, cursor = await self._taken(page, cursor)
            yield Batch(tuple(items), cursor.write(), live=not self._means.once)
            count = len(page.updates) + len(page.broken)
            if self._means.once and count < FULL:
                return
            # A server that does not hold the question would be asked without end.
            if not page.updates and patience and self._means.clock.monotonic() - began < 1:
                await self._means.pace.turn(news=False)
            patience = 0 if self._means.once else PATIENCE

    async def _taken(self, page: Page, cursor: Cursor) -> tuple[list[Item], Cursor]:
        now = self._api.client.now()
        gap = cursor.gap(page, now)
        items: list[Item] = [gap] if gap is not None else []
        rests = cursor.rests(now)
        fresh = [one for one in page.updates if one.update_id >= cursor.offset or rests]
        items += await self.items(fresh)
        items += cursor.new_unreadable(page.broken)
        return items, cursor.after(page, now)

    async def items(self, updates: list[Update]) -> list[Item]:
        """Return what some updates amount to, in their order."""
        found: list[Item] = []
        roots: dict[str, str] = {}
        for one in updates:
            written, deleted = one.written, one.deleted_business_messages
            if written is not None and parse.speaks(written):
                found += await self._with_context(written, roots)
            elif deleted is not None:
                scope = parse.scope(deleted.chat, deleted.business_connection_id, self._ours.bot)
                found += [
                    Deletion(parse.placed(scope, deleted.chat.id, number)) for number in deleted.message_ids
                ]
        return found

    async def _with_context(self, written: Incoming, roots: dict[str, str]) -> list[Item]:
        """Return a message, after the one that it answers where nobody has that yet."""
        found: list[Item] = []
        above = written.above
        if above is not None and await self._root_of(parse.key(above, self._ours.bot), roots) is None:
            context = await self._rooted(above, roots)
            if parse.speaks(above):
                found.append(parse.message(above, self._ours, context, addressed=False))
        root = await self._rooted(written, roots)
        return [*found, parse.message(written, self._ours, root)]

    async def _rooted(self, written: Incoming, roots: dict[str, str]) -> str:
        """Return the root: the chat itself when it is private, else where the thread begins."""
        bot, above, mine = self._ours.bot, written.above, parse.key(written, self._ours.bot)
        scope = parse.scope(written.chat, written.business_connection_id, bot)
        if written.chat.type == "private":
            root = f"{scope}/{written.chat.id}"
        else:
            root = await self._root_of(mine, roots) or ""
            if not root and above is not None:
                root = await self._root_of(parse.key(above, bot), roots) or ""
            threaded = written.message_thread_id is not None and not written.is_topic_message
            if not root and threaded and written.message_thread_id and not _comments(written):
                root = parse.placed(scope, written.chat.id, written.message_thread_id)
            root = root or (mine if above is None else parse.key(above, bot))
        roots[mine] = root
        return root

    async def _root_of(self, key: str, roots: dict[str, str]) -> str | None:
        return roots.get(key) or await self._means.known.root_of(key)


def _comments(written: Incoming) -> bool:
    """Say whether it stands directly under a channel's post: each such comment is a conversation of its own."""
    answered = written.reply_to_message
    return answered is not None and bool(answered.is_automatic_forward)
