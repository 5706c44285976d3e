"""What is on the Page: people, posts, comments, recommendations, conversations, and the rules they pass."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from responder.practice.graph.trouble import Trouble, gone

PAGE = "104567890123456"
SHOP = "Biscuiterie Grandlièvre"
SECOND = 1_000_000
DAY = 86_400 * SECOND
LONGEST_COMMENT = 8_000
LONGEST_MESSAGE = 2_000


@dataclass
class Post:
    """Something on the Page's feed, or elsewhere when it names the Page. `author` is a person or the Page."""

    id: str
    author: str
    message: str
    created: int
    updated: int
    tagged: bool = False
    story: bool = False


@dataclass
class Comment:
    """A comment under an object; `parent` is the top comment for a reply. `private` is set once it was answered there."""

    id: str
    object: str
    parent: str
    author: str
    message: str
    created: int
    hidden: bool = False
    liked: bool = False
    attachment: str = ""
    private: str = ""


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


@dataclass
class Rating:
    """A recommendation; `story` is the post that stands for it."""

    person: str
    created: int
    text: str
    kind: str = "positive"
    stars: int = 0
    story: str = ""


class World:
    """One Page. `human_agent` is the feature that lets people answer within seven days; `closed` lists withheld permissions."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._ids = itertools.count(1)
        self.people: dict[str, str] = {PAGE: SHOP}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.threads: dict[str, Thread] = {}
        self.ratings: list[Rating] = []
        self.photos: dict[str, bytes] = {}
        self.human_agent = False
        self.refuses_repetition = False

    def number(self) -> str:
        """Return a new long number."""
        return str(122_100_000_000_000_000 + next(self._ids) * 7)

    def person(self, name: str, scope: str = "9") -> str:
        """Return somebody's id: app-scoped ids begin with 9, page-scoped with 2, and they are not the same."""
        for known, called in self.people.items():
            if called == name and known[0] == scope and known != PAGE:
                return known
        number = scope + self.number()[1:]
        self.people[number] = name
        return number

    def post(self, message: str, author: str = PAGE, *, tagged: bool = False, story: bool = False) -> Post:
        """Publish."""
        at = self._now()
        owner = author if tagged else PAGE
        made = Post(f"{owner}_{self.number()}", author, message, at, at, tagged, story)
        self.posts[made.id] = made
        return made

    def comment(
        self, under: str, message: str, author: str, *, ago: int = 0, attachment: str = ""
    ) -> Comment:
        """Comment on a post or on a comment; an answer to a reply hangs under the top comment. Raises Trouble."""
        above = self.comments.get(under)
        if above is None and under not in self.posts:
            raise gone(under)
        parent = (above.parent or above.id) if above else ""
        on = above.object if above else under
        self._allow(parent, on, message, author, attachment)
        number = f"{on.split('_')[1]}_{self.number()}"
        made = Comment(number, on, parent, author, message, self._now() - ago, attachment=attachment)
        self.comments[made.id] = made
        self.posts[on].updated = max(self.posts[on].updated, made.created)
        return made

    def _allow(self, parent: str, on: str, message: str, author: str, attachment: str) -> None:
        if not message.strip() and not attachment:
            raise Trouble(100, "(#100) One of the following params is required: message, attachment_id")
        if len(message) > LONGEST_COMMENT:
            raise Trouble(100, "(#100) Comment is too long", user="Your comment is too long.")
        if not self.refuses_repetition:
            return
        for other in self.comments.values():
            if (other.object, other.parent, other.author, other.message) == (on, parent, author, message):
                raise Trouble(506, "(#506) Duplicate status message")

    def under(self, object_id: str, *, stream: bool) -> list[Comment]:
        """Return the comments of a post or of a comment, oldest first; `stream` flattens replies."""
        if object_id in self.comments:
            found = [one for one in self.comments.values() if one.parent == object_id]
        else:
            mine = [one for one in self.comments.values() if one.object == object_id]
            found = [one for one in mine if stream or not one.parent]
        return sorted(found, key=lambda one: (one.created, one.id))

    def remove(self, comment: str) -> None:
        """Delete a comment with its replies."""
        for other in self.under(comment, stream=True):
            del self.comments[other.id]
        del self.comments[comment]

    # --- Messenger

    def thread_with(self, psid: str) -> Thread:
        """Return the conversation with somebody, a new one if need be."""
        for thread in self.threads.values():
            if thread.person == psid:
                return thread
        thread = Thread(f"t_{self.number()}", psid)
        self.threads[thread.id] = thread
        return thread

    def write(self, thread: Thread, author: str, text: str, *, ago: int = 0, picture: str = "") -> Direct:
        """Put a message into a conversation."""
        made = Direct(f"m_{self.number()}-{'x' * 40}", author, text, self._now() - ago, picture)
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
        theirs = [one.created for one in thread.messages if one.author != PAGE]
        return self._now() - max(theirs) if theirs else None

    def answer(self, psid: str, text: str, tag: str) -> Direct:
        """Send a message as the Page, within the window. Raises Trouble."""
        if len(text) > LONGEST_MESSAGE:
            raise Trouble(100, "(#100) Length of param message[text] must be less than or equal to 2000")
        thread = next((one for one in self.threads.values() if one.person == psid), None)
        if thread is None:
            raise Trouble(100, "(#100) No matching user found", subcode=2018001)
        since = self.waits(thread)
        late = since is None or since > DAY
        if late and tag == "HUMAN_AGENT" and not self.human_agent:
            raise Trouble(10, "(#10) This app does not have the Human Agent feature", subcode=2018276)
        if late and not (tag == "HUMAN_AGENT" and since is not None and since <= 7 * DAY):
            raise Trouble(10, "(#10) This message is sent outside of allowed window.", subcode=2018278)
        return self.write(thread, PAGE, text)

    def may_answer_privately(self, comment: Comment) -> bool:
        """Say whether the one private answer to a comment may still be given."""
        return comment.author != PAGE and not comment.private and self._now() - comment.created <= 7 * DAY

    def answer_privately(self, comment_id: str, text: str) -> Direct:
        """Answer a comment in Messenger: once, and within seven days. Raises Trouble."""
        comment = self.comments.get(comment_id)
        if comment is None:
            raise gone(comment_id)
        if comment.private:
            raise Trouble(10900, "(#10900) Activity already replied to")
        if not self.may_answer_privately(comment):
            raise Trouble(10901, "(#10901) It is too late to reply privately to this comment")
        thread = self.thread_with(self.person(self.people[comment.author], "2"))
        comment.private = thread.id
        return self.write(thread, PAGE, text)
