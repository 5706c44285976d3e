"""What people do on a real WordPress in these tests."""

from tests.practice.wordpress_checks import Wp
from tests.real.servers import RealServer

USERS = ("owner", "moderator", "author", "customer")


def site_of(server: RealServer) -> Wp:
    """Return a site to ask; its `client` wants to be closed."""
    passwords = {user: server[f"{user}_app_password"] for user in USERS}
    wp = Wp(server["url"], passwords, lambda title: make_post(wp, title), lambda post: close(wp, post))
    return wp


def make_post(wp: Wp, title: str) -> int:
    """Publish a post as its owner."""
    answer = wp.call("POST", "posts", "owner", {"title": title, "content": "We ship.", "status": "publish"})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def close(wp: Wp, post: int) -> None:
    """Forbid comments on a post."""
    assert wp.call("POST", f"posts/{post}", "owner", {"comment_status": "closed"}).status_code == 200
