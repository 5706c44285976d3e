"""The practice Bluesky, proved by the atproto library and by the published lexicons."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from atproto import Client, client_utils, models
from atproto_client.exceptions import BadRequestError, UnauthorizedError

from responder.practice.bluesky.ids import tid
from responder.practice.bluesky.server import (
    APP_PASSWORD,
    CUSTOMER,
    PASSWORD,
    QUIET_PASSWORD,
    SHOP,
    PracticeBluesky,
)
from tests.practice import lexicons

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def net() -> Iterator[PracticeBluesky]:
    with PracticeBluesky() as net:
        yield net


Enter = Callable[..., Client]


@pytest.fixture
def enter(net: PracticeBluesky) -> Iterator[Enter]:
    """Sign somebody in; `chat` speaks to the chat service."""
    opened: list[Client] = []

    def sign_in(
        who: str = "grandlievre.example", password: str = APP_PASSWORD, *, chat: bool = False
    ) -> Client:
        opened.append(Client(base_url=net.url))
        opened[-1].login(who, password)
        if chat:
            opened.append(opened[-1].with_bsky_chat_proxy())
        return opened[-1]

    yield sign_in
    for one in opened:
        one.request.close()


@pytest.fixture
def shop(enter: Enter) -> Client:
    return enter()


@pytest.fixture
def ana(enter: Enter) -> Client:
    return enter("ana.example", PASSWORD)


def test_the_library_signs_in_and_goes_where_the_document_says(net: PracticeBluesky, shop: Client) -> None:
    assert shop.me is not None
    assert (shop.me.did, shop.me.display_name) == (SHOP, "Biscuiterie Grand Lièvre")


def test_a_wrong_password_is_refused(enter: Enter) -> None:
    with pytest.raises(UnauthorizedError, match="Invalid identifier or password"):
        enter(password="nope")


def test_a_mention_a_reply_and_a_quote_are_notified(shop: Client, ana: Client) -> None:
    ours = shop.send_post("New biscuits")
    ref = models.create_strong_ref(ours)
    ana.send_post(
        client_utils.TextBuilder().text("Hi 📦 ").mention("@grandlievre.example", SHOP).text(" help")
    )
    ana.send_post("Are they good?", reply_to=models.AppBskyFeedPost.ReplyRef(parent=ref, root=ref))
    ana.send_post("Look", embed=models.AppBskyEmbedRecord.Main(record=ref))
    found = shop.app.bsky.notification.list_notifications({"limit": 50}).notifications
    assert [one.reason for one in found] == ["quote", "reply", "mention"]
    assert {one.author.handle for one in found} == {"ana.example"}


def test_notifications_page_by_cursor_and_by_reason(net: PracticeBluesky, shop: Client) -> None:
    uris = [net.post(f"n{number}", mention=SHOP) for number in range(25)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = shop.app.bsky.notification.list_notifications(
            {"limit": 10, "cursor": cursor or None, "reasons": ["mention"]}
        )
        seen += [one.uri for one in page.notifications]
        cursor = page.cursor
    assert seen == uris[::-1]


def test_a_thread_shows_what_is_above_and_below(net: PracticeBluesky, shop: Client) -> None:
    first = net.post("question")
    second = net.post("answer", who=SHOP, to=first)
    third = net.post("thanks", to=second)
    thread: Any = shop.get_post_thread(second).thread
    assert thread.parent.post.uri == first
    assert [one.post.uri for one in thread.replies] == [third]


def test_an_identical_record_is_written_once_and_another_is_refused(
    shop: Client, net: PracticeBluesky
) -> None:
    data = {
        "repo": SHOP, "collection": "app.bsky.feed.post", "rkey": tid(1), "swap_record": None,
        "record": {"$type": "app.bsky.feed.post", "text": "once", "createdAt": "2026-11-29T10:00:00.000Z"},
    }  # fmt: skip
    first, second = (shop.com.atproto.repo.put_record(data) for _ in range(2))
    assert (first.uri, first.cid) == (second.uri, second.cid)
    assert first.commit is not None
    assert second.commit is None


def test_too_long_a_post_is_refused(shop: Client) -> None:
    assert shop.send_post("👩‍👩‍👧‍👦" * 100).uri
    with pytest.raises(BadRequestError, match="300 graphemes"):
        shop.send_post("x" * 301)


def test_likes_and_deletions(net: PracticeBluesky, shop: Client) -> None:
    uri = net.post("nice?")
    (view,) = shop.get_posts([uri]).posts
    assert shop.like(view.uri, view.cid).uri == shop.like(view.uri, view.cid).uri
    (view,) = shop.get_posts([uri]).posts
    assert view.like_count == 1
    net.delete(uri)
    assert shop.get_posts([uri]).posts == []
    with pytest.raises(BadRequestError, match="not found"):
        shop.get_post_thread(uri)


@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
def test_a_picture_is_uploaded_and_shown(shop: Client) -> None:
    sent = shop.send_image("look", PICTURE, "a biscuit")
    (view,) = shop.get_posts([sent.uri]).posts
    assert view.embed.images[0].alt == "a biscuit"


def test_direct_messages_and_their_log(net: PracticeBluesky, enter: Enter) -> None:
    hers, ours = enter("ana.example", PASSWORD, chat=True), enter(chat=True)
    convo = hers.chat.bsky.convo.get_convo_for_members({"members": [SHOP]}).convo
    text = models.ChatBskyConvoDefs.MessageInput(text="between us")
    hers.chat.bsky.convo.send_message({"convo_id": convo.id, "message": text})
    assert [one.status for one in ours.chat.bsky.convo.list_convos().convos] == ["request"]
    log = ours.chat.bsky.convo.get_log({"cursor": ""})
    assert [one.message.text for one in log.logs if hasattr(one, "message")] == ["between us"]
    assert ours.chat.bsky.convo.get_log({"cursor": log.cursor}).logs == []
    assert net.said(convo.id) == [(CUSTOMER, "between us")]


def test_an_app_password_without_the_right_reads_no_messages(enter: Enter) -> None:
    quiet = enter(password=QUIET_PASSWORD, chat=True)
    with pytest.raises(BadRequestError, match="Bad token method"):
        quiet.chat.bsky.convo.list_convos()


def test_search_finds_words_tags_and_authors(net: PracticeBluesky, shop: Client) -> None:
    tag = {
        "index": {"byteStart": 0, "byteEnd": 9},
        "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "biscuits"}],
    }
    uri = net.post("#biscuits are back", facets=[tag])
    net.post("something else")
    found = shop.app.bsky.feed.search_posts({"q": "biscuits", "sort": "latest", "tag": ["Biscuits"]}).posts
    assert [one.uri for one in found] == [uri]
    assert len(shop.get_author_feed(CUSTOMER).feed) == 2


def test_an_ended_access_token_is_400_and_is_renewed(net: PracticeBluesky, shop: Client) -> None:
    net.expire()
    with pytest.raises(BadRequestError, match="ExpiredToken"):
        shop.app.bsky.notification.get_unread_count()
    opened = httpx.post(
        f"{net.url}/xrpc/com.atproto.server.refreshSession",
        headers={"Authorization": f"Bearer {shop._session.refresh_jwt}"},
    )
    assert opened.json()["did"] == SHOP
    net.revoke()
    again = httpx.post(
        f"{net.url}/xrpc/com.atproto.server.refreshSession",
        headers={"Authorization": f"Bearer {opened.json()['refreshJwt']}"},
    )
    assert (again.status_code, again.json()["error"]) == (400, "ExpiredToken")


def test_too_many_logins_are_refused_for_a_while(net: PracticeBluesky) -> None:
    body = {"identifier": "ana.example", "password": PASSWORD}
    answers = [httpx.post(f"{net.url}/xrpc/com.atproto.server.createSession", json=body) for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.skipif(not lexicons.FOLDER.is_dir(), reason="the lexicons are not beside the project")
def test_every_answer_is_as_its_lexicon_says(net: PracticeBluesky) -> None:
    first = net.post("question 📦", mention=SHOP)
    answer = net.post("answer", who=SHOP, to=first)
    net.post(
        "thanks",
        to=answer,
        labels={"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "sexual"}]},
    )
    net.post("look", quote=answer)
    net.world.labels[first] = ["spam"]
    for text in ("hello", "anybody there?"):
        convo, _, said = net.message(text).partition("/")
    net.unsay(f"{convo}/{said}")
    found = [(method, problems_of(net, method, params)) for method, params in _questions(first, convo)]
    assert [one for one in found if one[1]] == []


def _questions(post: str, convo: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("com.atproto.server.getSession", {}),
        ("com.atproto.identity.resolveHandle", {"handle": "ana.example"}),
        ("com.atproto.repo.listRecords", {"repo": SHOP, "collection": "app.bsky.feed.post"}),
        ("app.bsky.notification.listNotifications", {"limit": 5}),
        ("app.bsky.notification.getUnreadCount", {}),
        ("app.bsky.feed.getPosts", {"uris": [post]}),
        ("app.bsky.feed.getPostThread", {"uri": post}),
        ("app.bsky.feed.getAuthorFeed", {"actor": SHOP}),
        ("app.bsky.feed.searchPosts", {"q": "question"}),
        ("app.bsky.actor.getProfile", {"actor": CUSTOMER}),
        ("chat.bsky.convo.getLog", {"cursor": ""}),
        ("chat.bsky.convo.listConvos", {}),
        ("chat.bsky.convo.getConvo", {"convoId": convo}),
        ("chat.bsky.convo.getMessages", {"convoId": convo}),
    ]


def problems_of(net: PracticeBluesky, method: str, params: dict[str, Any]) -> list[str]:
    """Ask as the library would not: the bare answer is what is checked."""
    body = {"identifier": "grandlievre.example", "password": APP_PASSWORD}
    opened = httpx.post(f"{net.url}/xrpc/com.atproto.server.createSession", json=body).json()
    headers = {
        "Authorization": f"Bearer {opened['accessJwt']}",
        "atproto-proxy": "did:web:api.bsky.chat#bsky_chat",
    }
    answer = httpx.get(f"{net.url}/xrpc/{method}", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return [
        *lexicons.problems("com.atproto.server.createSession", opened),
        *lexicons.problems(method, answer.json()),
    ]
