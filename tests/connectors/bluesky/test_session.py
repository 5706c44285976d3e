"""Sessions under load, and proofs: each made for one request to one server."""

import asyncio
import base64
import hashlib
import json
from typing import Any

import httpx
import pytest

from responder.connectors.bluesky.dpop import Prover, new_key
from responder.connectors.bluesky.homes import endpoint, named, place
from responder.connectors.bluesky.session import Session
from responder.core.errors import Refused, SignInNeeded
from tests.connectors.bluesky.people import Practice
from tests.connectors.contract import Memory


def part(proof: str, number: int) -> dict[str, Any]:
    text = proof.split(".")[number]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


def test_a_proof_is_for_one_request_and_holds_no_private_key() -> None:
    proof = Prover(new_key()).proof("GET", "https://pds.example/xrpc/x?limit=1#y", 7, "token")
    head, claims = part(proof, 0), part(proof, 1)
    assert (head["typ"], head["alg"], set(head["jwk"])) == ("dpop+jwt", "ES256", {"crv", "kty", "x", "y"})
    assert (claims["htm"], claims["htu"], claims["iat"]) == ("GET", "https://pds.example/xrpc/x", 7)
    digest = hashlib.sha256(b"token").digest()
    assert claims["ath"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert "nonce" not in claims


def test_a_nonce_is_only_for_the_server_that_gave_it() -> None:
    prover = Prover(new_key())
    assert prover.heard("https://auth.example/token", httpx.Headers({"DPoP-Nonce": "one"}))
    assert not prover.heard("https://auth.example/par", httpx.Headers({"DPoP-Nonce": "one"}))
    assert part(prover.proof("POST", "https://auth.example/par", 0), 1)["nonce"] == "one"
    assert "nonce" not in part(prover.proof("GET", "https://pds.example/xrpc/x", 0), 1)


def test_two_proofs_differ() -> None:
    prover = Prover(new_key())
    assert len({part(prover.proof("GET", "https://a.example/", 0), 1)["jti"] for _ in range(50)}) == 50


@pytest.mark.parametrize("key", ["", "{}", "[1]", '{"kty":"EC"}', "null"])
def test_a_key_that_is_none_needs_a_sign_in(key: str) -> None:
    with pytest.raises(SignInNeeded):
        Prover(key)


async def test_many_who_meet_an_ended_token_renew_it_once(net: Practice) -> None:
    net.net.expire()
    connectors = [net.connector(Memory()) for _ in range(6)]
    await asyncio.gather(*(connector.check() for connector in connectors))
    for connector in connectors:
        await connector.aclose()
    assert net.net.wire.sessions.refreshed == 1


async def test_a_renewed_session_of_somebody_else_is_not_taken(net: Practice) -> None:
    net.net.expire()
    net.fault(
        path="refreshSession",
        rewrite=lambda body: body.replace(b'"did":"did:plc:grand', b'"did":"did:plc:other'),
    )
    connector = net.connector(Memory())
    with pytest.raises(SignInNeeded):
        await connector.check()
    await connector.aclose()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("shop", "shop.bsky.social"),
        (" @Shop.Example ", "shop.example"),
        ("https://bsky.app/profile/shop.example/", "shop.example"),
        ("did:plc:abc", "did:plc:abc"),
    ],
)
def test_what_people_type_is_understood(given: str, name: str) -> None:
    assert named(given) == name


def test_a_document_names_only_servers_that_we_may_speak_to() -> None:
    def document(url: Any) -> Any:
        return {"service": [None, {"id": "#x"}, {"id": "did:plc:a#atproto_pds", "serviceEndpoint": url}]}

    assert endpoint(document("https://pds.example/")) == "https://pds.example"
    for bad in ("http://pds.example", "file:///etc", "https://a:b@c", 5, None, "https://["):
        assert endpoint(document(bad)) == ""
    assert [endpoint(one) for one in (None, [], {"service": 5}, "x")] == [""] * 4


def test_places_are_addresses_of_servers() -> None:
    assert place("pds.example/") == "https://pds.example"
    assert place("localhost:2583") == "http://localhost:2583"
    for bad in ("http://pds.example", "https://", "ftp://x", "https://x:99999"):
        with pytest.raises(Refused):
            place(bad)


async def test_who_was_refused_with_an_older_token_takes_the_newer(net: Practice) -> None:
    session = Session(net.vault, net.clock)
    assert await session.renew("an older token")
    assert net.vault.renewals == []
