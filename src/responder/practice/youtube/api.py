"""The methods of the API that have to do with comments: who may ask for what, and how it is answered."""

import base64
import html
import json
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.google import GoogleAccounts, Trouble
from responder.practice.youtube.world import INLINED, Channel, Comment, Video, World

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
_STATUSES = ("published", "heldForReview", "likelySpam", "rejected")
_WRITE = 50
_USUAL = 20


class Api:
    """Answers for the owner of the channel."""

    def __init__(self, world: World, accounts: GoogleAccounts) -> None:
        self._world = world
        self._accounts = accounts

    async def answer(self, request: Request) -> Response:
        """Answer any request."""
        stamp = datetime.fromtimestamp(self._world.now() / 1e6, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        try:
            self._accounts.allow(request, SCOPE)
            response = self._route(request, await request.body())
        except Trouble as trouble:
            response = trouble.answer()
        response.headers["Date"] = stamp
        return response

    def _route(self, request: Request, body: bytes) -> Response:
        query = {name: ",".join(request.query_params.getlist(name)) for name in request.query_params}
        method, path = request.method, request.url.path.removeprefix("/youtube/v3/")
        if path == "search":
            return self._search(query)
        self._world.spend(1 if method == "GET" else _WRITE)
        acts: dict[tuple[str, str], Any] = {
            ("GET", "channels"): self._channels, ("GET", "videos"): self._videos,
            ("GET", "commentThreads"): self._threads, ("GET", "comments"): self._comments,
            ("DELETE", "comments"): self._delete, ("POST", "comments/setModerationStatus"): self._moderate,
        }  # fmt: skip
        writes = {("POST", "comments"): self._reply, ("POST", "commentThreads"): self._begin, ("PUT", "comments"): self._edit}  # fmt: skip
        if (method, path) in writes:
            _part(query)
            found: Response = writes[method, path](_json(body))
            return found
        if (method, path) not in acts:
            raise Trouble(404, "notFound", "Not Found")
        found = acts[method, path](query)
        return found

    # --- reading

    def _channels(self, query: dict[str, str]) -> Response:
        _part(query)
        us = self._world.us
        return _listing(
            "channel", [{"kind": "youtube#channel", "etag": "e", "id": us.id, "snippet": _channel(us)}]
        )

    def _videos(self, query: dict[str, str]) -> Response:
        _part(query)
        wanted = query.get("id", "").split(",")
        found = [_video(self._world.videos[key]) for key in wanted if key in self._world.videos]
        return _listing("video", found)

    def _search(self, query: dict[str, str]) -> Response:
        self._world.searches -= 1
        if self._world.searches < 0:
            raise Trouble(
                403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota."
            )
        words, after = query.get("q", "").casefold(), query.get("publishedAfter", "")
        found = [
            video for video in self._world.videos.values()
            if words in f"{video.title} {video.description}".casefold() and _stamp(video.at) >= after
        ]  # fmt: skip
        found.sort(key=lambda video: (video.at, video.id), reverse=True)
        shown = found[: _most(query, 50)]
        kind = "youtube#video"
        items = [
            {**_video(v), "kind": "youtube#searchResult", "id": {"kind": kind, "videoId": v.id}}
            for v in shown
        ]
        return _listing("searchList", items, total=len(found))

    def _threads(self, query: dict[str, str]) -> Response:
        _part(query)
        chosen = [
            name for name in ("allThreadsRelatedToChannelId", "channelId", "videoId", "id") if name in query
        ]
        if len(chosen) != 1:
            raise Trouble(400, "missingRequiredParameter", "No filter selected. Expected one of: id, videoId, channelId, allThreadsRelatedToChannelId")  # fmt: skip
        status = query.get("moderationStatus", "published")
        if status not in _STATUSES:
            raise Trouble(400, "invalidValue", f"Invalid value '{status}' for moderationStatus.")
        if query.get("allThreadsRelatedToChannelId", self._world.us.id) != self._world.us.id:
            raise Trouble(403, "forbidden", "One or more of the requested comment threads cannot be retrieved due to insufficient permissions.")  # fmt: skip
        found = self._world.threads(status)
        if "id" in query:
            found = [top for top in found if top.id in query["id"].split(",")]
        if "videoId" in query:
            found = [top for top in found if top.video == query["videoId"]]
        if "id" in query:
            shown, more = found[:_USUAL], ""  # no size can be asked for, and no further page
        else:
            shown, more = _paged(found, query, self._world.page)
        return _listing(
            "commentThread", [self._thread(top, status, query) for top in shown], more, len(found)
        )

    def _comments(self, query: dict[str, str]) -> Response:
        _part(query)
        if "id" in query:
            keys = query["id"].split(",")
            there = [self._world.comments[key] for key in keys if key in self._world.comments]
            shown = [self._comment(c, query, told=False) for c in there if c.status != "rejected"]
            return _listing("comment", shown[:_USUAL])
        if "parentId" not in query:
            raise Trouble(
                400, "missingRequiredParameter", "No filter selected. Expected one of: id, parentId"
            )
        if query["parentId"] not in self._world.comments:
            raise Trouble(404, "commentNotFound", "One or more of the comments cannot be found.")
        found = self._world.replies(query["parentId"])[self._world.lag :]
        shown_replies, more = _paged(found, query, self._world.page)
        return _listing("comment", [self._comment(c, query) for c in shown_replies], more, len(found))

    # --- writing

    def _reply(self, body: dict[str, Any]) -> Response:
        given = body.get("snippet") or {}
        if not given.get("parentId"):
            raise Trouble(400, "parentIdMissing", "The parent comment's ID is missing.")
        made = self._world.write(self._world.us, "", str(given.get("textOriginal", "")), given["parentId"])
        return JSONResponse(self._comment(made, {}))

    def _begin(self, body: dict[str, Any]) -> Response:
        given = body.get("snippet") or {}
        text = given.get("topLevelComment", {}).get("snippet", {}).get("textOriginal", "")
        made = self._world.write(self._world.us, str(given.get("videoId", "")), text)
        return JSONResponse(self._thread(made, "published", {}))

    def _edit(self, body: dict[str, Any]) -> Response:
        text = (body.get("snippet") or {}).get("textOriginal", "")
        return JSONResponse(
            self._comment(self._world.change(str(body.get("id", "")), text, self._world.us), {})
        )

    def _delete(self, query: dict[str, str]) -> Response:
        self._world.delete(query.get("id", ""))
        return Response(status_code=204)

    def _moderate(self, query: dict[str, str]) -> Response:
        status = query.get("moderationStatus", "")
        if status not in ("heldForReview", "published", "rejected"):
            raise Trouble(400, "invalidValue", f"Invalid value '{status}' for moderationStatus.")
        comments = [self._world.comment(key) for key in query.get("id", "").split(",")]
        for comment in comments:
            comment.status = status
            if status == "rejected" and query.get("banAuthor") == "true":
                self._world.banned.add(comment.author.id)
        return Response(status_code=204)

    # --- how it looks

    def _thread(self, top: Comment, status: str, query: dict[str, str]) -> dict[str, Any]:
        replies = self._world.replies(top.id, status)
        entity: dict[str, Any] = {
            "kind": "youtube#commentThread", "etag": "e", "id": top.id,
            "snippet": {
                "channelId": top.channel, "videoId": top.video, "topLevelComment": self._comment(top, query),
                "canReply": self._world.videos[top.video].comments_on, "totalReplyCount": len(replies), "isPublic": True,
            },
        }  # fmt: skip
        if replies:
            entity["replies"] = {"comments": [self._comment(reply, query) for reply in replies[:INLINED]]}
        return entity

    def _comment(self, comment: Comment, query: dict[str, str], *, told: bool = True) -> dict[str, Any]:
        plain = query.get("textFormat") == "plainText"
        snippet: dict[str, Any] = {
            "authorDisplayName": f"@{comment.author.handle}",
            "authorProfileImageUrl": f"https://yt3.ggpht.example/{comment.author.id}",
            "authorChannelUrl": f"http://www.youtube.com/@{comment.author.handle}",
            "authorChannelId": {"value": comment.author.id}, "channelId": comment.channel, "videoId": comment.video,
            "textDisplay": comment.text if plain else html.escape(comment.text, quote=False).replace("\n", "<br>"),
            "canRate": True, "viewerRating": "none", "likeCount": 0,
            "publishedAt": _stamp(comment.published), "updatedAt": _stamp(comment.updated),
        }  # fmt: skip
        if comment.author is self._world.us:
            snippet["textOriginal"] = comment.text
        if not comment.top:
            snippet["parentId"] = comment.thread
        if told:
            snippet["moderationStatus"] = comment.status
        if comment.picture:
            snippet["imageUrl"] = comment.picture
        return {"kind": "youtube#comment", "etag": "e", "id": comment.id, "snippet": snippet}


def _channel(channel: Channel) -> dict[str, Any]:
    return {"title": channel.title, "customUrl": f"@{channel.handle}", "description": ""}


def _video(video: Video) -> dict[str, Any]:
    snippet = {
        "publishedAt": _stamp(video.at), "channelId": video.channel.id, "title": video.title,
        "description": video.description, "channelTitle": video.channel.title,
    }  # fmt: skip
    return {"kind": "youtube#video", "etag": "e", "id": video.id, "snippet": snippet}


def _listing(kind: str, items: list[Any], more: str = "", total: int | None = None) -> Response:
    page = {"totalResults": len(items) if total is None else total, "resultsPerPage": len(items)}
    body: dict[str, Any] = {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "e",
        "pageInfo": page,
        "items": items,
    }
    return JSONResponse({**body, "nextPageToken": more} if more else body)


def _paged(found: list[Comment], query: dict[str, str], most: int) -> tuple[list[Comment], str]:
    """Return a page and the token of the next: the token names the last one shown, and outlives its deletion."""
    size, token = min(most, _most(query, _USUAL)), query.get("pageToken", "")
    if token:
        try:
            published, number = json.loads(base64.urlsafe_b64decode(token))
        except ValueError as error:
            raise Trouble(400, "invalidPageToken", "The specified page token is not valid.") from error
        found = [c for c in found if (c.published, c.number) < (published, number)]
    shown = found[:size]
    if len(found) <= size:
        return shown, ""
    last = [shown[-1].published, shown[-1].number]
    return shown, base64.urlsafe_b64encode(json.dumps(last).encode()).decode()


def _most(query: dict[str, str], usual: int) -> int:
    most = query.get("maxResults", str(usual))
    if not most.isdecimal() or not 1 <= int(most) <= 100:
        raise Trouble(
            400, "invalidParameter", f"Invalid value '{most}'. Values must be within the range: [1, 100]"
        )
    return int(most)


def _part(query: dict[str, str]) -> None:
    if "snippet" not in query.get("part", "").split(","):
        raise Trouble(400, "missingRequiredParameter", "Required parameter: part")


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Trouble(400, "parseError", "Parse Error") from error
    return found if isinstance(found, dict) else {}


def _stamp(at: int) -> str:
    return datetime.fromtimestamp(at / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
