"""The objects as the Graph API shows them, field by field (api_specs: Comment, PagePost, UnifiedThread, Recommendation)."""

from typing import Any

from responder.practice.facebook.world import PAGE, Comment, Post, Rating, World
from responder.practice.graph.chats import Direct, Thread
from responder.practice.graph.fields import Field, Values, parse, pick
from responder.practice.graph.paging import page, stamp

COMMENT = "created_time,from,message,id"
POST = "created_time,message,id"
THREAD = "id,link,updated_time"
MESSAGE = "id,created_time"
RATING = "created_time,recommendation_type,review_text"


class Entities:
    """Shows what is in the world; `private_people` are those whose names are kept back."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url
        self.private_people: set[str] = set()

    def comment(self, one: Comment, wanted: list[Field]) -> dict[str, Any]:
        """Return a comment."""
        world, ours = self._world, one.author == PAGE
        values: Values = {
            "id": lambda _: one.id,
            "from": lambda f: self._who(one.author, f),
            "message": lambda _: one.message,
            "message_tags": lambda _: None,
            "created_time": lambda _: stamp(one.created),
            "parent": lambda f: self.comment(world.comments[one.parent], f.inside or parse(COMMENT)) if one.parent else None,
            "object": lambda _: {"id": one.object},
            "permalink_url": lambda _: f"https://www.facebook.com/{one.object}/?comment_id={one.id.split('_')[1]}",
            "is_hidden": lambda _: one.hidden,
            "is_private": lambda _: False,
            "can_hide": lambda _: not ours,
            "can_remove": lambda _: True,
            "can_comment": lambda _: True,
            "can_like": lambda _: True,
            "can_reply_privately": lambda _: world.may_answer_privately(one),
            "comment_count": lambda _: len(world.under(one.id, stream=True)),
            "like_count": lambda _: int(one.liked),
            "user_likes": lambda _: one.liked,
            "attachment": lambda _: self._photo(one.attachment),
            "private_reply_conversation": lambda _: {"id": one.private} if one.private else None,
            "admin_creator": lambda _: {"id": "700", "name": "Somebody"} if ours else None,
            "comments": lambda f: self.comments(one.id, f.args, f.inside),
        }  # fmt: skip
        return pick(values, wanted)

    def comments(self, object_id: str, args: dict[str, str], inside: list[Field]) -> dict[str, Any]:
        """Return a page of an object's comments."""
        stream = args.get("filter", "toplevel").strip("'\"") == "stream"
        found = self._world.under(object_id, stream=stream)
        since = args.get("since", "")
        if since.isdecimal():
            found = [one for one in found if one.created >= int(since) * 1_000_000]
        if args.get("order", "chronological") == "reverse_chronological":
            found.reverse()
        wanted = inside or parse(COMMENT)
        answered = page(
            found, args, key=lambda c: c.id, show=lambda c: self.comment(c, wanted), url=f"{self._url}/{object_id}/comments"
        )  # fmt: skip
        if args.get("summary") == "true":
            answered["summary"] = {"order": "chronological", "total_count": len(found), "can_comment": True}
        return answered

    def post(self, one: Post, wanted: list[Field]) -> dict[str, Any]:
        """Return a post."""
        values: Values = {
            "id": lambda _: one.id,
            "from": lambda f: self._who(one.author, f),
            "message": lambda _: one.message or None,
            "story": lambda _: None,
            "created_time": lambda _: stamp(one.created),
            "updated_time": lambda _: stamp(one.updated),
            "permalink_url": lambda _: f"https://www.facebook.com/{one.id}",
            "attachments": lambda _: None,
            "can_reply_privately": lambda _: False,
            "is_hidden": lambda _: False,
            "comments": lambda f: self.comments(one.id, f.args, f.inside),
        }
        return pick(values, wanted)

    def thread(self, one: Thread, wanted: list[Field]) -> dict[str, Any]:
        """Return a conversation."""
        people = [{"id": who, "name": self._world.people[who], "email": f"{who}@facebook.com"} for who in (one.person, PAGE)]  # fmt: skip
        waits = self._world.waits(one)
        values: Values = {
            "id": lambda _: one.id,
            "link": lambda _: f"/{PAGE}/inbox/{one.id}/",
            "updated_time": lambda _: stamp(one.updated),
            "snippet": lambda _: one.messages[-1].text if one.messages else None,
            "message_count": lambda _: len(one.messages),
            "unread_count": lambda _: 0,
            "can_reply": lambda _: waits is not None and waits <= 7 * 86_400_000_000,
            "participants": lambda _: {"data": people},
            "senders": lambda _: {"data": people},
            "messages": lambda f: self.messages(one, f.args, f.inside),
        }
        return pick(values, wanted)

    def messages(self, thread: Thread, args: dict[str, str], inside: list[Field]) -> dict[str, Any]:
        """Return a page of a conversation, newest first."""
        wanted = inside or parse(MESSAGE)
        newest = sorted(thread.messages, key=lambda one: (one.created, one.id), reverse=True)
        return page(
            newest, args, key=lambda m: m.id, show=lambda m: self.direct(thread, m, wanted),
            url=f"{self._url}/{thread.id}/messages",
        )  # fmt: skip

    def direct(self, thread: Thread, one: Direct, wanted: list[Field]) -> dict[str, Any]:
        """Return a message of a conversation."""
        to = thread.person if one.author == PAGE else PAGE
        values: Values = {
            "id": lambda _: one.id,
            "created_time": lambda _: stamp(one.created),
            "from": lambda f: self._who(one.author, f),
            "to": lambda f: {"data": [self._who(to, f)]},
            "message": lambda _: one.text,
            "attachments": lambda _: {"data": [{"id": "1", "mime_type": "image/jpeg", "name": "a.jpg", "size": 9, "image_data": {"url": one.picture}}]} if one.picture else None,
            "sticker": lambda _: None,
            "shares": lambda _: None,
            "reply_to": lambda _: None,
        }  # fmt: skip
        return pick(values, wanted)

    def rating(self, one: Rating, wanted: list[Field]) -> dict[str, Any]:
        """Return a recommendation; it has no id of its own."""
        values: Values = {
            "id": lambda _: None,
            "created_time": lambda _: stamp(one.created),
            "has_rating": lambda _: bool(one.stars),
            "has_review": lambda _: bool(one.text),
            "rating": lambda _: one.stars or None,
            "recommendation_type": lambda _: one.kind or None,
            "review_text": lambda _: one.text or None,
            "reviewer": lambda f: self._who(one.person, f),
            "open_graph_story": lambda _: {"id": one.story} if one.story else None,
        }
        return pick(values, wanted)

    def _who(self, number: str, field: Field) -> dict[str, Any] | None:
        if number in self.private_people:
            return None
        values: Values = {
            "id": lambda _: number,
            "name": lambda _: self._world.people[number],
            "picture": lambda _: {"data": {"url": f"https://scontent.example/{number}.jpg?oh=signed"}},
        }
        return pick(values, field.inside or parse("id,name"))

    def _photo(self, photo: str) -> dict[str, Any] | None:
        if not photo:
            return None
        address = f"https://scontent.example/{photo}.jpg?oh=signed"
        return {"type": "photo", "media": {"image": {"src": address, "height": 9, "width": 9}}, "target": {"id": photo}, "url": f"https://www.facebook.com/photo/?fbid={photo}"}  # fmt: skip
