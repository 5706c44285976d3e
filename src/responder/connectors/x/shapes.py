"""How things look in X's answers, in either family of names."""

import re

from msgspec import Struct


class Reference(Struct):
    """A post that another one answers or quotes: `type` is replied_to, quoted or retweeted."""

    type: str
    id: str


class Name(Struct):
    """Somebody named in a text."""

    username: str | None = None
    id: str | None = None


class Url(Struct):
    """A link in a text. `media_key` marks one that only stands for a picture below."""

    url: str | None = None
    expanded_url: str | None = None
    media_key: str | None = None


class Entities(Struct):
    """What is in a text. Positions are not read: what they count is not said anywhere."""

    mentions: list[Name] | None = None
    urls: list[Url] | None = None


class Note(Struct):
    """The whole of a long text."""

    text: str
    entities: Entities | None = None


class Attached(Struct):
    """What hangs on a post."""

    media_keys: list[str] | None = None


class Post(Struct):
    """A post as the API gives it, in either family of names."""

    id: str
    text: str
    author_id: str | None = None
    created_at: str | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    lang: str | None = None
    entities: Entities | None = None
    attachments: Attached | None = None
    referenced_posts: list[Reference] | None = None
    referenced_tweets: list[Reference] | None = None
    note_post: Note | None = None
    note_tweet: Note | None = None
    edit_history_post_ids: list[str] | None = None
    edit_history_tweet_ids: list[str] | None = None

    @property
    def history(self) -> list[str]:
        """Return the ids of all its versions, the oldest first."""
        return self.edit_history_post_ids or self.edit_history_tweet_ids or [self.id]

    @property
    def key(self) -> str:
        """Return the id that stays when it is edited: that of its first version."""
        return self.history[0]

    @property
    def root(self) -> str:
        """Return the id of the post that the conversation hangs from."""
        return self.conversation_id or self.key

    @property
    def note(self) -> Note | None:
        """Return the whole text, where it is a long one."""
        return self.note_post or self.note_tweet

    def reference(self, kind: str) -> str | None:
        """Return the id of the post that it answers or quotes."""
        for one in self.referenced_posts or self.referenced_tweets or ():
            if one.type == kind:
                return one.id
        return None

    def names(self, user: str, handle: str) -> bool:
        """Say whether it mentions somebody."""
        for part in (self.entities, self.note.entities if self.note else None):
            for name in (part.mentions if part else None) or ():
                if name.id == user or (name.username or "").lower() == handle.lower():
                    return True
        text = self.note.text if self.note else self.text
        return re.search(rf"(?<![\w@/])@{re.escape(handle)}(?!\w)", text, re.IGNORECASE) is not None


class Counts(Struct):
    """Of somebody's figures only the followers are of interest."""

    followers_count: int | None = None


class User(Struct):
    """Somebody, as far as they were asked for."""

    id: str
    username: str = ""
    name: str = ""
    profile_image_url: str | None = None
    public_metrics: Counts | None = None
    subscription_type: str | None = None


class Media(Struct):
    """A picture or film."""

    media_key: str
    type: str = "photo"
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None


class Dm(Struct):
    """A private message."""

    id: str
    dm_conversation_id: str
    sender_id: str
    created_at: str
    text: str | None = None
    event_type: str = "MessageCreate"
    entities: Entities | None = None
    attachments: Attached | None = None

    @property
    def key(self) -> str:
        """Return the id that tells it from a post, and where to answer it."""
        return f"{self.root}/{self.id}"

    @property
    def root(self) -> str:
        """Return what its conversation hangs from: the conversation itself, as nobody can see its beginning."""
        return f"dm/{self.dm_conversation_id}"


class Problem(Struct):
    """Why something is not shown, or nothing done."""

    type: str = ""
    title: str = ""
    detail: str = ""
    resource_id: str | None = None
    value: str | None = None
    message: str = ""

    @property
    def kind(self) -> str:
        """Return the last part of its type, such as `resource-not-found`."""
        return self.type.rpartition("/")[2]


class Meta(Struct):
    """Where a page stands."""

    next_token: str | None = None
