"""What is on the Page: people, posts, comments, recommendations, conversations, and the rules they pass."""

from collections.abc import Callable
from dataclasses import dataclass

from responder.practice.graph.chats import Chats, Direct
from responder.practice.graph.trouble import Trouble, gone

PAGE = "104567890123456"
SHOP = "Biscuiterie Grandlièvre"
SECOND = 1_000_000
DAY = 86_400 * SECOND
LONGEST_COMMENT = 8_000


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
class Rating:
    """A recommendation; `story` is the post that stands for it."""

    person: str
    created: int
    text: str
    kind: str = "positive"
    stars: int = 0
    story: str = ""


class World(Chats):
    """One Page. `human_agent` is the feature that lets people answer within seven days; `closed` lists withheld permissions."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(now, PAGE, 2_000)
        self.people[PAGE] = SHOP
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.ratings: list[Rating] = []
        self.photos: dict[str, bytes] = {}
        self.refuses_repetition = False

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

    def answer_post_privately(self, post_id: str, text: str) -> Direct:
        """Answer somebody's post on the Page in Messenger. Raises Trouble."""
        post = self.posts.get(post_id)
        if post is None:
            raise gone(post_id)
        if self._now() - post.created > 7 * DAY:
            raise Trouble(10901, "(#10901) It is too late to reply privately to this post")
        return self.write(self.thread_with(self.person(self.people[post.author], "2")), PAGE, text)
