"""Pictures may come from a private network where we speak, never where we only read what strangers write."""

from uuid import UUID

from responder.app.networks import Networks
from responder.app.pictures import our_servers
from responder.core.accounts import Account


def account(network: str, server: str) -> Account:
    return Account(UUID(int=1), network, server, "1", "@shop", "Shop")


def test_the_server_of_a_feed_is_not_ours_and_that_of_our_blog_is() -> None:
    accounts = [account("wordpress", "blog.home"), account("feeds", "stranger.example"), account("gone", "x")]
    assert our_servers(accounts, Networks().manifests()) == {"blog.home"}


def test_what_a_network_declares_is_read_once() -> None:
    networks = Networks()
    assert networks.manifest("feeds") is networks.manifests()["feeds"]
