"""The routes of the Threads API, and who may use them."""

from collections.abc import Sequence
from typing import Any

from responder.practice.graph.fields import Field, Values, parse, pick
from responder.practice.graph.paging import page, stamp
from responder.practice.graph.server import Call
from responder.practice.graph.tokens import DAY, Token, Tokens
from responder.practice.graph.trouble import Trouble
from responder.practice.threads.world import HANDLE, REPLIES_A_DAY, US, Media, World, missing

BASIC, READ, MANAGE = "threads_basic", "threads_read_replies", "threads_manage_replies"
PUBLISH, MENTIONS, SEARCH = "threads_content_publish", "threads_manage_mentions", "threads_keyword_search"


class Api:
    """One account's part of the API. `nameless` are authors whose names are kept back."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world, self._tokens = world, tokens
        self.nameless: set[str] = set()

    def answer(self, call: Call) -> Any:
        """Return what is answered. Raises Trouble."""
        match call.method, call.path:
            case "POST", ("oauth", "access_token"):
                return self._code(call)
            case "GET", ("access_token",):
                return self._lasting(call)
            case "GET", ("refresh_access_token",):
                return self._again(call)
            case "GET", ("debug_token",):
                self._tokens.find(call.token)
                return self._tokens.debug(call.needed("input_token"))
        token = self._tokens.find(call.token)
        _needs(token, BASIC)
        head = US if call.path[:1] == ("me",) else "".join(call.path[:1])
        edge = "/".join(call.path[1:])
        if call.method == "GET":
            return self._read(head, edge, call, token)
        return self._write(head, edge, call, token)

    def _code(self, call: Call) -> Any:
        self._tokens.check_app(call.needed("client_id"), call.needed("client_secret"))
        owner, scopes = self._tokens.redeem(call.needed("code"), call.needed("redirect_uri"))
        return {"access_token": self._tokens.issue(owner, "USER", scopes, 3_600).text, "user_id": int(owner)}

    def _lasting(self, call: Call) -> Any:
        if call.params.get("grant_type") != "th_exchange_token":
            raise Trouble(100, "Invalid grant_type")
        self._tokens.check_app(self._tokens.app, call.needed("client_secret"))
        short = self._tokens.find(call.token)
        if short.expires - short.made > DAY:
            raise Trouble(100, "The access token is not a short-lived one")
        return self._given(short)

    def _again(self, call: Call) -> Any:
        if call.params.get("grant_type") != "th_refresh_token":
            raise Trouble(100, "Invalid grant_type")
        old = self._tokens.find(call.token)
        if self._tokens.now() - old.made < DAY:
            raise Trouble(100, "The access token is less than 24 hours old")
        return self._given(old)

    def _given(self, old: Token) -> Any:
        token = self._tokens.issue(old.owner, "USER", old.scopes, 60 * DAY)
        return {"access_token": token.text, "token_type": "bearer", "expires_in": 60 * DAY}

    # --- reading

    def _read(self, head: str, edge: str, call: Call, token: Token) -> Any:
        wanted = parse(call.params.get("fields", "id"))
        all_media = list(self._world.media.values())
        if head == "keyword_search":
            words = call.needed("q").casefold()
            every = SEARCH in token.scopes
            hits = [m for m in all_media if words in m.text.casefold() and (every or m.author == HANDLE)]
            return self._list(hits, call, wanted)
        match edge:
            case "threads" if head == US:
                return self._list([m for m in all_media if m.author == HANDLE and not m.to], call, wanted)
            case "mentions" if head == US:
                _needs(token, MENTIONS)
                named = [m for m in all_media if f"@{HANDLE}" in m.text and m.author != HANDLE]
                return self._list(named, call, wanted)
            case "threads_publishing_limit" if head == US:
                return self._limits(wanted)
            case "replies" | "conversation" if head in self._world.media:
                _needs(token, READ)
                self._own(head)
                below = self._world.below(head, all_levels=edge == "conversation")
                return self._list(below, call, wanted, reverse=call.params.get("reverse", "true") == "true")
            case "":
                return self._one(head, wanted)
        raise missing(head)

    def _own(self, head: str) -> None:
        """Refuse to list replies to what is somebody else's."""
        media = self._world.media[head]
        root = self._world.media.get(media.root or media.id)
        if media.author != HANDLE and (root is None or root.author != HANDLE):
            raise Trouble(10, "Application does not have permission for this action")

    def _list(self, media: Sequence[Media], call: Call, wanted: list[Field], *, reverse: bool = True) -> Any:
        ordered = sorted(media, key=lambda one: (one.created, one.id), reverse=reverse)
        return page(ordered, call.params, key=lambda m: m.id, show=lambda m: self.media(m, wanted))

    def _one(self, head: str, wanted: list[Field]) -> Any:
        if head == US:
            values: Values = {
                "id": lambda _: US, "username": lambda _: HANDLE, "name": lambda _: "Biscuiterie Grandlièvre",
                "threads_profile_picture_url": lambda _: "https://scontent.example/us.jpg",
            }  # fmt: skip
            return pick(values, wanted)
        container = self._world.containers.get(head)
        if container is not None:
            told: Values = {"id": lambda _: head, "status": lambda _: self._world.status(container), "error_message": lambda _: None}  # fmt: skip
            return pick(told, wanted)
        if head not in self._world.media:
            raise missing(head)
        return self.media(self._world.media[head], wanted)

    def _limits(self, wanted: list[Field]) -> Any:
        values: Values = {
            "id": lambda _: None,
            "reply_quota_usage": lambda _: self._world.answered_today(),
            "reply_config": lambda _: {"quota_total": REPLIES_A_DAY, "quota_duration": DAY},
            "quota_usage": lambda _: 0,
            "config": lambda _: {"quota_total": 250, "quota_duration": DAY},
        }
        return {"data": [pick(values, wanted)]}

    def media(self, one: Media, wanted: list[Field]) -> dict[str, Any]:
        """Return a post or a reply."""
        name = None if one.author in self.nameless else one.author
        values: Values = {
            "id": lambda _: one.id,
            "text": lambda _: one.text or None,
            "username": lambda _: name,
            "permalink": lambda _: f"https://www.threads.net/@{one.author}/post/{one.id}",
            "timestamp": lambda _: stamp(one.created),
            "media_type": lambda _: "TEXT_POST",
            "media_url": lambda _: None,
            "shortcode": lambda _: one.id[-6:],
            "root_post": lambda _: {"id": one.root} if one.root else None,
            "replied_to": lambda _: {"id": one.to} if one.to else None,
            "is_reply": lambda _: bool(one.to),
            "is_reply_owned_by_me": lambda _: bool(one.to) and one.author == HANDLE,
            "hide_status": lambda _: ("HIDDEN" if one.hidden else "NOT_HUSHED") if one.to else None,
            "reply_audience": lambda _: "EVERYONE",
            "has_replies": lambda _: bool(self._world.below(one.id, all_levels=False)),
            "topic_tag": lambda _: None,
            "profile_picture_url": lambda _: f"https://scontent.example/{one.author}.jpg",
            "is_verified": lambda _: False,
        }
        return pick(values, wanted)

    # --- writing

    def _write(self, head: str, edge: str, call: Call, token: Token) -> Any:
        match call.method, edge:
            case "POST", "threads" if head == US:
                _needs(token, PUBLISH)
                if call.needed("media_type") != "TEXT":
                    raise Trouble(100, "Media must lie on a public server")
                return {"id": self._world.prepare(call.needed("text"), call.params.get("reply_to_id", "")).id}
            case "POST", "threads_publish" if head == US:
                _needs(token, PUBLISH)
                return {"id": self._world.publish(call.needed("creation_id")).id}
            case "POST", "manage_reply":
                _needs(token, MANAGE)
                return self._manage(head, call.needed("hide") == "true")
            case "DELETE", "" if head in self._world.media:
                if self._world.media[head].author != HANDLE:
                    raise Trouble(10, "Application does not have permission for this action")
                self._world.remove(head)
                return {"success": True, "deleted_id": head}
        raise missing(head)

    def _manage(self, head: str, hide: bool) -> Any:
        if head not in self._world.media:
            raise missing(head)
        media = self._world.media[head]
        if media.to != media.root or self._world.media[media.root].author != HANDLE:
            raise Trouble(100, "Only top-level replies to your own posts can be hidden")
        media.hidden = hide
        return {"success": True}


def _needs(token: Token, scope: str) -> None:
    if scope not in token.scopes:
        raise Trouble(10, f"Application does not have permission for this action: {scope}")
