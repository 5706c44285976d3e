"""What screens ask, answered from the store: synchronous, and quick enough for the window's thread."""

from collections.abc import Sequence
from uuid import UUID

from responder.core.accounts import Account, Member
from responder.core.clock import Clock
from responder.core.conversations import Conversation
from responder.core.ports import Unreadable
from responder.core.questions import (
    ChannelHealth,
    Contact,
    Counters,
    Draft,
    Hit,
    InboxQuery,
    Page,
    TemplateUse,
    Thread,
)
from responder.core.replies import Reply
from responder.store import contacts, conversations, counters, drafts, health, plan, search, sending, threads
from responder.store.store import Store
from responder.views.heard import Heard
from responder.views.places import Places


class Views:
    """One object that the whole window asks."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self.heard = Heard(store, clock)
        self.places = Places(store, clock)

    def ids(
        self, query: InboxQuery, after: str | None = None, limit: int = 500
    ) -> tuple[list[int], str | None]:
        """Return the next rows of a list as numbers, and the key to go on from (None at the end)."""
        return plan.numbers(self._store.reading(), query, after, limit)

    def rows(self, ids: Sequence[int]) -> list[Conversation]:
        """Return the rows of these numbers, in their order."""
        return conversations.rows(self._store.reading(), ids)

    def page(self, query: InboxQuery, after: str | None = None, limit: int = 50) -> Page:
        """Return the next rows of a list."""
        numbers, following = self.ids(query, after, limit)
        return Page(tuple(self.rows(numbers)), following)

    def conversation(self, id: UUID) -> Conversation | None:
        """Return one row."""
        return conversations.one(self._store.reading(), id)

    def row_id(self, conversation: UUID) -> int | None:
        """Return the number under which lists know a conversation."""
        return conversations.number(self._store.reading(), conversation)

    def counters(self, member: str) -> Counters:
        """Return what the sidebar shows to a member."""
        return counters.counters(self._store.reading(), member)

    def thread(self, conversation: UUID, limit: int = 500) -> Thread | None:
        """Return a conversation with its newest messages."""
        return threads.thread(self._store.reading(), conversation, limit)

    def contact(self, id: UUID) -> Contact | None:
        """Return a person outside."""
        return contacts.contact(self._store.reading(), id)

    def earlier(self, contact: UUID, excluding: UUID, limit: int = 5) -> list[Conversation]:
        """Return the other conversations of a person, newest first."""
        connection = self._store.reading()
        return conversations.rows(connection, contacts.conversations(connection, contact, excluding, limit))

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return the newest messages in which the words occur. May take 10 ms: ask from a worker thread."""
        return search.hits(self._store.reading(), text, limit)

    def outbox(self) -> list[Reply]:
        """Return what was handed in and neither sent nor taken back, oldest first."""
        return sending.outbox(self._store.reading())

    def drafts(self) -> list[Draft]:
        """Return what is being written, the last one written on top."""
        return drafts.every(self._store.reading())

    def draft(self, conversation: UUID) -> Draft | None:
        """Return the draft of a conversation."""
        return self._store.draft(conversation)

    def templates(self) -> list[TemplateUse]:
        """Return the templates with how often each was used."""
        return self._store.templates()

    def accounts(self) -> list[Account]:
        """Return the connected accounts."""
        return self._store.accounts()

    def members(self) -> list[Member]:
        """Return the team."""
        return self._store.members()

    def health(self) -> list[ChannelHealth]:
        """Return how each connected account is doing."""
        return [self._store.health(account.id) for account in self._store.accounts()]

    def unreadable(self, account: UUID) -> list[Unreadable]:
        """Return the payloads of an account that could not be read, newest first."""
        return health.unreadable(self._store.reading(), account)

    def tags(self) -> list[tuple[str, int]]:
        """Return the tags in use, most used first."""
        return counters.known_tags(self._store.reading())
