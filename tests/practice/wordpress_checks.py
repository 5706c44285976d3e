"""What a WordPress answers to what: the same checks for the practice site and for a real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

VIEW = {
    "id", "post", "parent", "author", "author_name", "author_url", "date", "date_gmt", "content", "link", "status",
    "type", "author_avatar_urls", "meta", "_links",
}  # fmt: skip
EDIT = VIEW | {"author_email", "author_ip", "author_user_agent"}


@dataclass
class Wp:
    """A site to ask. `make_post` publishes one and returns its id, `close` forbids comments on it."""

    url: str
    passwords: dict[str, str]
    make_post: Callable[[str], int]
    close: Callable[[int], None]
    client: httpx.Client = field(default_factory=httpx.Client)

    def call(
        self, method: str, route: str, user: str | None = None, body: Any = None, **params: Any
    ) -> httpx.Response:
        login, _, password = (user or "").partition(":")
        auth = (login, password or self.passwords[login]) if user else None
        request: dict[str, Any] = {} if body is None else {"json": body}
        address = f"{self.url}/wp-json/wp/v2/{route}"
        return self.client.request(method, address, params=params, auth=auth, timeout=30, **request)

    def comment(self, post: int, text: str, user: str | None = None, parent: int = 0) -> int:
        """Comment, as a visitor when no user is named, and return the id."""
        who = {} if user else {"author_name": "Zoë", "author_email": "zoe@example.test"}
        answer = self.call("POST", "comments", user, {"post": post, "content": text, "parent": parent, **who})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def ids(self, user: str | None = "owner", **params: Any) -> list[int]:
        answer = self.call("GET", "comments", user, per_page=100, **params)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()]

    def raw(self, comment: int) -> str:
        answer = self.call("GET", f"comments/{comment}", "owner", context="edit")
        return str(answer.json()["content"]["raw"])


def said(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    return answer.status_code, answer.json()["code"]


class WordPressChecks:
    """Subclassed with a fixture `wp`."""

    @pytest.fixture
    def post(self, wp: Wp) -> int:
        return wp.make_post("Launch")

    def test_a_wrong_password_is_nobody_and_no_error(self, wp: Wp, post: int) -> None:
        wrong = "owner:wrong"
        assert wp.call("GET", "comments", wrong).status_code == 200
        assert said(wp.call("GET", "users/me", wrong, context="edit")) == (401, "rest_not_logged_in")
        assert said(wp.call("GET", "comments", wrong, status="hold")) == (401, "rest_forbidden_param")
        assert said(wp.call("GET", "comments", wrong, context="edit")) == (401, "rest_forbidden_context")
        body = {"post": post, "content": "as who?"}
        assert said(wp.call("POST", "comments", wrong, body)) == (400, "rest_comment_author_data_required")

    def test_who_may_see_what_waits(self, wp: Wp, post: int) -> None:
        held = wp.comment(post, "I wait")
        for user in ("owner", "moderator"):
            assert held in wp.ids(user, status="hold", context="edit")
        asked = {"status": "hold", "context": "edit"}
        assert said(wp.call("GET", "comments", "author", **asked)) == (403, "rest_forbidden_context")
        assert said(wp.call("GET", "comments", "customer", **asked)) == (403, "rest_forbidden_context")
        assert said(wp.call("GET", "comments", "customer", status="hold")) == (403, "rest_forbidden_param")
        assert held not in wp.ids("author", status="all")
        assert held not in wp.ids("customer")

    def test_capabilities_are_told_to_oneself(self, wp: Wp) -> None:
        may = {
            user: wp.call("GET", "users/me", user, context="edit").json()["capabilities"].get("moderate_comments", False)
            for user in ("owner", "moderator", "author", "customer")
        }  # fmt: skip
        assert may == {"owner": True, "moderator": True, "author": False, "customer": False}

    def test_who_lists_users_and_sees_which(self, wp: Wp, post: int) -> None:
        numbers = [wp.call("GET", "users/me", user).json()["id"] for user in ("owner", "author", "customer")]
        asked = {"include": ",".join(map(str, numbers)), "_fields": "id,capabilities"}
        listed = wp.call("GET", "users", "owner", context="edit", **asked).json()
        writes = {item["id"]: item["capabilities"].get("edit_posts", False) for item in listed}
        assert writes == dict(zip(numbers, (True, True, False), strict=True))
        assert said(wp.call("GET", "users", "author", context="edit")) == (403, "rest_forbidden_context")
        seen = {item["id"] for item in wp.call("GET", "users", "author", **asked).json()}
        assert numbers[0] in seen
        assert numbers[2] not in seen

    def test_verdicts_can_be_given_twice(self, wp: Wp, post: int) -> None:
        comment = wp.comment(post, "judge me")
        for verdict, status in (("approved", "approved"), ("approve", "approved"), ("hold", "hold"), ("spam", "spam"), ("trash", "trash")):  # fmt: skip
            for _ in range(2):
                answer = wp.call("POST", f"comments/{comment}", "moderator", {"status": verdict})
                assert (answer.status_code, answer.json()["status"]) == (200, status)
        refusal = wp.call("POST", f"comments/{comment}", "author", {"status": "approved"})
        assert said(refusal) == (403, "rest_cannot_edit")

    def test_deleting_is_trash_first_and_gone_by_force(self, wp: Wp, post: int) -> None:
        comment = wp.comment(post, "delete me")
        assert wp.call("DELETE", f"comments/{comment}", "owner").json()["status"] == "trash"
        assert said(wp.call("DELETE", f"comments/{comment}", "owner")) == (410, "rest_already_trashed")
        assert wp.call("DELETE", f"comments/{comment}", "owner", force="true").json()["deleted"] is True
        for method in ("GET", "DELETE", "POST"):
            assert said(wp.call(method, f"comments/{comment}", "owner")) == (404, "rest_comment_invalid_id")

    def test_any_is_all_and_all_is_not(self, wp: Wp, post: int) -> None:
        held, spam, trash = (wp.comment(post, text) for text in ("held", "spam", "trash"))
        wp.call("POST", f"comments/{spam}", "owner", {"status": "spam"})
        wp.call("POST", f"comments/{trash}", "owner", {"status": "trash"})
        ours = wp.comment(post, "ours", "owner")
        order = {"post": post, "orderby": "id", "order": "asc"}
        assert wp.ids(status="any", context="edit", **order) == [held, spam, trash, ours]
        assert wp.ids(status="all", context="edit", **order) == [held, ours]
        assert wp.ids(**order) == [ours]
        wanted = ",".join(map(str, (trash, 10**9, held)))
        assert wp.ids(status="any", context="edit", include=wanted, order="asc", orderby="id") == [
            held,
            trash,
        ]

    def test_the_same_text_is_taken_once_under_one_comment(self, wp: Wp, post: int) -> None:
        parent = wp.comment(post, "question", "owner")
        body = {"post": post, "parent": parent, "content": "An answer & more"}
        assert wp.call("POST", "comments", "moderator", body).status_code == 201
        assert said(wp.call("POST", "comments", "moderator", body)) == (409, "comment_duplicate")
        assert wp.call("POST", "comments", "owner", body).status_code == 201
        assert wp.call("POST", "comments", "moderator", {**body, "parent": 0}).status_code == 201

    def test_refusals_have_their_codes(self, wp: Wp, post: int) -> None:
        def create(**body: Any) -> tuple[int, str]:
            return said(wp.call("POST", "comments", "owner", body))

        assert create(post=post, content="   ") == (400, "rest_comment_content_invalid")
        assert create(content="nowhere") == (403, "rest_comment_invalid_post_id")
        assert create(post=10**8, content="nowhere") == (403, "rest_comment_invalid_post_id")
        assert create(post=post, content="é" * 33_000) == (400, "comment_content_column_length")
        wp.close(post)
        assert create(post=post, content="late") == (403, "rest_comment_closed")
        assert said(wp.call("GET", "nothing")) == (404, "rest_no_route")

    def test_pages_are_counted_and_end(self, wp: Wp, post: int) -> None:
        comments = [wp.comment(post, f"n{number}", "owner") for number in range(5)]
        first = wp.call("GET", "comments", post=post, per_page=2, order="asc", orderby="id")
        assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("5", "3")
        assert "next" in first.links
        last = wp.call("GET", "comments", post=post, per_page=2, page=3, order="asc", orderby="id")
        assert [item["id"] for item in last.json()] == comments[-1:]
        assert "next" not in last.links
        assert wp.call("GET", "comments", post=post, per_page=2, page=4).json() == []
        assert said(wp.call("GET", "comments", per_page=101)) == (400, "rest_invalid_param")

    def test_after_is_utc_with_a_z(self, wp: Wp, post: int) -> None:
        comment = wp.comment(post, "now", "owner")
        at = datetime.fromisoformat(wp.call("GET", f"comments/{comment}").json()["date_gmt"])
        before, then = at - timedelta(seconds=1), at
        assert wp.ids(post=post, after=f"{before.isoformat()}Z") == [comment]
        assert wp.ids(post=post, after=f"{then.isoformat()}Z") == []
        assert said(wp.call("GET", "comments", after="soon")) == (400, "rest_invalid_param")

    def test_answers_to_what_is_not_there_are_taken(self, wp: Wp, post: int) -> None:
        assert wp.comment(post, "to nobody", "owner", parent=10**8)

    def test_answers_move_up_when_a_comment_goes(self, wp: Wp, post: int) -> None:
        top = wp.comment(post, "top", "owner")
        middle = wp.comment(post, "middle", "owner", parent=top)
        leaf = wp.comment(post, "leaf", "owner", parent=middle)
        wp.call("DELETE", f"comments/{middle}", "owner", force="true")
        assert wp.call("GET", f"comments/{leaf}").json()["parent"] == top

    def test_an_author_waits_for_approval_too(self, wp: Wp, post: int) -> None:
        answer = wp.call("POST", "comments", "author", {"post": post, "content": "let me through"})
        assert answer.json()["status"] == "hold"
        assert "raw" not in answer.json()["content"]

    def test_a_comment_has_these_fields(self, wp: Wp, post: int) -> None:
        comment = wp.comment(post, "hello", "owner")
        seen = wp.call("GET", f"comments/{comment}").json()
        edited = wp.call("GET", f"comments/{comment}", "owner", context="edit").json()
        assert set(seen) == VIEW
        assert set(edited) == EDIT
        assert set(edited["content"]) == {"rendered", "raw"}
        assert seen["_links"]["up"][0]["href"].endswith(f"/wp/v2/posts/{post}")

    def test_a_post_tells_its_title_and_address(self, wp: Wp, post: int) -> None:
        answer = wp.call("GET", "posts", include=str(post), _fields="id,title,link,excerpt,date_gmt")
        assert [set(item) for item in answer.json()] == [{"id", "title", "link", "excerpt", "date_gmt"}]
        assert answer.json()[0]["title"]["rendered"] == "Launch"

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
            ("<b>now</b> &amp; here", "<b>now</b> &amp; here"),
            ("<script>alert(1)</script>hello", "alert(1)hello"),
            ("<h1>big</h1><em>words</em>", "big<em>words</em>"),
            ("two\n\nparagraphs", "two\n\nparagraphs"),
            ("&lt;b&gt; 📦 é", "&lt;b&gt; 📦 é"),
        ],
    )
    def test_markup_is_cleaned_for_those_who_may_not_write_it(
        self, wp: Wp, post: int, text: str, kept: str
    ) -> None:
        assert wp.raw(wp.comment(post, text)) == kept
        assert wp.raw(wp.comment(post, f"{text} ", "owner")) == text

    def test_the_api_is_also_at_rest_route(self, wp: Wp, post: int) -> None:
        comment = wp.comment(post, "hello", "owner")
        params = {"rest_route": "/wp/v2/comments", "post": post, "_fields": "id"}
        assert wp.client.get(f"{wp.url}/index.php", params=params).json() == [{"id": comment}]

    def test_the_front_page_names_the_api(self, wp: Wp) -> None:
        assert wp.client.get(f"{wp.url}/").links["https://api.w.org/"]["url"] == f"{wp.url}/wp-json/"
        index = wp.client.get(f"{wp.url}/wp-json/").json()
        page = index["authentication"]["application-passwords"]["endpoints"]["authorization"]
        assert page == f"{wp.url}/wp-admin/authorize-application.php"
        assert "wp/v2" in index["namespaces"]
