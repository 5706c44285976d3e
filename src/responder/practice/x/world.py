"""What is on this X: people, posts, private messages, and the rules that a post passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from responder.practice.x import text as reading

SECOND = 1_000_000
EPOCH_MS = 1_288_834_974_657
"""When snowflakes began to be counted."""

PROBLEMS = "https://api.x.com/2/problems/"


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {"title": title, "detail": detail, "type": kind, "status": status, **more}


def forbidden(detail: str) -> Trouble:
    """Return the usual no."""
    return Trouble(403, "Forbidden", detail)


def invalid(message: str, **parameters: list[str]) -> Trouble:
    """Return the refusal of a question that makes no sense."""
    detail = "One or more parameters to your request was invalid."
    return Trouble(400, "Invalid Request", detail, PROBLEMS + "invalid-request", errors=[{"parameters": parameters, "message": message}])  # fmt: skip


@dataclass
class User:
    """Somebody with an account. `subscription` is None, Basic, Premium or PremiumPlus, as a word."""

    id: str
    username: str
    name: str
    followers: int = 12
    subscription: str = "None"
    protected: bool = False


@dataclass
class Post:
    """A version of a post: an edit makes a new one, with all ids in `history`."""

    id: str
    author: str
    text: str
    at: int
    history: list[str]
    conversation: str
    reply_to: str | None = None
    quoted: str | None = None
    media: list[str] = field(default_factory=list)
    hidden: bool = False

    @property
    def newest(self) -> bool:
        """Say whether it is the version that lists show."""
        return self.history[-1] == self.id


@dataclass
class Dm:
    """A private message."""

    id: str
    conversation: str
    sender: str
    text: str
    at: int
    media: list[str] = field(default_factory=list)


@dataclass
class Picture:
    """An uploaded picture."""

    id: str
    key: str
    category: str
    size: int
    alt: str = ""


class World:
    """One X. `us` is the account under test; `tier` lifts the rules of self-serve when it is `enterprise`."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._last = 0
        self.drift = 0
        self.users: dict[str, User] = {}
        self.posts: dict[str, Post] = {}
        self.dms: list[Dm] = []
        self.pictures: dict[str, Picture] = {}
        self.tier = "self-serve"
        self.same_words_anywhere = False
        self.depth = 800
        self.billed: list[tuple[str, str]] = []
        self.us = self.add_user("shop", "The Shop")

    def now(self) -> int:
        """Return X's own idea of the time (µs)."""
        return self._now() + self.drift

    def draw(self) -> str:
        """Return the next id: they rise, whatever the clock says."""
        snowflake = (self._now() // 1000 - EPOCH_MS) << 22
        self._last = max(self._last + 1, snowflake)
        return str(self._last)

    def add_user(self, username: str, name: str = "") -> User:
        """Return who has this handle; somebody new if need be."""
        for user in self.users.values():
            if user.username.lower() == username.lower():
                return user
        user = User(self.draw(), username, name or username.title())
        self.users[user.id] = user
        return user

    # --- posts

    def post(
        self,
        author: User,
        text: str,
        reply_to: str | None = None,
        quoted: str | None = None,
        media: list[str] | None = None,
    ) -> Post:
        """Publish, without asking whether it is allowed. An answer begins with the handle of who is answered."""
        number = self.draw()
        parent = self.posts.get(reply_to or "")
        if parent is not None and parent.author != author.id:
            handle = self.users[parent.author].username
            if handle.lower() not in reading.handles(text):
                text = f"@{handle} {text}"
        conversation = parent.conversation if parent else number
        post = Post(
            number, author.id, text, self.now(), [number], conversation, reply_to, quoted, media or []
        )
        self.posts[number] = post
        return post

    def edit(self, number: str, text: str) -> Post:
        """Make a new version; the old one can still be looked up."""
        old = self.posts[self.posts[number].history[-1]]
        new = Post(
            self.draw(), old.author, text, old.at, old.history, old.conversation, old.reply_to, old.quoted
        )
        old.history.append(new.id)
        self.posts[new.id] = new
        return new

    def delete(self, number: str) -> None:
        """Take a post back, in all its versions."""
        for version in self.posts[number].history:
            self.posts.pop(version, None)

    def names(self, post: Post, user: User) -> bool:
        """Say whether a post mentions somebody."""
        return user.username.lower() in reading.handles(post.text)

    def mentions(self, user: User) -> list[Post]:
        """Return who mentioned them, newest first, as far back as the list goes."""
        return self._newest(lambda post: post.author != user.id and self.names(post, user))[: self.depth]

    def timeline(self, user: User) -> list[Post]:
        """Return what somebody posted, newest first."""
        return self._newest(lambda post: post.author == user.id)

    def search(self, wanted: Callable[[Post], bool]) -> list[Post]:
        """Return what was posted in the last seven days and fits, newest first."""
        since = self.now() - 7 * 86_400 * SECOND
        return self._newest(lambda post: post.at >= since and wanted(post))

    def _newest(self, wanted: Callable[[Post], bool]) -> list[Post]:
        found = [post for post in self.posts.values() if post.newest and wanted(post) and self.visible(post)]
        return sorted(found, key=lambda post: int(post.id), reverse=True)

    def visible(self, post: Post) -> bool:
        """Say whether we may see it."""
        return not self.users[post.author].protected or post.author == self.us.id

    # --- the rules

    def create(self, body: dict[str, Any]) -> Post:
        """Publish as us, if X lets us. Raises Trouble."""
        text, media = str(body.get("text", "")), list(body.get("media", {}).get("media_ids", []))
        if not text and not media:
            raise Trouble(400, "Invalid Request", "One or more parameters to your request was invalid.", PROBLEMS + "invalid-request")  # fmt: skip
        longest = 25_000 if self.us.subscription.startswith("Premium") else 280
        if reading.weight(text[reading.ahead(text) :]) > longest:
            raise forbidden("Your Tweet text is too long. For more information please refer to the documentation.")  # fmt: skip
        parent = body.get("reply", {}).get("in_reply_to_tweet_id")
        if parent is not None:
            self._answerable(parent)
        if body.get("quote_tweet_id") and self.tier != "enterprise":
            raise forbidden("Quoting a post is not available to your access level.")
        if any(self._same(post, text, parent) for post in self.timeline(self.us)):
            raise forbidden("You are not allowed to create a Tweet with duplicate content.")
        if any(number not in self.pictures for number in media):
            raise Trouble(400, "Invalid Request", "Your media IDs are invalid.", PROBLEMS + "invalid-request")
        return self.post(self.us, text, parent, body.get("quote_tweet_id"), media)

    def _answerable(self, number: str) -> None:
        parent = self.posts.get(number)
        if parent is None or not self.visible(parent):
            raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
        quoted = self.posts.get(parent.quoted or "")
        summoned = self.names(parent, self.us) or (quoted is not None and quoted.author == self.us.id)
        if not summoned and parent.author != self.us.id and self.tier != "enterprise":
            raise forbidden("Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.")  # fmt: skip

    def _same(self, post: Post, text: str, parent: str | None) -> bool:
        same = post.text[reading.ahead(post.text) :] == text[reading.ahead(text) :]
        return same and (self.same_words_anywhere or post.reply_to == parent)

    # --- private messages

    def whisper(self, sender: User, to: User, text: str, media: list[str] | None = None) -> Dm:
        """Write a private message."""
        conversation = "-".join(sorted((sender.id, to.id), key=int))
        return self.whisper_in(sender, conversation, text, media)

    def whisper_in(self, sender: User, conversation: str, text: str, media: list[str] | None = None) -> Dm:
        """Write into a private conversation."""
        dm = Dm(self.draw(), conversation, sender.id, text, self.now(), media or [])
        self.dms.append(dm)
        return dm

    def heard(self, conversation: str | None = None) -> list[Dm]:
        """Return our private messages of the last 30 days, newest first."""
        since = self.now() - 30 * 86_400 * SECOND
        ours = [dm for dm in self.dms if dm.at >= since and self._ours(dm.conversation)]
        return [dm for dm in reversed(ours) if conversation in (None, dm.conversation)]

    def _ours(self, conversation: str) -> bool:
        return "-" not in conversation or self.us.id in conversation.split("-")
