"""The routes of a forum, as its JSON API answers them."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from responder.practice.discourse.world import Json, Topic, Trouble, User, World, forbidden

WINDOW = 50
"""How many ids `before` looks back over: a page may be shorter, where posts are gone or not public."""


class Api:
    """Answers one member. Every method returns what is written as JSON, or raises Trouble."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.uploads = 0

    def route(self, method: str, path: list[str], user: User, request: Request, given: Json) -> Any:
        """Answer a request; the path comes without `.json`."""
        match method, path:
            case "GET", ["session", "current"]:
                return {"current_user": _person(user)}
            case "GET", ["site"]:
                return {
                    "categories": [
                        {"id": number, "name": name, "slug": name.lower()}
                        for number, name in self._world.categories.items()
                    ]
                }
            case "GET", ["posts"]:
                return self._latest(user, int(request.query_params.get("before", "0")))
            case "POST", ["posts"]:
                return self._create(user, given)
            case _, ["posts", number]:
                return self._one(method, user, int(number), given)
            case "GET", ["t", *rest]:
                return self._topic(user, rest, request)
            case "GET", ["notifications"]:
                return self._notifications(user, request)
            case "GET", ["topics", "private-messages", username]:
                return self._private(user, username)
            case "POST", ["post_actions"]:
                return self._act(user, int(given["id"]), int(given["post_action_type_id"]))
            case "GET", ["search"]:
                return self._search(user, request.query_params.get("q", ""))
            case "POST", ["uploads"]:
                return self._upload(given)
        raise Trouble(404, "The requested URL or resource could not be found.", kind="not_found")

    def _latest(self, user: User, before: int) -> Json:
        world = self._world
        newest = max(world.posts, default=0) if before <= 0 else before
        seen = [
            one
            for one in world.posts.values()
            if one.deleted_at is None
            and one.type == 1
            and not world.topics[one.topic].private
            and one.id <= newest
        ]
        seen.sort(key=lambda one: one.id, reverse=True)
        if before > 0:
            seen = [one for one in seen if one.id > newest - WINDOW]
        return {"latest_posts": [{**world.shown(one, user), "raw": one.raw} for one in seen[:WINDOW]]}

    def _create(self, user: User, given: Json) -> Json:
        world, raw = self._world, str(given.get("raw", ""))
        if given.get("archetype") == "private_message":
            names = str(given.get("target_recipients") or given.get("target_usernames", "")).split(",")
            people = tuple(one.id for one in world.users.values() if one.username in names)
            topic = world.topic(str(given["title"]), people=(user.id, *people))
        elif given.get("topic_id"):
            topic = self._open(user, int(given["topic_id"]))
        else:
            topic = world.topic(str(given.get("title", "")), int(given.get("category") or 1))
        if world.approves:
            return {"action": "enqueued", "success": True, "pending_post": {"id": 1, "raw": raw}}
        number = given.get("reply_to_post_number")
        post = world.create(user, topic, raw, int(number) if number else None)
        return world.shown(post, user)

    def _open(self, user: User, number: int) -> Topic:
        topic = self._world.topics.get(number)
        if topic is None:
            raise Trouble(404, "The requested URL or resource could not be found.", kind="not_found")
        if topic.private and user.id not in topic.people:
            raise forbidden()
        return topic

    def _one(self, method: str, user: User, number: int, given: Json) -> Any:
        world = self._world
        post = world.one(user, number)
        if method == "PUT":
            told = given.get("post", given)
            post = world.edit(user, post, str(told.get("raw", given.get("post[raw]", ""))))
            return {"post": {**world.shown(post, user), "raw": post.raw}}
        if method == "DELETE":
            return world.delete(user, post)
        return {**world.shown(post, user), "raw": post.raw}

    def _topic(self, user: User, rest: list[str], request: Request) -> Json:
        number = int(next(part for part in rest if part.isdecimal()))
        topic = self._open(user, number)
        mine = [
            one
            for one in self._world.posts.values()
            if one.topic == number and (one.deleted_at is None or user.staff) and self._world.sees(user, one)
        ]
        mine.sort(key=lambda one: one.number)
        if rest[-1] == "posts":
            wanted = {int(one) for one in request.query_params.getlist("post_ids[]")}
            chosen = [one for one in mine if one.id in wanted] if wanted else mine[:20]
            return {"id": number, "post_stream": {"posts": [self._world.shown(one, user) for one in chosen]}}
        return {
            "id": number, "title": topic.title, "slug": "topic", "category_id": topic.category, "closed": topic.closed,
            "archetype": "private_message" if topic.private else "regular", "posts_count": len(mine),
            "highest_post_number": max((one.number for one in mine), default=0),
            "post_stream": {"posts": [self._world.shown(one, user) for one in mine[:20]], "stream": [one.id for one in mine]},
        }  # fmt: skip

    def _notifications(self, user: User, request: Request) -> Json:
        mine = [one for one in self._world.notifications if one["user_id"] == user.id]
        mine.sort(key=lambda one: one["id"], reverse=True)
        offset = int(request.query_params.get("offset", "0"))
        page = mine[offset : offset + 60]
        return {
            "notifications": page, "total_rows_notifications": len(mine), "seen_notification_id": 0,
            "load_more_notifications": f"/notifications?offset={offset + 60}&username={user.username}",
        }  # fmt: skip

    def _private(self, user: User, username: str) -> Json:
        if username != user.username:
            raise forbidden()
        world, topics = self._world, []
        for topic in world.topics.values():
            posts = [one for one in world.posts.values() if one.topic == topic.id]
            if user.id in topic.people and posts and any(one.user != user.id for one in posts):
                highest = max(one.number for one in posts)
                topics.append(
                    {
                        "id": topic.id,
                        "title": topic.title,
                        "slug": "topic",
                        "highest_post_number": highest,
                        "archetype": "private_message",
                        "posts_count": highest,
                    }
                )
        topics.sort(
            key=lambda one: max(p.id for p in world.posts.values() if p.topic == one["id"]), reverse=True
        )
        return {"users": [], "primary_groups": [], "topic_list": {"per_page": 30, "topics": topics[:30]}}

    def _act(self, user: User, number: int, kind: int) -> Json:
        post = self._world.one(user, number)
        by = post.flags.setdefault(kind, set())
        if user.id in by:
            raise Trouble(403, "You have already done that.", kind="invalid_access")
        by.add(user.id)
        post.hidden = post.hidden or kind == 8
        return self._world.shown(post, user)

    def _search(self, user: User, question: str) -> Json:
        words = [word for word in question.split() if ":" not in word]
        found = [
            one
            for one in self._world.posts.values()
            if self._world.sees(user, one)
            and one.deleted_at is None
            and not self._world.topics[one.topic].private
            and all(word.strip('"').casefold() in one.raw.casefold() for word in words)
        ]
        found.sort(key=lambda one: one.id, reverse=True)
        posts = []
        for one in found[:50]:
            shown = self._world.shown(one, user)
            posts.append(
                {
                    key: shown[key]
                    for key in (
                        "id",
                        "name",
                        "username",
                        "avatar_template",
                        "created_at",
                        "topic_id",
                        "post_number",
                    )
                }
                | {"blurb": one.raw[:200], "like_count": 0}
            )
        topics = [
            {"id": number, "title": topic.title, "category_id": topic.category}
            for number, topic in self._world.topics.items()
        ]
        return {
            "posts": posts,
            "topics": topics,
            "users": [],
            "categories": [],
            "tags": [],
            "groups": [],
            "grouped_search_result": {"term": question},
        }

    def _upload(self, given: Json) -> Json:
        file = given.get("file")
        if not isinstance(file, UploadFile):
            raise Trouble(422, "Sorry, there was an error uploading that file. Please try again.")
        self.uploads += 1
        name = file.filename or "x"
        return {
            "id": self.uploads,
            "url": f"/uploads/{name}",
            "original_filename": name,
            "short_url": f"upload://u{self.uploads}.png",
            "filesize": file.size,
        }


def _person(user: User) -> Json:
    return {
        "id": user.id, "username": user.username, "name": user.name, "admin": user.staff, "moderator": False,
        "staff": user.staff, "avatar_template": "/x/{size}.png", "trust_level": 2,
    }  # fmt: skip
