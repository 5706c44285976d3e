"""The practice Threads answers as Meta's documents say. There is no library of Meta's for it: it is asked by hand."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from responder.practice.graph.tokens import DAY
from responder.practice.threads import PracticeThreads
from responder.practice.threads.server import APP, SECRET
from responder.practice.threads.world import US


@pytest.fixture
def server() -> Iterator[PracticeThreads]:
    with PracticeThreads() as practice:
        yield practice


def ask(server: PracticeThreads, method: str, path: str, **params: Any) -> Any:
    values = {"access_token": server.token, **params}
    how = {"params": values} if method == "GET" else {"data": values}
    return httpx.request(method, f"{server.url}/v1.0/{path}", **how).json()  # type: ignore[arg-type] # one of two keywords


def test_a_reply_is_prepared_and_then_published_once(server: PracticeThreads) -> None:
    reply = server.post("how much?", "ana", to=server.post("New tins!"))
    made = ask(server, "POST", "me/threads", media_type="TEXT", text="nine", reply_to_id=reply)
    assert server.under(reply) == []
    assert ask(server, "GET", made["id"], fields="status")["status"] == "FINISHED"
    first = ask(server, "POST", f"{US}/threads_publish", creation_id=made["id"])
    again = ask(server, "POST", f"{US}/threads_publish", creation_id=made["id"])
    assert first == again
    assert ask(server, "GET", made["id"], fields="status")["status"] == "PUBLISHED"
    assert [one.text for one in server.under(reply)] == ["nine"]


def test_a_conversation_is_flat_and_newest_first(server: PracticeThreads) -> None:
    post = server.post("New tins!")
    top = server.post("how much?", "ana", to=post, ago=9)
    deep = server.post("nine", to=top)
    fields = "id,replied_to,root_post,is_reply_owned_by_me,hide_status"
    found = ask(server, "GET", f"{post}/conversation", fields=fields)["data"]
    assert [one["id"] for one in found] == [deep, top]
    assert (found[0]["replied_to"], found[0]["root_post"]) == ({"id": top}, {"id": post})
    assert found[0]["is_reply_owned_by_me"] is True
    oldest_first = ask(server, "GET", f"{post}/conversation", reverse="false")["data"]
    assert [one["id"] for one in oldest_first] == [top, deep]
    assert [one["id"] for one in ask(server, "GET", f"{post}/replies")["data"]] == [top]


def test_pages_go_on_by_their_cursor(server: PracticeThreads) -> None:
    post = server.post("New tins!")
    ids = [server.post(f"{n}", "ana", to=post, ago=100 - n) for n in range(7)]
    first = ask(server, "GET", f"{post}/replies", limit=5)
    second = ask(server, "GET", f"{post}/replies", limit=5, after=first["paging"]["cursors"]["after"])
    assert [one["id"] for one in (*first["data"], *second["data"])] == ids[::-1]
    assert "next" not in second["paging"]


def test_mentions_searches_and_limits(server: PracticeThreads) -> None:
    mention = server.post("I like @grandlievre", "ben")
    assert [one["id"] for one in ask(server, "GET", "me/mentions")["data"]] == [mention]
    found = ask(server, "GET", "keyword_search", q="LIKE", search_type="RECENT")["data"]
    assert [one["id"] for one in found] == [mention]
    (limits,) = ask(server, "GET", "me/threads_publishing_limit", fields="reply_quota_usage,reply_config")[
        "data"
    ]
    assert limits["reply_config"]["quota_total"] == 1000
    assert "error" in ask(server, "GET", f"{mention}/replies")


def test_hiding_is_for_top_replies(server: PracticeThreads) -> None:
    top = server.post("rude", "ana", to=server.post("New tins!"))
    deep = server.post("ruder", "ben", to=top)
    assert ask(server, "POST", f"{top}/manage_reply", hide="true") == {"success": True}
    assert ask(server, "GET", top, fields="hide_status")["hide_status"] == "HIDDEN"
    assert ask(server, "POST", f"{deep}/manage_reply", hide="true")["error"]["code"] == 100


def test_what_is_gone_or_too_long_is_refused(server: PracticeThreads) -> None:
    post = server.post("New tins!")
    server.delete(post)
    assert ask(server, "GET", post)["error"]["error_subcode"] == 33
    assert "500" in ask(server, "POST", "me/threads", media_type="TEXT", text="x" * 501)["error"]["message"]
    assert ask(server, "POST", "me/threads_publish", creation_id="1")["error"]["code"] == 24


def test_a_code_becomes_a_token_of_sixty_days_that_is_renewed(server: PracticeThreads) -> None:
    back = "http://localhost:1/"
    asked = {"client_id": APP, "redirect_uri": back, "state": "s", "scope": "threads_basic"}
    sent = httpx.get(f"{server.url}/oauth/authorize", params=asked).headers["location"]
    form = {"client_id": APP, "client_secret": SECRET, "grant_type": "authorization_code", "redirect_uri": back, "code": parse_qs(urlsplit(sent).query)["code"][0]}  # fmt: skip
    short = httpx.post(f"{server.url}/oauth/access_token", data=form).json()["access_token"]
    exchange = {"grant_type": "th_exchange_token", "client_secret": SECRET, "access_token": short}
    long = httpx.get(f"{server.url}/access_token", params=exchange).json()
    assert long["expires_in"] == 60 * DAY
    renew = {"grant_type": "th_refresh_token", "access_token": long["access_token"]}
    assert httpx.get(f"{server.url}/refresh_access_token", params=renew).status_code == 400
    server.drift = 2 * DAY * 1_000_000
    assert httpx.get(f"{server.url}/refresh_access_token", params=renew).json()["access_token"]
