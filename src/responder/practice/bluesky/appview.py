"""The routes of the AppView: notifications, threads, feeds, search (lexicons app.bsky.*)."""

from typing import Any

from responder.practice.bluesky import ids
from responder.practice.bluesky.pds import Params, number
from responder.practice.bluesky.sessions import Caller
from responder.practice.bluesky.views import Views, key_of
from responder.practice.bluesky.world import Person, Record, Trouble, World, moment, written

Body = dict[str, Any]


class AppView:
    """Answers what a PDS passes on to the AppView."""

    def __init__(self, world: World) -> None:
        self._world = world

    def notifications(self, caller: Caller, params: Params) -> Body:
        """Answer `notification.listNotifications`: the newest first, by when they count as written."""
        limit = number(params, "limit", 50, 100)
        notices = sorted(self._world.notices[caller.did], key=key_of, reverse=True)[: self._world.listed]
        reasons = params.get("reasons")
        before = params.get("cursor")
        found = [
            notice
            for notice in notices
            if (not reasons or notice.reason in reasons)
            and (not before or key_of(notice) < _place(before[0]))
        ][:limit]
        body: Body = {
            "notifications": [Views(self._world, caller.did).notice(one) for one in found],
            "priority": False,
        }
        return {**body, "cursor": "::".join(key_of(found[-1]))} if found else body

    def unread(self, caller: Caller) -> Body:
        """Answer `notification.getUnreadCount`."""
        return {"count": len(self._world.notices[caller.did])}

    def posts(self, caller: Caller, params: Params) -> Body:
        """Answer `feed.getPosts`: those that are there."""
        uris = params.get("uris") or []
        if not 0 < len(uris) <= 25:
            raise Trouble(400, "InvalidRequest", "Error: uris must have from 1 to 25 elements")
        found = (self._world.get(uri) for uri in uris)
        views = Views(self._world, caller.did)
        return {"posts": [views.post(record) for record in found if record is not None]}

    def thread(self, caller: Caller, params: Params) -> Body:
        """Answer `feed.getPostThread`."""
        uri = (params.get("uri") or [""])[0]
        if self._world.get(uri) is None:
            raise Trouble(400, "NotFound", f"Post not found: {uri}")
        depth, height = number(params, "depth", 6, 1000, 0), number(params, "parentHeight", 80, 1000, 0)
        return {"thread": Views(self._world, caller.did).thread(uri, depth, height)}

    def profile(self, caller: Caller, params: Params) -> Body:
        """Answer `actor.getProfile`."""
        return Views(self._world, caller.did).profile(self._person(params))

    def author_feed(self, caller: Caller, params: Params) -> Body:
        """Answer `feed.getAuthorFeed`."""
        person = self._person(params)
        posts = [one for one in self._newest() if one.author == person.did]
        found, cursor = self._page(posts, params, 50)
        views = Views(self._world, caller.did)
        return {"feed": [views.feed(one) for one in found], **cursor}

    def search(self, caller: Caller, params: Params) -> Body:
        """Answer `feed.searchPosts`: every word, and the tag if one is named."""
        question = (params.get("q") or [""])[0]
        if not question.strip():
            raise Trouble(400, "BadQueryString", "q must be non-empty")
        tags = {tag.casefold() for tag in params.get("tag") or ()}
        words = [word.casefold() for word in question.split()]
        posts = [one for one in self._newest() if _has(one, words) and tags <= _tags(one)]
        found, cursor = self._page(posts, params, 25)
        views = Views(self._world, caller.did)
        return {"posts": [views.post(one) for one in found], **cursor}

    def _person(self, params: Params) -> Person:
        person = self._world.who((params.get("actor") or [""])[0])
        if person is None:
            raise Trouble(400, "InvalidRequest", "Profile not found")
        return person

    def _newest(self) -> list[Record]:
        return sorted(self._world.posts(), key=lambda one: (one.sort_at, one.cid), reverse=True)

    def _page(self, posts: list[Record], params: Params, usual: int) -> tuple[list[Record], Body]:
        limit = number(params, "limit", usual, 100)
        before = params.get("cursor")
        if before:
            at, cid = _place(before[0])
            posts = [one for one in posts if (written(one.sort_at), one.cid) < (at, cid)]
        since = params.get("since")
        if since:
            posts = [one for one in posts if one.sort_at >= moment(since[0])]
        found = posts[:limit]
        if len(posts) <= limit:
            return found, {}
        return found, {"cursor": f"{written(found[-1].sort_at)}::{found[-1].cid}"}


def _place(cursor: str) -> tuple[str, str]:
    at, _, cid = cursor.partition("::")
    return at, cid


def _has(record: Record, words: list[str]) -> bool:
    text = str(record.value.get("text", "")).casefold()
    return all(word in text for word in words)


def _tags(record: Record) -> set[str]:
    facets = record.value.get("facets") or ()
    features = [feature for facet in facets for feature in facet["features"]]
    return {feature["tag"].casefold() for feature in features if "tag" in feature}


def directory(world: World, path: str) -> Person | None:
    """Return whose DID document is asked of the directory."""
    return world.people.get(ids.parts(path.strip("/"))[0])
