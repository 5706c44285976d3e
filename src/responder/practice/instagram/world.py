"""What is on the account: media, comments, tags, conversations, and the rules that they pass."""

from collections.abc import Callable
from dataclasses import dataclass

from responder.practice.graph.chats import DAY, Chats, Direct
from responder.practice.graph.trouble import Trouble

US = "17841400000000001"
HANDLE = "grandlievre"
NAME = "Biscuiterie Grandlièvre"
LONGEST_COMMENT = 300


@dataclass
class Media:
    """A picture or a video; `owner` is a person, or us. `tagged` says that we are tagged in it."""

    id: str
    owner: str
    caption: str
    created: int
    tagged: bool = False
    open: bool = True


@dataclass
class Comment:
    """A comment; `parent` is the top comment for a reply."""

    id: str
    media: str
    parent: str
    author: str
    text: str
    created: int
    hidden: bool = False
    private: bool = False


def missing(node: str) -> Trouble:
    """Return what Instagram answers about an object that is not there."""
    return Trouble(100, f"Unsupported get request. Object with ID '{node}' does not exist", subcode=33)


class World(Chats):
    """One account. Its conversations have ids that are no numbers."""

    prefix, mark = "aWdfZAG06", "aWdfZAG1f"

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(now, US, 1_000)
        self.people[US] = HANDLE
        self.media: dict[str, Media] = {}
        self.comments: dict[str, Comment] = {}
        self.oldest_first = False

    def publish(self, caption: str, owner: str = US, *, tagged: bool = False) -> Media:
        """Publish."""
        made = Media("17" + self.number(), owner, caption, self._now(), tagged)
        self.media[made.id] = made
        return made

    def comment(self, under: str, text: str, author: str, *, ago: int = 0) -> Comment:
        """Comment on media, or answer a comment: an answer to an answer hangs under the top one. Raises Trouble."""
        above = self.comments.get(under)
        if above is None and under not in self.media:
            raise missing(under)
        media = self.media[above.media if above else under]
        if not media.open:
            raise Trouble(100, "(#100) Comments are turned off for this media")
        if not text.strip():
            raise Trouble(100, "(#100) The parameter message is required")
        if len(text) > LONGEST_COMMENT:
            raise Trouble(100, "(#100) Comment text is too long", user="The comment is too long.")
        parent = (above.parent or above.id) if above else ""
        made = Comment("179" + self.number(), media.id, parent, author, text, self._now() - ago)
        self.comments[made.id] = made
        return made

    def top(self, media: str) -> list[Comment]:
        """Return the top comments under media, newest first unless the network is told otherwise."""
        found = [one for one in self.comments.values() if one.media == media and not one.parent]
        return sorted(found, key=lambda one: (one.created, one.id), reverse=not self.oldest_first)

    def replies(self, comment: str) -> list[Comment]:
        """Return the answers to a comment, oldest first."""
        found = [one for one in self.comments.values() if one.parent == comment]
        return sorted(found, key=lambda one: (one.created, one.id))

    def remove(self, comment: str) -> None:
        """Delete a comment with its answers."""
        for other in self.replies(comment):
            del self.comments[other.id]
        del self.comments[comment]

    def answer_privately(self, comment_id: str, text: str) -> Direct:
        """Answer a comment in a message: once, and within seven days. Raises Trouble."""
        comment = self.comments.get(comment_id)
        if comment is None:
            raise missing(comment_id)
        if comment.private:
            raise Trouble(10900, "(#10900) Activity already replied to")
        if self._now() - comment.created > 7 * DAY:
            raise Trouble(10901, "(#10901) It is too late to reply privately to this comment")
        comment.private = True
        return self.write(self.thread_with(self.person(self.people[comment.author], "2")), US, text)
