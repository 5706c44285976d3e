"""The routes of a personal data server: sessions, records, blobs, names (lexicons com.atproto.*)."""

from typing import Any

from responder.practice.bluesky import ids
from responder.practice.bluesky.sessions import Caller, Sessions
from responder.practice.bluesky.world import Person, Record, Trouble, World

BLOB_BYTES = 50_000_000

Params = dict[str, list[str]]
Body = dict[str, Any]


class Pds:
    """Answers what a PDS answers itself. `url` is where it says that it is."""

    def __init__(self, world: World, sessions: Sessions, url: str) -> None:
        self._world = world
        self._sessions = sessions
        self._url = url

    # --- who

    def create_session(self, body: Body) -> Body:
        """Answer `server.createSession`."""
        identifier = _text(body, "identifier")
        opened = self._sessions.create(identifier, _text(body, "password"))
        person = self._world.who(identifier)
        assert person is not None
        return {**opened, **self._account(person)}

    def refresh_session(self, token: str) -> Body:
        """Answer `server.refreshSession`."""
        opened = self._sessions.refresh(token)
        return {
            **opened,
            **self._account(self._world.people[self._sessions.caller(str(opened["accessJwt"])).did]),
        }

    def session(self, caller: Caller) -> Body:
        """Answer `server.getSession`."""
        return self._account(self._world.people[caller.did])

    def resolve(self, handle: str) -> Body:
        """Answer `identity.resolveHandle`."""
        person = self._world.who(handle)
        if person is None:
            raise Trouble(400, "HandleNotFound", "Unable to resolve handle")
        return {"did": person.did}

    def document(self, person: Person) -> Body:
        """Return somebody's DID document, as the directory has it."""
        return {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": person.did,
            "alsoKnownAs": [f"at://{person.handle}"],
            "service": [
                {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self._url}
            ],
        }

    def _account(self, person: Person) -> Body:
        return {
            "did": person.did, "handle": person.handle, "didDoc": self.document(person),
            "email": "somebody@example.test", "emailConfirmed": True, "active": True,
        }  # fmt: skip

    # --- records

    def put(self, caller: Caller, body: Body) -> Body:
        """Answer `repo.putRecord`: an identical record changes nothing, and that is seen before the swap is."""
        collection, rkey, value = self._asked(caller, body)
        there = self._world.get(ids.uri(caller.did, collection, rkey))
        if there is not None and there.cid == ids.cid({"$type": collection, **value}):
            return {"uri": there.uri, "cid": there.cid, "validationStatus": "valid"}
        if "swapRecord" in body:
            found = there.cid if there else None
            if body["swapRecord"] != found:
                raise Trouble(400, "InvalidSwap", f"Record was at {found}")
        return self._written(self._world.put(caller.did, collection, rkey, value))

    def create(self, caller: Caller, body: Body) -> Body:
        """Answer `repo.createRecord`; a key that is taken is an error that nobody caught."""
        collection, rkey, value = self._asked(caller, {"rkey": ids.tid(self._world.stamp()), **body})
        if self._world.get(ids.uri(caller.did, collection, rkey)) is not None:
            raise Trouble(500, "InternalServerError", "Internal Server Error")
        same = [
            one for one in self._world.records[caller.did].get(collection, {}).values() if _twin(one, value)
        ]
        return self._written(same[0] if same else self._world.put(caller.did, collection, rkey, value))

    def delete(self, caller: Caller, body: Body) -> Body:
        """Answer `repo.deleteRecord`; what is not there is deleted already."""
        collection, rkey, _ = self._asked(caller, {**body, "record": {}})
        address = ids.uri(caller.did, collection, rkey)
        if self._world.get(address) is None:
            return {}
        self._world.remove(address)
        return {"commit": self._commit()}

    def record(self, params: Params) -> Body:
        """Answer `repo.getRecord`."""
        address = ids.uri(*(_one(params, name) for name in ("repo", "collection", "rkey")))
        found = self._world.get(address)
        if found is None:
            raise Trouble(400, "RecordNotFound", f"Could not locate record: {address}")
        return {"uri": found.uri, "cid": found.cid, "value": found.value}

    def list(self, params: Params) -> Body:
        """Answer `repo.listRecords`: by key, the highest first."""
        person = self._world.who(_one(params, "repo"))
        if person is None:
            raise Trouble(400, "InvalidRequest", "Could not find repo")
        limit = number(params, "limit", 50, 100)
        records = self._world.records[person.did].get(_one(params, "collection"), {})
        before = (params.get("cursor") or [""])[0]
        keys = [key for key in sorted(records, reverse=True) if not before or key < before][:limit]
        found = [
            {"uri": one.uri, "cid": one.cid, "value": one.value} for one in (records[key] for key in keys)
        ]
        return {"records": found, **({"cursor": keys[-1]} if keys else {})}

    def upload(self, caller: Caller, body: bytes, kind: str) -> Body:
        """Answer `repo.uploadBlob`."""
        if len(body) > BLOB_BYTES:
            raise Trouble(413, "PayloadTooLarge", "request entity too large")
        cid = ids.blob_cid(body)
        self._world.blobs[cid] = body, kind
        return {"blob": {"$type": "blob", "ref": {"$link": cid}, "mimeType": kind, "size": len(body)}}

    def _asked(self, caller: Caller, body: Body) -> tuple[str, str, Body]:
        person = self._world.who(_text(body, "repo"))
        if person is None or person.did != caller.did:
            raise Trouble(401, "AuthenticationRequired", "Invalid repo")
        record = body.get("record")
        if not isinstance(record, dict):
            raise Trouble(400, "InvalidRequest", 'Input must have the property "record"')
        return _text(body, "collection"), _text(body, "rkey"), record

    def _written(self, record: Record) -> Body:
        return {"uri": record.uri, "cid": record.cid, "commit": self._commit(), "validationStatus": "valid"}

    def _commit(self) -> Body:
        rev = ids.tid(self._world.stamp())
        return {"cid": ids.cid(rev), "rev": rev}


def _twin(record: Record, value: Body) -> bool:
    """Say whether a like is there already: the PDS keeps one for each subject."""
    subject = value.get("subject")
    return subject is not None and record.value.get("subject") == subject


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Trouble(400, "InvalidRequest", f'Input must have the property "{name}"')
    return value


def _one(params: Params, name: str) -> str:
    values = params.get(name)
    if not values:
        raise Trouble(400, "InvalidRequest", f'Error: Params must have the property "{name}"')
    return values[0]


def number(params: Params, name: str, default: int, most: int, least: int = 1) -> int:
    """Return a parameter that is a number. Raises Trouble out of its bounds."""
    value = (params.get(name) or [str(default)])[0]
    if not value.isdecimal() or not least <= int(value) <= most:
        raise Trouble(400, "InvalidRequest", f"Error: {name} must be an integer from {least} to {most}")
    return int(value)
