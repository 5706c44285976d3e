"""The practice Mastodon is faithful: the most used client library drives it, and its answers fit the schema."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jsonschema
import mastodon
import pytest

from responder.practice.mastodon import PracticeServer
from tests.conftest import SHARED

CUSTOMER = "ana@cookies.example"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer("empty") as practice:
        yield practice


@pytest.fixture
def api(server: PracticeServer) -> Iterator[mastodon.Mastodon]:
    client = mastodon.Mastodon(access_token=server.token, api_base_url=server.url, ratelimit_method="throw")
    yield client
    client.session.close()


def ask(server: PracticeServer, text: str = "hello", **more: Any) -> str:
    return server.post(CUSTOMER, f"@grandlievre {text}", **more)


def test_the_library_says_who_we_are(api: mastodon.Mastodon, server: PracticeServer) -> None:
    me = api.account_verify_credentials()
    assert (me.acct, me.id) == (server.handle, server.account_id)
    assert me.source.privacy == "public"


def test_the_library_reads_the_instance(api: mastodon.Mastodon) -> None:
    assert api.instance().configuration.statuses.max_characters == 500
    assert api.retrieve_mastodon_version() == "4.4.2"


def test_a_mention_becomes_a_notification_with_its_thread(
    api: mastodon.Mastodon, server: PracticeServer
) -> None:
    question = ask(server, "where is it?", language="en")
    (notice,) = api.notifications(types=["mention"])
    assert notice.status.id == question
    assert notice.account.acct == CUSTOMER
    answer = api.status_post("@ana@cookies.example coming", in_reply_to_id=question, visibility="public")
    assert answer.in_reply_to_id == question
    follow_up = ask(server, "thanks", in_reply_to=answer.id)
    context = api.status_context(answer.id)
    assert [one.id for one in context.ancestors] == [question]
    assert [one.id for one in context.descendants] == [follow_up]


def test_the_same_key_posts_once(api: mastodon.Mastodon) -> None:
    first = api.status_post("once", idempotency_key="k1")
    assert api.status_post("once", idempotency_key="k1").id == first.id
    assert api.status_post("once", idempotency_key="k2").id != first.id


def test_too_long_a_post_is_refused_as_it_counts(api: mastodon.Mastodon) -> None:
    link = "https://biscuiterie.example/" + "x" * 200
    api.status_post("y" * 476 + " " + link)
    api.status_post("👩‍👩‍👧‍👦" * 500)
    with pytest.raises(mastodon.MastodonAPIError, match="422"):
        api.status_post("y" * 501)


def test_an_edit_has_a_history_and_a_source(api: mastodon.Mastodon) -> None:
    post = api.status_post("befor", language="en")
    changed = api.status_update(post.id, "before")
    assert changed.edited_at is not None
    assert len(api.status_history(post.id)) == 2
    assert api.status_source(post.id).text == "before"


def test_a_deleted_post_is_gone_with_its_notification(api: mastodon.Mastodon, server: PracticeServer) -> None:
    question = ask(server)
    server.delete(question)
    assert api.notifications() == []
    with pytest.raises(mastodon.MastodonNotFoundError):
        api.status(question)


def test_liking_and_unliking(api: mastodon.Mastodon, server: PracticeServer) -> None:
    question = ask(server)
    assert api.status_favourite(question).favourited
    assert not api.status_unfavourite(question).favourited


def test_pages_go_forward_and_back(api: mastodon.Mastodon, server: PracticeServer) -> None:
    ids = [ask(server, f"number {i}") for i in range(7)]
    newest = api.notifications(limit=3)
    assert [one.status.id for one in newest] == ids[:3:-1]
    older = api.fetch_next(newest)
    assert [one.status.id for one in older] == ids[3:0:-1]
    oldest = api.notifications(limit=1, max_id=older[-1].id)[0]
    above = api.notifications(limit=2, min_id=oldest.id)
    assert [one.status.id for one in above] == [ids[2], ids[1]]
    latest = api.notifications(limit=2, since_id=oldest.id)
    assert [one.status.id for one in latest] == [ids[6], ids[5]]
    assert api.fetch_previous(newest) == []


def test_the_library_finds_posts_by_hashtag_and_by_words(
    api: mastodon.Mastodon, server: PracticeServer
) -> None:
    first = server.post(CUSTOMER, "the best #Biscuits in town")
    second = server.post("bob@cookies.example", "stale #biscuits, #never again")
    server.post(CUSTOMER, "only for friends #biscuits", visibility="private")
    assert [one.id for one in api.timeline_hashtag("biscuits")] == [second, first]
    assert [one.id for one in api.timeline_hashtag("biscuits", min_id=first)] == [second]
    found = api.search_v2("stale", result_type="statuses")
    assert [one.id for one in found.statuses] == [second]
    server.forget_words()
    assert api.search_v2("stale", result_type="statuses").statuses == []
    server.close_feeds()
    assert api.timeline_hashtag("biscuits") == []


def test_the_library_finds_somebody_by_address(api: mastodon.Mastodon, server: PracticeServer) -> None:
    post = server.post(CUSTOMER, "hello world")
    (person,) = api.search_v2(f"@{CUSTOMER}", resolve=True, result_type="accounts").accounts
    assert [one.id for one in api.account_statuses(person.id)] == [post]


def test_private_conversations_show_their_last_post(api: mastodon.Mastodon, server: PracticeServer) -> None:
    first = ask(server, "between us", visibility="direct")
    (talk,) = api.conversations()
    assert talk.unread
    assert talk.last_status.id == first
    answer = api.status_post("@ana@cookies.example yes", in_reply_to_id=first, visibility="direct")
    (talk,) = api.conversations()
    assert talk.last_status.id == answer.id
    assert [one.acct for one in talk.accounts] == [CUSTOMER]


def test_strangers_may_be_set_aside_and_let_through(api: mastodon.Mastodon, server: PracticeServer) -> None:
    api.update_notifications_policy(for_not_following="filter")
    ask(server)
    assert api.notifications() == []
    (request,) = api.notification_requests()
    assert request.account.acct == CUSTOMER
    api.accept_notification_request(request.id)
    assert len(api.notifications()) == 1


def test_a_revoked_token_is_401(api: mastodon.Mastodon, server: PracticeServer) -> None:
    server.revoke()
    with pytest.raises(mastodon.MastodonUnauthorizedError):
        api.notifications()


def test_haste_is_refused_with_a_reset_that_the_library_reads(
    api: mastodon.Mastodon, server: PracticeServer
) -> None:
    api.notifications()
    server.set_budget(0)
    with pytest.raises(mastodon.MastodonRatelimitError):
        api.notifications()
    assert 0 < api.ratelimit_reset - time.time() <= 301


def test_the_code_flow_wants_the_right_verifier(server: PracticeServer) -> None:
    back = "http://127.0.0.1:9/back"
    client, secret = mastodon.Mastodon.create_app(
        "test", scopes=["read", "write"], redirect_uris=back, api_base_url=server.url
    )
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code", "client_id": client, "redirect_uri": back, "scope": "read write",
        "code_challenge": challenge, "code_challenge_method": "S256", "state": "s",
    }  # fmt: skip
    with httpx.Client(base_url=server.url) as http:
        assert http.get("/oauth/authorize", params={**query, "redirect_uri": back + "x"}).status_code == 400
        form = {**query, "login": server.handle, "passwd": server.password, "allow": "1"}
        values = parse_qs(urlsplit(http.post("/oauth/authorize", data=form).headers["location"]).query)
        assert values["state"] == ["s"]
        grant = {
            "grant_type": "authorization_code", "code": values["code"][0], "client_id": client,
            "client_secret": secret, "redirect_uri": back,
        }  # fmt: skip
        wrong = http.post("/oauth/token", data={**grant, "code_verifier": "wrong"})
        assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
        values = parse_qs(urlsplit(http.post("/oauth/authorize", data=form).headers["location"]).query)
        right = http.post(
            "/oauth/token", data={**grant, "code": values["code"][0], "code_verifier": verifier}
        )
        assert right.json()["token_type"] == "Bearer"
        denied = http.post("/oauth/authorize", data={**query, "deny": "1"}).headers["location"]
        assert "error=access_denied" in denied


class Heard(mastodon.StreamListener):
    def __init__(self) -> None:
        self.came = threading.Event()
        self.seen: list[tuple[str, Any]] = []

    def on_notification(self, notification: Any) -> None:
        self.seen.append(("notification", notification.status.id))
        self.came.set()

    def on_delete(self, status_id: Any) -> None:
        self.seen.append(("delete", status_id))
        self.came.set()

    def on_abort(self, err: Exception) -> None:
        self.came.set()


def test_the_library_hears_the_stream(api: mastodon.Mastodon, server: PracticeServer) -> None:
    heard = Heard()
    assert api.stream_healthy()
    handle = api.stream_user(heard, run_async=True)
    try:
        _until(lambda: server.listeners() == 1)
        question = ask(server)
        assert heard.came.wait(5)
        server.delete(question)
        _until(lambda: len(heard.seen) == 2)
    finally:
        handle.close()
    assert heard.seen == [("notification", question), ("delete", question)]
    _until(lambda: not handle.is_alive())


def _until(so: Any) -> None:
    ends = time.monotonic() + 5
    while not so():
        assert time.monotonic() < ends
        time.sleep(0.02)


SPEC = SHARED / "specs" / "mastodon" / "mastodon-openapi.json"


def schema(name: str) -> dict[str, Any]:
    """Return an entity's schema with all that it refers to."""
    if not SPEC.is_file():
        pytest.skip("no specification of the API beside the project")
    document = json.loads(SPEC.read_text("utf-8"))
    return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}


def fits(value: Any, name: str) -> None:
    jsonschema.Draft202012Validator(schema(name)).validate(value)


@pytest.mark.parametrize(
    ("path", "name", "many"),
    [
        ("/api/v1/accounts/verify_credentials", "CredentialAccount", False),
        ("/api/v2/instance", "Instance", False),
        ("/api/v1/instance", "V1Instance", False),
        ("/api/v1/notifications", "Notification", True),
        ("/api/v1/notifications/requests", "NotificationRequest", True),
        ("/api/v2/notifications/policy", "NotificationPolicy", False),
        ("/api/v1/conversations", "Conversation", True),
        ("/api/v1/timelines/home", "Status", True),
        ("/api/v1/timelines/tag/cookies", "Status", True),
        ("/api/v2/search?q=grandlievre", "Search", False),
        ("/api/v1/statuses/{id}", "Status", False),
        ("/api/v1/statuses/{id}/context", "Context", False),
        ("/api/v1/statuses/{id}/history", "StatusEdit", True),
    ],
)
def test_every_answer_fits_the_specification(
    server: PracticeServer, path: str, name: str, many: bool
) -> None:
    question = ask(server, "see https://a.example/b #cookies")
    server.post(CUSTOMER, "more #cookies by grandlievre")
    ask(server, "psst", visibility="direct")
    answer = server.post_as_us("@ana@cookies.example hi", in_reply_to=question)
    server.edit(question, "@grandlievre edited")
    server.post(CUSTOMER, "@grandlievre again", in_reply_to=answer)
    server.set_policy(for_not_following="filter")
    ask(server, "set aside")
    headers = {"Authorization": f"Bearer {server.token}"}
    value = httpx.get(server.url + path.format(id=question), headers=headers).json()
    assert value
    for one in value if many else [value]:
        fits(one, name)


def test_errors_fit_the_specification(server: PracticeServer) -> None:
    fits(httpx.get(server.url + "/api/v1/notifications").json(), "Error")
    headers = {"Authorization": f"Bearer {server.token}"}
    fits(httpx.get(server.url + "/api/v1/statuses/1", headers=headers).json(), "Error")


def test_the_library_attaches_a_picture_with_its_description(
    api: mastodon.Mastodon, server: PracticeServer
) -> None:
    question = ask(server, "is it whole?")
    media = api.media_post(b"\x89PNG\r\n\x1a\n...", mime_type="image/png", description="A whole biscuit")
    answer = api.status_post("look", in_reply_to_id=question, media_ids=[media])
    (picture,) = answer.media_attachments
    assert (picture.type, picture.description) == ("image", "A whole biscuit")
    assert httpx.get(picture.url).content.startswith(b"\x89PNG")


def test_the_library_waits_for_a_picture_that_the_server_works_on(
    api: mastodon.Mastodon, server: PracticeServer
) -> None:
    server.slow_pictures(1)
    media = api.media_post(b"\x89PNG", mime_type="image/png")
    assert media.url is None
    with pytest.raises(mastodon.MastodonAPIError):
        api.status_post("too early", media_ids=[media])
    assert api.media(media.id).url is None
    assert api.media(media.id).url
    assert len(api.status_post("now", media_ids=[media]).media_attachments) == 1
