"""Direct messages: the chat service behind the PDS (lexicons chat.bsky.convo.*)."""

from dataclasses import dataclass, field
from typing import Any

from responder.practice.bluesky import ids
from responder.practice.bluesky.pds import Params, number
from responder.practice.bluesky.records import graphemes
from responder.practice.bluesky.sessions import Caller
from responder.practice.bluesky.views import Views
from responder.practice.bluesky.world import Trouble, World, written

Body = dict[str, Any]

LOG_PAGE = 50
MOST_GRAPHEMES = 1000
MOST_BYTES = 10_000

_DEFS = "chat.bsky.convo.defs#"


@dataclass
class Said:
    """One message; `hidden_from` are those who deleted it for themselves."""

    id: str
    rev: str
    sender: str
    text: str
    at: int
    facets: list[Any] = field(default_factory=list)
    hidden_from: set[str] = field(default_factory=set)


@dataclass
class Convo:
    """One conversation. `requests` are those who have not accepted it yet."""

    id: str
    members: tuple[str, ...]
    rev: str
    requests: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)


class Chat:
    """Everybody's conversations."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.convos: dict[str, Convo] = {}
        self._logs: dict[str, list[Body]] = {}

    # --- what people do

    def between(self, *members: str) -> Convo:
        """Return the conversation of these people, begun if there is none; the first began it."""
        found = next((c for c in self.convos.values() if set(c.members) == set(members)), None)
        if found is None:
            rev = self._tid()
            found = Convo(rev, members, rev, requests=set(members[1:]))
            self.convos[found.id] = found
            self._log(found, {"$type": f"{_DEFS}logBeginConvo"}, rev)
        return found

    def say(self, sender: str, convo: Convo, text: str, facets: list[Any] | None = None) -> Said:
        """Say something; who says something has accepted."""
        convo.requests.discard(sender)
        said = Said(self._tid(), self._tid(), sender, text, self._world.now(), facets or [])
        convo.said.append(said)
        convo.rev = said.rev
        message = self._message(said, "")
        self._log(convo, {"$type": f"{_DEFS}logCreateMessage", "message": message}, said.rev)
        return said

    def hide(self, did: str, convo: Convo, message: str) -> Said:
        """Delete a message for one reader only."""
        said = next((one for one in convo.said if one.id == message), None)
        if said is None:
            raise Trouble(400, "InvalidConvo", "Message not found")
        said.hidden_from.add(did)
        convo.rev = rev = self._tid()
        entry = {"$type": f"{_DEFS}logDeleteMessage", "message": self._message(said, did)}
        self._logs.setdefault(did, []).append({**entry, "rev": rev, "convoId": convo.id})
        return said

    # --- what programs ask

    def answer(self, method: str, caller: Caller, params: Params, body: Body) -> Body:
        """Answer a method of the chat service. Raises Trouble."""
        if not caller.chat:
            raise Trouble(400, "InvalidToken", "Bad token method")
        match method:
            case "getLog":
                return self._since(caller, (params.get("cursor") or [""])[0])
            case "listConvos":
                return self._list(caller, params)
            case "getConvo":
                return {
                    "convo": self._convo(self._mine(caller, (params.get("convoId") or [""])[0]), caller.did)
                }
            case "getConvoForMembers":
                return {"convo": self._convo(self._with(caller, params.get("members") or []), caller.did)}
            case "getMessages":
                return self._messages(caller, params)
            case "sendMessage":
                return self._send(caller, body)
            case "acceptConvo":
                return self._accept(caller, body)
            case "deleteMessageForSelf":
                convo = self._mine(caller, str(body.get("convoId")))
                return self._message(self.hide(caller.did, convo, str(body.get("messageId"))), caller.did)
        raise Trouble(501, "MethodNotImplemented", "Method Not Implemented")

    def _since(self, caller: Caller, cursor: str) -> Body:
        entries = [one for one in self._logs.get(caller.did, ()) if one["rev"] > cursor][:LOG_PAGE]
        return {"logs": entries, "cursor": entries[-1]["rev"] if entries else cursor}

    def _list(self, caller: Caller, params: Params) -> Body:
        limit = number(params, "limit", 50, 100)
        status = (params.get("status") or [""])[0]
        before = (params.get("cursor") or [""])[0]
        convos = sorted(self.convos.values(), key=lambda one: one.rev, reverse=True)
        found = [
            one
            for one in convos
            if caller.did in one.members
            and (not before or one.rev < before)
            and status in ("", "request" if caller.did in one.requests else "accepted")
        ][:limit]
        body: Body = {"convos": [self._convo(one, caller.did) for one in found]}
        return {**body, "cursor": found[-1].rev} if len(found) == limit else body

    def _messages(self, caller: Caller, params: Params) -> Body:
        convo = self._mine(caller, (params.get("convoId") or [""])[0])
        limit = number(params, "limit", 50, 100)
        before = (params.get("cursor") or [""])[0]
        newest = [one for one in reversed(convo.said) if not before or one.rev < before]
        body: Body = {"messages": [self._message(one, caller.did) for one in newest[:limit]]}
        return {**body, "cursor": newest[limit - 1].rev} if len(newest) > limit else body

    def _send(self, caller: Caller, body: Body) -> Body:
        convo = self._mine(caller, str(body.get("convoId")))
        message = body.get("message") or {}
        text = message.get("text")
        if not isinstance(text, str):
            raise Trouble(400, "InvalidRequest", 'Input/message must have the property "text"')
        if graphemes(text) > MOST_GRAPHEMES or len(text.encode()) > MOST_BYTES:
            raise Trouble(400, "InvalidRequest", "Input/message/text must not be longer than 1000 graphemes")
        others = [self._world.people[did] for did in convo.members if did != caller.did]
        if not all(one.takes_messages for one in others):
            raise Trouble(400, "MessagesDisabled", "recipient has disabled incoming messages")
        return self._message(self.say(caller.did, convo, text, message.get("facets")), caller.did)

    def _accept(self, caller: Caller, body: Body) -> Body:
        convo = self._mine(caller, str(body.get("convoId")))
        if caller.did not in convo.requests:
            return {}
        convo.requests.discard(caller.did)
        convo.rev = self._tid()
        return {"rev": convo.rev}

    def _with(self, caller: Caller, members: list[str]) -> Convo:
        if any(did not in self._world.people for did in members):
            raise Trouble(400, "RecipientNotFound", "recipient not found")
        return self.between(caller.did, *(did for did in members if did != caller.did))

    def _mine(self, caller: Caller, convo: str) -> Convo:
        found = self.convos.get(convo)
        if found is None or caller.did not in found.members:
            raise Trouble(400, "InvalidConvo", "Convo not found")
        return found

    # --- how it looks

    def _convo(self, convo: Convo, reader: str) -> Body:
        views = Views(self._world, reader)
        members = [{**views.author(did), "chatDisabled": False} for did in convo.members]
        body: Body = {
            "id": convo.id, "rev": convo.rev, "members": members, "muted": False, "unreadCount": 0,
            "status": "request" if reader in convo.requests else "accepted",
            "kind": {"$type": f"{_DEFS}directConvo"},
        }  # fmt: skip
        if convo.said:
            body["lastMessage"] = self._message(convo.said[-1], reader)
        return body

    def _message(self, said: Said, reader: str) -> Body:
        body: Body = {
            "id": said.id,
            "rev": said.rev,
            "sender": {"did": said.sender},
            "sentAt": written(said.at),
        }
        if reader in said.hidden_from:
            return {"$type": f"{_DEFS}deletedMessageView", **body}
        facets = {"facets": said.facets} if said.facets else {}
        return {"$type": f"{_DEFS}messageView", **body, "text": said.text, **facets}

    def _log(self, convo: Convo, entry: Body, rev: str) -> None:
        for did in convo.members:
            profiles = [Views(self._world, did).author(one) for one in convo.members]
            more = {"relatedProfiles": profiles} if "message" in entry else {}
            self._logs.setdefault(did, []).append({**entry, **more, "rev": rev, "convoId": convo.id})

    def _tid(self) -> str:
        return ids.tid(self._world.stamp())
