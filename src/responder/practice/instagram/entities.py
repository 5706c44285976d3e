"""The objects as the API shows them, field by field (api_specs: IGUser, IGMedia, IGComment)."""

from typing import Any

from responder.practice.graph.chats import Direct, Thread
from responder.practice.graph.fields import Field, Values, parse, pick
from responder.practice.graph.paging import page, stamp
from responder.practice.instagram.world import HANDLE, NAME, US, Comment, Media, World

COMMENT = "id,text,timestamp"


class Entities:
    """Shows what is in the world. Without the permission for comments nobody's `username` is told."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.nameless: set[str] = set()

    def user(self, wanted: list[Field]) -> dict[str, Any]:
        """Return the account."""
        values: Values = {
            "id": lambda _: US, "username": lambda _: HANDLE, "name": lambda _: NAME,
            "profile_picture_url": lambda _: "https://scontent.example/us.jpg?sig=1", "media_count": lambda _: len(self._world.media),
            "followers_count": lambda _: 12,
        }  # fmt: skip
        return pick(values, wanted)

    def media(self, one: Media, wanted: list[Field]) -> dict[str, Any]:
        """Return media."""
        values: Values = {
            "id": lambda _: one.id,
            "caption": lambda _: one.caption or None,
            "media_type": lambda _: "IMAGE",
            "media_product_type": lambda _: "FEED",
            "permalink": lambda _: f"https://www.instagram.com/p/{one.id}/",
            "timestamp": lambda _: stamp(one.created),
            "username": lambda _: self._world.people[one.owner],
            "comments_count": lambda _: len([c for c in self._world.comments.values() if c.media == one.id]),
            "is_comment_enabled": lambda _: one.open,
            "comments": lambda f: self.comments(one.id, f.args, f.inside),
        }
        return pick(values, wanted)

    def comments(self, media: str, args: dict[str, str], inside: list[Field]) -> dict[str, Any]:
        """Return a page of the top comments under media."""
        wanted = inside or parse(COMMENT)
        found = self._world.top(media)
        return page(
            found, args, key=lambda c: c.id, show=lambda c: self.comment(c, wanted), usual=50, most=50
        )

    def replies(self, comment: str, args: dict[str, str], inside: list[Field]) -> dict[str, Any]:
        """Return a page of the answers to a comment."""
        wanted = inside or parse(COMMENT)
        found = self._world.replies(comment)
        return page(
            found, args, key=lambda c: c.id, show=lambda c: self.comment(c, wanted), usual=50, most=50
        )

    def comment(self, one: Comment, wanted: list[Field]) -> dict[str, Any]:
        """Return a comment; an edge without entries is left out."""
        name = None if one.author in self.nameless else self._world.people[one.author]
        values: Values = {
            "id": lambda _: one.id,
            "text": lambda _: one.text,
            "timestamp": lambda _: stamp(one.created),
            "username": lambda _: name,
            "from": lambda f: {"id": one.author, "username": name} if name else None,
            "hidden": lambda _: one.hidden,
            "like_count": lambda _: 0,
            "parent_id": lambda _: one.parent or None,
            "media": lambda f: self.media(self._world.media[one.media], f.inside or parse("id")),
            "user": lambda _: {"id": US} if one.author == US else None,
            "replies": lambda f: self._edge(self.replies(one.id, f.args, f.inside)),
        }
        return pick(values, wanted)

    def thread(self, one: Thread, wanted: list[Field]) -> dict[str, Any]:
        """Return a conversation."""
        people = [{"id": who, "username": self._world.people[who]} for who in (one.person, US)]
        values: Values = {
            "id": lambda _: one.id,
            "updated_time": lambda _: stamp(one.updated),
            "participants": lambda _: {"data": people},
            "messages": lambda f: self.messages(one, f.args, f.inside),
        }
        return pick(values, wanted)

    def messages(self, thread: Thread, args: dict[str, str], inside: list[Field]) -> dict[str, Any]:
        """Return a page of a conversation, newest first."""
        wanted = inside or parse("id,created_time")
        newest = sorted(thread.messages, key=lambda one: (one.created, one.id), reverse=True)
        return page(newest, args, key=lambda m: m.id, show=lambda m: self.direct(thread, m, wanted))

    def direct(self, thread: Thread, one: Direct, wanted: list[Field]) -> dict[str, Any]:
        """Return a message."""
        to = thread.person if one.author == US else US

        def who(number: str) -> dict[str, str]:
            return {"id": number, "username": self._world.people[number]}

        values: Values = {
            "id": lambda _: one.id,
            "created_time": lambda _: stamp(one.created),
            "from": lambda _: who(one.author),
            "to": lambda _: {"data": [who(to)]},
            "message": lambda _: one.text,
            "attachments": lambda _: (
                {"data": [{"image_data": {"url": one.picture}}]} if one.picture else None
            ),
            "shares": lambda _: None,
            "reply_to": lambda _: None,
        }
        return pick(values, wanted)

    def _edge(self, listing: dict[str, Any]) -> dict[str, Any] | None:
        return listing if listing["data"] else None
