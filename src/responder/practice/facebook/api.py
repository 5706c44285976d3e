"""The routes of the Graph API that a Page's inbox needs, and who may use them."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from responder.practice.facebook.entities import POST, RATING, THREAD, Entities
from responder.practice.facebook.world import PAGE, SHOP, Comment, Post, World
from responder.practice.graph.chats import Thread
from responder.practice.graph.fields import Field, Values, parse, pick
from responder.practice.graph.paging import page
from responder.practice.graph.server import Call
from responder.practice.graph.tokens import DAY, Token, Tokens
from responder.practice.graph.trouble import Trouble, gone

T = TypeVar("T")
TASKS = ["MODERATE", "CREATE_CONTENT", "MESSAGING", "MANAGE"]
READ, WRITE, TALK = "pages_read_user_content", "pages_manage_engagement", "pages_messaging"


class Api:
    """One Page's part of the Graph API. `tasks` are what the person may do on the Page."""

    def __init__(self, world: World, entities: Entities, tokens: Tokens) -> None:
        self._world, self._show, self._tokens = world, entities, tokens
        self.tasks = list(TASKS)
        self.pages = {PAGE: SHOP}

    def answer(self, call: Call) -> Any:
        """Return what is answered. Raises Trouble."""
        if call.path == ("oauth", "access_token"):
            return self._exchange(call)
        if call.path == ("debug_token",):
            self._tokens.check_app(*(call.token.split("|") if call.token.count("|") == 1 else ("", "")))
            return self._tokens.debug(call.needed("input_token"))
        token = self._tokens.find(call.token, call.params.get("appsecret_proof", ""))
        head = token.owner if call.path[:1] == ("me",) else "".join(call.path[:1])
        edge = "/".join(call.path[1:])
        if call.method == "GET":
            return self._read(head, edge, call, token)
        return self._write(head, edge, call, token)

    def _exchange(self, call: Call) -> Any:
        self._tokens.check_app(call.needed("client_id"), call.needed("client_secret"))
        if call.params.get("grant_type") == "fb_exchange_token":
            short = self._tokens.find(call.needed("fb_exchange_token"))
            token = self._tokens.issue(short.owner, "USER", short.scopes, 60 * DAY)
            return {"access_token": token.text, "token_type": "bearer", "expires_in": 60 * DAY}
        owner, scopes = self._tokens.redeem(call.needed("code"), call.needed("redirect_uri"))
        token = self._tokens.issue(owner, "USER", scopes, 7_200)
        return {"access_token": token.text, "token_type": "bearer", "expires_in": 7_200}

    # --- reading

    def _read(self, head: str, edge: str, call: Call, token: Token) -> Any:
        wanted = parse(call.params["fields"]) if "fields" in call.params else []
        if edge == "accounts":
            return self._accounts(wanted, token)
        if head == PAGE:
            return self._page_edge(edge, call, wanted, token)
        if edge == "comments":
            _needs(token, READ)
            self._there(head)
            return self._show.comments(head, call.params, wanted)
        if head in self._world.threads:
            _needs(token, TALK)
            return self._conversation(self._world.threads[head], edge, call, wanted)
        return self._object(head, edge, wanted, token)

    def _accounts(self, wanted: list[Field], token: Token) -> Any:
        if token.kind != "USER" or "pages_show_list" not in token.scopes:
            return {"data": []}
        shown = []
        for number, name in self.pages.items():

            def own(_: Field, number: str = number) -> str:
                seconds = 0 if token.expires - token.made > DAY else 7_200
                return self._tokens.issue(number, "PAGE", token.scopes, seconds).text

            values: Values = {"id": lambda _, n=number: n, "name": lambda _, n=name: n, "access_token": own, "tasks": lambda _: self.tasks}  # type: ignore[misc] # defaults hold the loop's values # fmt: skip
            shown.append(pick(values, wanted or parse("id,name,access_token,tasks")))
        return {"data": shown, "paging": {"cursors": {"before": "MA", "after": "MQ"}}}

    def _page_edge(self, edge: str, call: Call, wanted: list[Field], token: Token) -> Any:
        world, args = self._world, call.params
        match edge:
            case "":
                values: Values = {"id": lambda _: PAGE, "name": lambda _: SHOP, "link": lambda _: f"https://www.facebook.com/{PAGE}", "username": lambda _: "grandlievre"}  # fmt: skip
                return pick(values, wanted or parse("id,name"))
            case "feed" | "published_posts" | "visitor_posts" | "tagged":
                _needs(token, READ)
                posts = sorted(world.posts.values(), key=lambda p: (p.created, p.id), reverse=True)
                kept = [one for one in posts if _on(edge, one)]
                return self._paged(kept, args, wanted or parse(POST), edge)
            case "ratings":
                _needs(token, READ)
                newest = sorted(world.ratings, key=lambda one: one.created, reverse=True)
                chosen = wanted or parse(RATING)
                return page(
                    newest, args, key=lambda r: str(r.created), show=lambda r: self._show.rating(r, chosen)
                )
            case "conversations":
                _needs(token, TALK)
                return self._conversations(args, wanted or parse(THREAD))
        raise Trouble(100, f"(#100) Tried accessing nonexisting field ({edge}) on node type (Page)")

    def _paged(self, posts: Sequence[Post], args: dict[str, str], wanted: list[Field], edge: str) -> Any:
        return page(
            posts, args, key=lambda p: p.id, show=lambda p: self._show.post(p, wanted), url=f"/{PAGE}/{edge}"
        )

    def _conversations(self, args: dict[str, str], wanted: list[Field]) -> Any:
        if args.get("platform", "MESSENGER").upper() != "MESSENGER":
            return {"data": []}
        newest = sorted(self._world.threads.values(), key=lambda one: (one.updated, one.id), reverse=True)
        if "user_id" in args:
            newest = [one for one in newest if one.person == args["user_id"]]
        return page(newest, args, key=lambda t: t.id, show=lambda t: self._show.thread(t, wanted))

    def _conversation(self, thread: Thread, edge: str, call: Call, wanted: list[Field]) -> Any:
        if edge == "messages":
            return self._show.messages(thread, call.params, wanted)
        return self._show.thread(thread, wanted or parse(THREAD))

    def _object(self, head: str, edge: str, wanted: list[Field], token: Token) -> Any:
        found = self._world.message(head)
        if edge or (found is None and head not in self._world.posts and head not in self._world.comments):
            raise gone(head)
        if found is not None:
            _needs(token, TALK)
            return self._show.direct(*found, wanted or parse("id,created_time"))
        _needs(token, READ)
        if head in self._world.comments:
            return self._show.comment(
                self._world.comments[head], wanted or parse("id,message,from,created_time")
            )
        return self._show.post(self._world.posts[head], wanted or parse(POST))

    def _there(self, head: str) -> None:
        if head not in self._world.posts and head not in self._world.comments:
            raise gone(head)

    # --- writing

    def _write(self, head: str, edge: str, call: Call, token: Token) -> Any:
        match call.method, edge:
            case "POST", "messages" if head == PAGE:
                _needs(token, TALK)
                return self._send(call)
            case "POST", "photos" if head == PAGE:
                return self._upload(call)
            case "POST", "comments":
                _needs(token, WRITE)
                photo = call.params.get("attachment_id", "")
                if photo and photo not in self._world.photos:
                    raise Trouble(100, "(#100) Invalid attachment_id")
                return {
                    "id": self._world.comment(head, call.params.get("message", ""), PAGE, attachment=photo).id
                }
            case (("POST" | "DELETE"), "likes"):
                _needs(token, WRITE)
                self._comment(head).liked = call.method == "POST"
                return {"success": True}
            case "POST", "":
                _needs(token, WRITE)
                return self._change(self._comment(head), call)
            case "DELETE", "":
                _needs(token, WRITE)
                self._comment(head)
                self._world.remove(head)
                return {"success": True}
        raise Trouble(100, f"Unsupported {call.method.lower()} request.")

    def _send(self, call: Call) -> Any:
        try:
            recipient = json.loads(call.needed("recipient"))
            text = str(json.loads(call.needed("message"))["text"])
        except (ValueError, KeyError) as error:
            raise Trouble(100, "(#100) param message must be non-empty.") from error
        if "comment_id" in recipient:
            sent = self._world.answer_privately(recipient["comment_id"], text)
        elif "post_id" in recipient:
            sent = self._world.answer_post_privately(recipient["post_id"], text)
        else:
            tag = call.params.get("tag", "") if call.params.get("messaging_type") == "MESSAGE_TAG" else ""
            sent = self._world.answer(str(recipient.get("id", "")), text, tag)
        thread, _ = self._world.message(sent.id) or (None, None)
        return {"recipient_id": thread.person if thread else "", "message_id": sent.id}

    def _upload(self, call: Call) -> Any:
        if "source" not in call.files or call.params.get("published") != "false":
            raise Trouble(324, "(#324) Missing or invalid image file")
        number = self._world.number()
        self._world.photos[number] = call.files["source"]
        return {"id": number}

    def _comment(self, head: str) -> Comment:
        comment = self._world.comments.get(head)
        if comment is None:
            raise gone(head)
        return comment

    def _change(self, comment: Comment, call: Call) -> Any:
        if "is_hidden" in call.params:
            if comment.author == PAGE:
                raise Trouble(200, "(#200) You can't hide your own comment")
            comment.hidden = call.params["is_hidden"] == "true"
        if "message" in call.params:
            if comment.author != PAGE:
                raise Trouble(200, "(#200) Permissions error")
            comment.message = call.params["message"]
        return {"success": True}


def _needs(token: Token, scope: str) -> None:
    if scope not in token.scopes:
        raise Trouble(200, f"(#200) Requires {scope} permission to manage the object")


def _on(edge: str, post: Post) -> bool:
    if post.story:
        return False
    match edge:
        case "tagged":
            return post.tagged
        case "visitor_posts":
            return not post.tagged and post.author != PAGE
        case "published_posts":
            return post.author == PAGE
    return not post.tagged
