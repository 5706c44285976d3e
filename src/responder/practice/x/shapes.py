"""How things look in the API, in both of its families of names."""

from datetime import UTC, datetime
from typing import Any

from responder.practice.x import text as reading
from responder.practice.x.world import PROBLEMS, SECOND, Dm, Post, User, World

NEW = {
    "history": "edit_history_post_ids",
    "referenced": "referenced_posts",
    "note": "note_post",
    "posts": "posts",
}
OLD = {"history": "edit_history_tweet_ids", "referenced": "referenced_tweets", "note": "note_tweet", "posts": "tweets"}  # fmt: skip
SHOWN = 280
"""After how many characters a long text is only whole in its note."""


def iso(at: int) -> str:
    """Write a time as the API does."""
    moment = datetime.fromtimestamp(at / SECOND, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Shapes:
    """Makes JSON for one request: only what it asked for, and what it wanted beside it."""

    def __init__(self, world: World, fields: set[str], expansions: set[str], user_fields: set[str], names: dict[str, str]) -> None:  # fmt: skip
        self._world = world
        self._fields, self._expansions, self._user_fields = fields, expansions, user_fields
        self._names = names
        self._users: dict[str, User] = {}
        self._posts: dict[str, Post] = {}
        self._media: list[str] = []
        self.errors: list[dict[str, Any]] = []

    def post(self, post: Post, *, alone: bool = False) -> dict[str, Any]:
        """Return a post with the fields asked for, and note whom and what it drags along unless it came `alone`."""
        links = reading.shortened(post.text, post.id)
        text = reading.shown(post.text, links)
        if not alone:
            self._along(post)
        references = [
            {"type": kind, "id": number}
            for kind, number in (("replied_to", post.reply_to), ("quoted", post.quoted))
            if number
        ]
        ids = {user.username.lower(): user.id for user in self._world.users.values()}
        parent = self._world.posts.get(post.reply_to or "")
        whole: dict[str, Any] = {
            "author_id": post.author, "created_at": iso(post.at), "conversation_id": post.conversation,
            "in_reply_to_user_id": parent.author if parent else None, "lang": "en",
            self._names["referenced"]: references, "entities": reading.entities(text, links, ids),
            "attachments": {"media_keys": [f"3_{number}" for number in post.media]} if post.media else None,
            self._names["note"]: {"text": text} if len(text) > SHOWN else None,
            "edit_controls": {"edits_remaining": 6 - len(post.history), "is_edit_eligible": not post.reply_to},
        }  # fmt: skip
        asked = self._fields | self._expansions | {one.removesuffix(".id") for one in self._expansions}
        asked |= {"attachments"} if "attachments.media_keys" in self._expansions else set()
        found = {name: value for name, value in whole.items() if name in asked and value}
        return {
            "id": post.id,
            "text": text if len(text) <= SHOWN else text[:SHOWN] + "…",
            self._names["history"]: post.history,
            **found,
        }

    def dm(self, dm: Dm) -> dict[str, Any]:
        """Return a private message."""
        if "sender_id" in self._expansions:
            self._users[dm.sender] = self._world.users[dm.sender]
        links = reading.shortened(dm.text, dm.id)
        self._media += dm.media
        found: dict[str, Any] = {
            "id": dm.id, "event_type": "MessageCreate", "text": reading.shown(dm.text, links), "sender_id": dm.sender,
            "dm_conversation_id": dm.conversation, "created_at": iso(dm.at),
        }  # fmt: skip
        if dm.media:
            found["attachments"] = {"media_keys": [f"3_{number}" for number in dm.media]}
        if links:
            found["entities"] = reading.entities(found["text"], links, {})
        return found

    def user(self, user: User) -> dict[str, Any]:
        """Return somebody."""
        counts = {"followers_count": user.followers, "following_count": 3, "post_count": 9, "listed_count": 0}
        if self._names is OLD:
            counts["tweet_count"] = counts.pop("post_count")
        whole = {
            "profile_image_url": f"https://pbs.twimg.example/{user.username}_normal.jpg", "public_metrics": counts,
            "verified": False, "protected": user.protected, "subscription_type": user.subscription,
        }  # fmt: skip
        found = {name: value for name, value in whole.items() if name in self._user_fields}
        return {"id": user.id, "name": user.name, "username": user.username, **found}

    def missing(self, number: str, parameter: str) -> None:
        """Say that a post cannot be shown, and why."""
        hidden = number in self._world.posts
        title, kind = ("Authorization Error", "not-authorized-for-resource") if hidden else ("Not Found Error", "resource-not-found")  # fmt: skip
        detail = f"Could not find tweet with {parameter}: [{number}]."
        self.errors.append({
            "title": title, "detail": detail, "type": PROBLEMS + kind, "resource_type": "tweet",
            "resource_id": number, "parameter": parameter, "value": number,
        })  # fmt: skip

    def around(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return an answer with what was wanted beside it."""
        dragged = {number: post for number, post in self._posts.items() if self._world.visible(post)}
        includes: dict[str, Any] = {}
        if dragged:
            includes[self._names["posts"]] = [self.post(post, alone=True) for post in dragged.values()]
        users = [user for user in self._users.values() if not user.protected or user is self._world.us]
        if users:
            includes["users"] = [self.user(user) for user in users]
        if self._media:
            includes["media"] = [self._picture(number) for number in dict.fromkeys(self._media)]
        errors = {"errors": self.errors} if self.errors else {}
        return {**body, **({"includes": includes} if includes else {}), **errors}

    def _along(self, post: Post) -> None:
        if "author_id" in self._expansions:
            self._users[post.author] = self._world.users[post.author]
        parent = self._world.posts.get(post.reply_to or "")
        if parent is not None and "in_reply_to_user_id" in self._expansions:
            self._users[parent.author] = self._world.users[parent.author]
        if self._expansions & {"referenced_posts", "referenced_tweets.id"}:
            for number in filter(None, (post.reply_to, post.quoted)):
                if number in self._world.posts:
                    self._posts[number] = self._world.posts[number]
                else:
                    self.missing(number, "referenced_tweets.id")
        if "attachments.media_keys" in self._expansions:
            self._media += post.media

    def _picture(self, number: str) -> dict[str, Any]:
        picture = self._world.pictures[number]
        found = {
            "media_key": f"3_{number}",
            "type": "photo",
            "url": f"https://pbs.twimg.example/{number}.jpg",
        }
        return {**found, "alt_text": picture.alt} if picture.alt else found
