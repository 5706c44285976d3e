"""Connecting a forum: by the browser, which brings an encrypted key back, or by a pasted API key."""

import asyncio
import base64
import binascii
import hmac
import secrets
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from responder.connectors.discourse import words
from responder.connectors.discourse.api import Api, Key
from responder.connectors.discourse.connector import identity
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.oauth import Loopback

SCOPES = "read,write,notifications,session_info"


class _Site(Struct):
    title: str


class _Granted(Struct):
    key: str
    nonce: str


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect with a pasted API key and its member; without a key the forum asks in the browser."""
    base = await _forum(form.get("site", ""), clock, transport)
    pasted, user = form.get("key", "").strip(), form.get("user", "").strip().lstrip("@")
    if pasted and not user:
        raise Refused(words.USER)
    if not pasted.isascii() or not pasted.isprintable():
        raise SignInNeeded(words.LOGIN)
    key = Key(pasted, user=user) if pasted else await _granted(base, clock, open_browser)
    api = Api(base, key, clock, transport=transport)
    try:
        who = await identity(api, urlsplit(base).netloc, await api.login())
    finally:
        await api.client.aclose()
    options = {"base": base, "categories": form.get("categories", "").strip()}
    return SignIn(
        Account(
            id=ids.derived_id(ids.contact_id("discourse", who.server, who.remote_id), "account"),
            network="discourse", server=who.server, remote_id=who.remote_id, handle=who.handle, name=who.name,
            limits=who.limits, options=options, missing=who.missing,
        ),
        key.write(),
    )  # fmt: skip


async def _forum(address: str, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> str:
    """Return the address of a forum, which was asked whether it is one. Raises Refused."""
    text = address.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise Refused(words.NO_FORUM)
    if parts.scheme == "http" and not here:
        raise Refused(words.OPEN_LINE)
    base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    client = Client(base, clock, transport=transport)
    try:
        (await client.get("site/basic-info.json")).decode(_Site)
    except (Malformed, Gone) as error:
        raise Refused(words.NO_FORUM) from error
    finally:
        await client.aclose()
    return base


async def _granted(base: str, clock: Clock, open_browser: OpenBrowser) -> Key:
    """Ask in the browser; return the key that comes back, which only the pair made here can read."""
    pair = await asyncio.to_thread(rsa.generate_private_key, 65537, 2048)
    public = pair.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    client, nonce = secrets.token_hex(16), secrets.token_hex(16)
    async with Loopback(clock, "/discourse", wanted="payload") as back:
        asked = {
            "application_name": "Responder", "client_id": client, "nonce": nonce, "scopes": SCOPES,
            "public_key": public, "auth_redirect": f"{back.redirect_uri}?{urlencode({'state': back.state})}",
        }  # fmt: skip
        open_browser(f"{base}/user-api-key/new?{urlencode(asked)}")
        payload = (await back.values())["payload"]
    granted = opened(pair, payload)
    if not hmac.compare_digest(granted.nonce.encode(), nonce.encode()):
        raise Refused(words.LIE)
    return Key(granted.key, client=client)


def opened(pair: rsa.RSAPrivateKey, payload: str) -> _Granted:
    """Decrypt what a forum sent. Raises Refused."""
    try:
        sealed = base64.b64decode("".join(payload.split()))
    except (binascii.Error, ValueError) as error:
        raise Refused(words.LIE) from error
    oaep = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)  # noqa: S303 # as OpenSSL's OAEP is by default
    for way in (padding.PKCS1v15(), oaep):
        try:
            return msgspec.json.decode(pair.decrypt(sealed, way), type=_Granted)
        except (ValueError, msgspec.MsgspecError):
            continue
    raise Refused(words.LIE)
