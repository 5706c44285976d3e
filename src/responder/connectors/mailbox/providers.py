"""Providers that let a program in with OAuth 2 instead of a password; the person brings their own app.

Sources: Google's page on XOAUTH2 for IMAP and SMTP; Microsoft's on signing an IMAP, POP or SMTP application in.
"""

import httpx

from responder.core.clock import Clock
from responder.core.errors import SignInNeeded
from responder.core.ports import Vault
from responder.net.client import Client
from responder.net.tokens import Bearer, Provider, Tokens, renewed

MICROSOFT = ("outlook.office365.com", "outlook.office.com", "imap-mail.outlook.com")
GOOGLE = ("imap.gmail.com",)
_LOGIN = "https://login.microsoftonline.com/common/oauth2/v2.0"


def named(host: str) -> str:
    """Return the provider of an IMAP server, "" for one that takes passwords."""
    return "google" if host in GOOGLE else "microsoft" if host in MICROSOFT else ""


def provider(name: str, client_id: str, client_secret: str = "") -> Provider:
    """Return a provider's OAuth 2. Raises SignInNeeded for one that we do not know."""
    if name == "google":
        return Provider(
            "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token",
            client_id, client_secret, ("https://mail.google.com/",), more={"access_type": "offline", "prompt": "consent"},
        )  # fmt: skip
    if name == "microsoft":
        scopes = (
            "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access",
        )  # fmt: skip
        return Provider(f"{_LOGIN}/authorize", f"{_LOGIN}/token", client_id, client_secret, scopes)
    raise SignInNeeded("This account was connected in a way that is not known any more: sign in again")


def client(name: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None) -> Client:
    """Return what to speak to a provider with; close it."""
    base = "https://oauth2.googleapis.com" if name == "google" else "https://login.microsoftonline.com"
    return Client(base, clock, transport=transport)


def bearer(
    name: str, vault: Vault, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
) -> Bearer:
    """Return what keeps an account's token fresh."""

    async def renewal(tokens: Tokens) -> Tokens:
        asking = client(name, clock, transport)
        try:
            how = provider(name, tokens.client_id, tokens.client_secret)
            return await renewed(how, asking, clock, tokens)
        finally:
            await asking.aclose()

    return Bearer(vault, clock, renewal)
