"""The routes of the Instagram API with Instagram Login, and who may use them."""

import json
from typing import Any

from responder.practice.graph.fields import Field, parse
from responder.practice.graph.paging import page
from responder.practice.graph.server import Call
from responder.practice.graph.tokens import DAY, Token, Tokens
from responder.practice.graph.trouble import Trouble
from responder.practice.instagram.entities import Entities
from responder.practice.instagram.world import US, Comment, World, missing

READ = "instagram_business_basic"
COMMENT = "instagram_business_manage_comments"
TALK = "instagram_business_manage_messages"


class Api:
    """One account's part of the API."""

    def __init__(self, world: World, entities: Entities, tokens: Tokens) -> None:
        self._world, self._show, self._tokens = world, entities, tokens

    def answer(self, call: Call) -> Any:
        """Return what is answered. Raises Trouble."""
        match call.method, call.path:
            case "POST", ("oauth", "access_token"):
                return self._code(call)
            case "GET", ("access_token",):
                return self._lasting(call)
            case "GET", ("refresh_access_token",):
                return self._again(call)
        token = self._tokens.find(call.token, call.params.get("appsecret_proof", ""))
        _needs(token, READ)
        head = US if call.path[:1] == ("me",) else "".join(call.path[:1])
        edge = "/".join(call.path[1:])
        wanted = parse(call.params["fields"]) if "fields" in call.params else []
        if call.method == "GET":
            return self._read(head, edge, call, wanted, token)
        return self._write(head, edge, call, token)

    def _code(self, call: Call) -> Any:
        self._tokens.check_app(call.needed("client_id"), call.needed("client_secret"))
        if call.params.get("grant_type") != "authorization_code":
            raise Trouble(100, "Invalid grant_type")
        owner, scopes = self._tokens.redeem(call.needed("code"), call.needed("redirect_uri"))
        token = self._tokens.issue(owner, "USER", scopes, 3_600)
        return {"data": [{"access_token": token.text, "user_id": owner, "permissions": ",".join(scopes)}]}

    def _lasting(self, call: Call) -> Any:
        if call.params.get("grant_type") != "ig_exchange_token":
            raise Trouble(100, "Invalid grant_type")
        self._tokens.check_app(self._tokens.app, call.needed("client_secret"))
        short = self._tokens.find(call.token)
        if short.expires - short.made > DAY:
            raise Trouble(100, "The access token is not a short-lived one")
        return self._given(self._tokens.issue(short.owner, "USER", short.scopes, 60 * DAY))

    def _again(self, call: Call) -> Any:
        if call.params.get("grant_type") != "ig_refresh_token":
            raise Trouble(100, "Invalid grant_type")
        old = self._tokens.find(call.token)
        if self._tokens.now() - old.made < DAY:
            raise Trouble(100, "The access token is less than 24 hours old")
        return self._given(self._tokens.issue(old.owner, "USER", old.scopes, 60 * DAY))

    def _given(self, token: Token) -> Any:
        return {"access_token": token.text, "token_type": "bearer", "expires_in": 60 * DAY, "permissions": ",".join(token.scopes)}  # fmt: skip

    def _read(self, head: str, edge: str, call: Call, wanted: list[Field], token: Token) -> Any:
        world, show = self._world, self._show
        match edge:
            case "media" | "tags" if head == US:
                mine = [m for m in world.media.values() if (m.tagged if edge == "tags" else m.owner == US)]
                newest = sorted(mine, key=lambda one: (one.created, one.id), reverse=True)
                chosen = wanted or parse("id")
                return page(newest, call.params, key=lambda m: m.id, show=lambda m: show.media(m, chosen))
            case "conversations" if head == US:
                _needs(token, TALK)
                threads = sorted(world.threads.values(), key=lambda one: (one.updated, one.id), reverse=True)
                if "user_id" in call.params:
                    threads = [one for one in threads if one.person == call.params["user_id"]]
                chosen = wanted or parse("id,updated_time")
                return page(threads, call.params, key=lambda t: t.id, show=lambda t: show.thread(t, chosen))
            case "comments" if head in world.media:
                _needs(token, COMMENT)
                return show.comments(head, call.params, wanted)
            case "replies" if head in world.comments:
                _needs(token, COMMENT)
                return show.replies(head, call.params, wanted)
            case "messages" if head in world.threads:
                _needs(token, TALK)
                return show.messages(world.threads[head], call.params, wanted)
            case "":
                return self._object(head, wanted, token)
        raise missing(head)

    def _object(self, head: str, wanted: list[Field], token: Token) -> Any:
        world, show = self._world, self._show
        if head == US:
            return show.user(wanted or parse("id"))
        if head in world.media:
            return show.media(world.media[head], wanted or parse("id"))
        if head in world.comments:
            _needs(token, COMMENT)
            return show.comment(world.comments[head], wanted or parse("id,text,timestamp"))
        found = world.message(head)
        if found is None:
            raise missing(head)
        _needs(token, TALK)
        return show.direct(*found, wanted or parse("id,created_time"))

    def _write(self, head: str, edge: str, call: Call, token: Token) -> Any:
        if edge == "messages" and head == US:
            _needs(token, TALK)
            return self._send(call)
        _needs(token, COMMENT)
        match call.method, edge:
            case "POST", "mentions" if head == US:
                return self._mention(call)
            case "POST", "comments" if head in self._world.media:
                return {"id": self._world.comment(head, call.needed("message"), US).id}
            case "POST", "replies":
                self._comment(head)
                return {"id": self._world.comment(head, call.needed("message"), US).id}
            case "POST", "":
                self._comment(head).hidden = call.needed("hide") == "true"
                return {"success": True}
            case "DELETE", "":
                self._comment(head)
                self._world.remove(head)
                return {"success": True}
        raise missing(head)

    def _mention(self, call: Call) -> Any:
        media = call.needed("media_id")
        if media not in self._world.media:
            raise missing(media)
        return {
            "id": self._world.comment(call.params.get("comment_id", media), call.needed("message"), US).id
        }

    def _send(self, call: Call) -> Any:
        try:
            recipient = json.loads(call.needed("recipient"))
            text = str(json.loads(call.needed("message"))["text"])
        except (ValueError, KeyError) as error:
            raise Trouble(100, "(#100) param message must be non-empty.") from error
        if "comment_id" in recipient:
            sent = self._world.answer_privately(recipient["comment_id"], text)
        else:
            tag = call.params.get("tag", "") if call.params.get("messaging_type") == "MESSAGE_TAG" else ""
            sent = self._world.answer(str(recipient.get("id", "")), text, tag)
        thread, _ = self._world.message(sent.id) or (None, None)
        return {"recipient_id": thread.person if thread else "", "message_id": sent.id}

    def _comment(self, head: str) -> Comment:
        if head not in self._world.comments:
            raise missing(head)
        return self._world.comments[head]


def _needs(token: Token, scope: str) -> None:
    if scope not in token.scopes:
        raise Trouble(10, f"(#10) Application does not have permission for this action: {scope}")
