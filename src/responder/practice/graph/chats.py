"""Conversations as Messenger has them, and the window in which a business may answer."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from responder.practice.graph.trouble import Trouble

DAY = 86_400 * 1_000_000


@dataclass
class Direct:
    """One message of a conversation. `author` is a page-scoped id, or the Page's."""

    id: str
    author: str
    text: str
    created: int
    picture: str = ""


@dataclass
class Thread:
    """A conversation with one person, by their page-scoped id."""

    id: str
    person: str
    messages: list[Direct] = field(default_factory=list)

    @property
    def updated(self) -> int:
        """Return when the last message came."""
        return max((one.created for one in self.messages), default=0)


class Chats:
    """The conversations of one business, `us`. `human_agent` is the feature that lets people answer within seven days."""

    prefix, mark = "t_", "m_"

    def __init__(self, now: Callable[[], int], us: str, longest: int) -> None:
        self._now = now
        self._ids = itertools.count(1)
        self.us = us
        self.longest = longest
        self.people: dict[str, str] = {}
        self.threads: dict[str, Thread] = {}
        self.human_agent = False

    def number(self) -> str:
        """Return a new long number."""
        return str(122_100_000_000_000_000 + next(self._ids) * 7)

    def person(self, name: str, scope: str = "9") -> str:
        """Return somebody's id: app-scoped ids begin with 9, page-scoped with 2, and they are not the same."""
        for known, called in self.people.items():
            if called == name and known[0] == scope and known != self.us:
                return known
        number = scope + self.number()[1:]
        self.people[number] = name
        return number

    def thread_with(self, psid: str) -> Thread:
        """Return the conversation with somebody, a new one if need be."""
        for thread in self.threads.values():
            if thread.person == psid:
                return thread
        thread = Thread(f"{self.prefix}{self.number()}", psid)
        self.threads[thread.id] = thread
        return thread

    def write(self, thread: Thread, author: str, text: str, *, ago: int = 0, picture: str = "") -> Direct:
        """Put a message into a conversation."""
        made = Direct(f"{self.mark}{self.number()}-{'x' * 40}", author, text, self._now() - ago, picture)
        thread.messages.append(made)
        return made

    def message(self, message_id: str) -> tuple[Thread, Direct] | None:
        """Return a message with its conversation."""
        for thread in self.threads.values():
            for one in thread.messages:
                if one.id == message_id:
                    return thread, one
        return None

    def waits(self, thread: Thread) -> int | None:
        """Return how long ago (µs) the person wrote last; None when they never did."""
        theirs = [one.created for one in thread.messages if one.author != self.us]
        return self._now() - max(theirs) if theirs else None

    def answer(self, psid: str, text: str, tag: str) -> Direct:
        """Send a message as the Page, within the window. Raises Trouble."""
        if len(text) > self.longest:
            raise Trouble(
                100, f"(#100) Length of param message[text] must be less than or equal to {self.longest}"
            )
        thread = next((one for one in self.threads.values() if one.person == psid), None)
        if thread is None:
            raise Trouble(100, "(#100) No matching user found", subcode=2018001)
        since = self.waits(thread)
        late = since is None or since > DAY
        if late and tag == "HUMAN_AGENT" and not self.human_agent:
            raise Trouble(10, "(#10) This app does not have the Human Agent feature", subcode=2018276)
        if late and not (tag == "HUMAN_AGENT" and since is not None and since <= 7 * DAY):
            raise Trouble(10, "(#10) This message is sent outside of allowed window.", subcode=2018278)
        return self.write(thread, self.us, text)
