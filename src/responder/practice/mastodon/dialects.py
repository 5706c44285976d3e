"""How servers that speak the Mastodon client API differ from each other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """One server software's habits. The defaults are those of Mastodon itself."""

    name: str = "mastodon"
    version: str = "4.4.2"
    characters: int = 500
    attachments: int = 4
    ids: str = "snowflake"
    websocket: bool = True
    server_sent: bool = True
    header_opens_socket: bool = True
    links: bool = True
    always_next: bool = False
    idempotency: bool = True
    since_id: bool = True
    bare_errors: bool = False
    second_instance: bool = True
    requests: bool = True
    delivery_seconds: float = 0.0
    pkce: bool = True
    discovery: bool = True
    optional_routes: bool = True
    first_redirect_only: bool = False
    limits: bool = True
    full_text: bool = True


MASTODON = Dialect()

GOTOSOCIAL = Dialect(
    name="gotosocial",
    version="0.19.1+git-0000000",
    characters=5000,
    attachments=6,
    ids="ulid",
    server_sent=False,
    header_opens_socket=False,
    always_next=True,
    idempotency=False,
    requests=False,
    pkce=False,
    full_text=False,
)

PLEROMA = Dialect(
    name="pleroma",
    version="2.7.2 (compatible; Akkoma 3.13.2)",
    characters=5000,
    ids="flake",
    server_sent=False,
    second_instance=False,
    requests=False,
    pkce=False,
    discovery=False,
)

SNAC = Dialect(
    name="snac",
    version="4.0.0 (not true; really snac/2.68)",
    characters=100_000,
    ids="hash",
    websocket=False,
    server_sent=False,
    links=False,
    idempotency=False,
    since_id=False,
    bare_errors=True,
    second_instance=False,
    requests=False,
    delivery_seconds=0.3,
    pkce=False,
    discovery=False,
    optional_routes=False,
    first_redirect_only=True,
    limits=False,
)

DIALECTS: dict[str, Dialect] = {d.name: d for d in (MASTODON, GOTOSOCIAL, PLEROMA, SNAC)}
