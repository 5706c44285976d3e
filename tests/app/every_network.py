"""Every installed network with its practice network, and what a person types to sign in to it there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import httpx

from responder.app.practising import allowing
from responder.core.ports import OpenBrowser
from responder.practice import google
from responder.practice.bluesky.server import APP_PASSWORD
from responder.practice.discourse.server import ADMIN_KEY
from responder.practice.facebook import server as meta
from responder.practice.foursquare.server import KEY as PLACES_KEY
from responder.practice.ghost.server import KEY as GHOST_KEY
from responder.practice.instagram import server as insta
from responder.practice.linkedin import oauth as linkedin_apps
from responder.practice.mailbox import PASSWORD as MAIL_PASSWORD
from responder.practice.mailbox import USER as MAIL_USER
from responder.practice.reddit.server import APP as REDDIT_APP
from responder.practice.telegram.server import TOKEN as BOT_TOKEN
from responder.practice.threads import server as strings
from responder.practice.wordpress.server import PASSWORD as SITE_PASSWORD
from responder.practice.wordpress_com import api as wordpress_com_app
from responder.practice.x import oauth as x_apps
from tests.connectors.bluesky.people import Practice as Bluesky
from tests.connectors.contract import Simulated
from tests.connectors.discord.people import Practice as Discord
from tests.connectors.discourse.people import Practice as Discourse
from tests.connectors.facebook.practice import Practice as Facebook
from tests.connectors.feeds.practice import Practice as Feeds
from tests.connectors.foursquare.practice import Practice as Foursquare
from tests.connectors.ghost.practice import Practice as Ghost
from tests.connectors.google_business.people import Practice as GoogleBusiness
from tests.connectors.hackernews.practice import Practice as HackerNews
from tests.connectors.instagram.practice import Practice as Instagram
from tests.connectors.linkedin.practice import Practice as LinkedIn
from tests.connectors.mailbox.practice import Practice as Mailbox
from tests.connectors.mastodon.people import Practice as Mastodon
from tests.connectors.reddit.people import Practice as Reddit
from tests.connectors.telegram.people import Practice as Telegram
from tests.connectors.threads.practice import Practice as Threads
from tests.connectors.wordpress.practice import Practice as WordPress
from tests.connectors.wordpress_com.practice import Practice as WordPressCom
from tests.connectors.x.practice import Practice as X
from tests.connectors.youtube.people import Practice as YouTube
from tests.real.servers import free_port

APP_SECRET = "an-apps-s3cret"
Form = dict[str, str]


@dataclass(frozen=True)
class Network:
    """A practice network that runs, the form that signs in to it, and what of that form nobody may ever see again."""

    there: Simulated
    form: Form
    secret: tuple[str, ...]
    browser: OpenBrowser


def following(url: str) -> None:
    """Be a browser whose person allows everything at once."""
    Thread(target=httpx.get, args=(url,), kwargs={"follow_redirects": True, "timeout": 20}).start()


@contextmanager
def practised(name: str) -> Iterator[Network]:
    """Start one practice network, and end it."""
    make, server, typed, secret = NETWORKS[name]
    there = make()
    with getattr(there, server):
        form = typed(there)
        browser = allowing(there.server) if isinstance(there, Mastodon) else following
        yield Network(there, form, tuple(form[key] for key in secret), browser)


def _x(net: X) -> Form:
    port = free_port()
    net.x.oauth.apps["mine"] = x_apps.App("mine", f"http://127.0.0.1:{port}/signed-in", secret=APP_SECRET)
    return {"client_id": "mine", "client_secret": APP_SECRET, "api": net.x.url, "port": str(port)}


def _linkedin(net: LinkedIn) -> Form:
    port = free_port()
    net.linkedin.oauth.apps["mine"] = linkedin_apps.App(APP_SECRET, f"http://127.0.0.1:{port}/signed-in")
    return {"client_id": "mine", "client_secret": APP_SECRET, "api": net.linkedin.url, "port": str(port)}


def _meta(app: str, secret: str, url: str, dialog: str) -> Form:
    return {"app": app, "secret": secret, "url": url, "codes": url, "dialog": dialog, "port": "0"}


def _google(url: str) -> Form:
    return {"client_id": google.CLIENT_ID, "client_secret": google.CLIENT_SECRET, "api": url}


def _reddit(net: Reddit) -> Form:
    url, port = net.server.url, str(free_port())
    return {"client_id": REDDIT_APP, "user": "grandlievre", "api": url, "www": url, "port": port}


def _mail(net: Mailbox) -> Form:
    imap, smtp = net.box.imap_port, net.box.smtp_port
    return {
        "address": f"Support@{MAIL_USER.partition('@')[2]}", "user": MAIL_USER, "password": MAIL_PASSWORD,
        "imap": f"imap://127.0.0.1:{imap}", "smtp": f"127.0.0.1:{smtp}",
    }  # fmt: skip


def _wordpress_com(net: WordPressCom) -> Form:
    app, secret = wordpress_com_app.CLIENT_ID, wordpress_com_app.CLIENT_SECRET
    port = str(free_port())
    return {"client_id": app, "client_secret": secret, "api": net.site.url, "site": "practice.example", "port": port}  # fmt: skip


def _hacker_news(net: HackerNews) -> Form:
    url = net.site.url
    return {"watch": f"{net.story}", "user": "marie", "search": url, "items": url}


Row = tuple[Callable[[], Simulated], str, Callable[..., Form], tuple[str, ...]]
NETWORKS: dict[str, Row] = {
    "bluesky": (Bluesky, "net", lambda it: {"handle": "grandlievre.example", "server": it.net.url, "directory": it.net.url, "password": APP_PASSWORD}, ("password",)),
    "discord": (Discord, "server", lambda it: {"token": it.secret, "channels": "support", "api": f"{it.server.url}/api/v10"}, ("token",)),
    "discourse": (Discourse, "forum", lambda it: {"site": it.forum.url, "user": "shop", "key": ADMIN_KEY, "categories": "support"}, ("key",)),
    "email": (Mailbox, "box", _mail, ("password",)),
    "facebook": (Facebook, "server", lambda it: _meta(meta.APP, meta.SECRET, f"{it.server.url}/v26.0", f"{it.server.url}/v26.0/dialog/oauth"), ("secret",)),
    "feeds": (Feeds, "site", lambda it: {"address": it.secret}, ()),
    "foursquare": (Foursquare, "foursquare", lambda it: {"key": PLACES_KEY, "place": it.foursquare.shop.id, "api": it.foursquare.url}, ("key",)),
    "ghost": (Ghost, "site", lambda it: {"site": it.site.url, "key": GHOST_KEY, "member": "marie@example.test"}, ("key",)),
    "google-business": (GoogleBusiness, "server", lambda it: _google(it.server.url), ("client_secret",)),
    "hacker-news": (HackerNews, "site", _hacker_news, ()),
    "instagram": (Instagram, "server", lambda it: _meta(insta.APP, insta.SECRET, it.server.url, f"{it.server.url}/oauth/authorize"), ("secret",)),
    "linkedin": (LinkedIn, "linkedin", _linkedin, ("client_secret",)),
    "mastodon": (Mastodon, "server", lambda it: {"server": it.server.url}, ()),
    "reddit": (Reddit, "server", _reddit, ()),
    "telegram": (Telegram, "server", lambda it: {"token": BOT_TOKEN, "server": it.server.url}, ("token",)),
    "threads": (Threads, "server", lambda it: _meta(strings.APP, strings.SECRET, it.server.url, f"{it.server.url}/oauth/authorize"), ("secret",)),
    "wordpress": (WordPress, "site", lambda it: {"site": it.site.url, "user": "owner", "password": SITE_PASSWORD}, ("password",)),
    "wordpress-com": (WordPressCom, "site", _wordpress_com, ("client_secret",)),
    "x": (X, "x", _x, ("client_secret",)),
    "youtube": (YouTube, "server", lambda it: _google(it.server.url), ("client_secret",)),
}  # fmt: skip
"""Of each network: its practice, where the server is in it, what a person types, and which of that is secret."""
