"""The practice YouTube is faithful: Google's own library drives it with Google's own description of the API."""

import json
from collections.abc import Iterator
from typing import Any

import google_auth_httplib2
import httplib2
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.youtube.server import PracticeYouTube
from tests.conftest import SHARED

DOCUMENT = SHARED / "specs/youtube/youtube.v3.json"
pytestmark = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="the discovery document is not on this machine"
)


@pytest.fixture
def server() -> Iterator[PracticeYouTube]:
    with PracticeYouTube() as practice:
        yield practice


@pytest.fixture
def api(server: PracticeYouTube) -> Iterator[Any]:
    http = httplib2.Http()
    access, refresh = server.grant()
    token = {"token": access, "refresh_token": refresh, "token_uri": f"{server.url}/token"}
    known = Credentials(**token, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)  # type: ignore[no-untyped-call] # it has no types
    document = json.loads(DOCUMENT.read_text("utf-8"))
    authorized = google_auth_httplib2.AuthorizedHttp(known, http=http)
    with build_from_document(
        document, http=authorized, client_options={"api_endpoint": server.url}
    ) as youtube:
        yield youtube
    http.close()


def threads(api: Any, server: PracticeYouTube, **more: Any) -> Any:
    asked = {"part": "snippet,replies", "allThreadsRelatedToChannelId": server.world.us.id, **more}
    return api.commentThreads().list(**asked).execute()


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    (detail,) = caught.value.error_details
    return int(caught.value.status_code), str(detail["reason"])


def test_the_library_says_whose_channel_it_is(api: Any) -> None:
    (channel,) = api.channels().list(part="id,snippet", mine=True).execute()["items"]
    assert channel["snippet"]["customUrl"] == "@grandlievre"


def test_threads_come_newest_first_and_page_by_page(api: Any, server: PracticeYouTube) -> None:
    written = [server.comment(f"{number}") for number in range(5)]
    request = api.commentThreads().list(
        part="snippet", allThreadsRelatedToChannelId=server.world.us.id, order="time", maxResults=2
    )
    seen = []
    while request is not None:
        page = request.execute()
        seen += [item["id"] for item in page["items"]]
        request = api.commentThreads().list_next(request, page)
    assert seen == written[::-1]


def test_a_thread_brings_some_of_its_replies_and_their_number(api: Any, server: PracticeYouTube) -> None:
    top = server.comment("where is it?")
    replies = [server.comment(f"me too {number}", parent=top) for number in range(8)]
    (thread,) = threads(api, server)["items"]
    assert thread["snippet"]["totalReplyCount"] == 8
    assert [one["id"] for one in thread["replies"]["comments"]] == replies[:2:-1]
    whole = api.comments().list(part="snippet", parentId=top).execute()
    assert len(whole["items"]) == 8


def test_html_is_the_usual_format_and_plain_text_can_be_asked_for(api: Any, server: PracticeYouTube) -> None:
    server.comment("1 < 2\n& so on")
    shown = [
        threads(api, server, **more)["items"][0]["snippet"]["topLevelComment"]["snippet"]["textDisplay"]
        for more in ({}, {"textFormat": "plainText"})
    ]
    assert shown == ["1 &lt; 2<br>&amp; so on", "1 < 2\n& so on"]


def test_the_library_answers_edits_and_deletes(api: Any, server: PracticeYouTube) -> None:
    top = server.comment("where is it?")
    made = (
        api.comments()
        .insert(part="snippet", body={"snippet": {"parentId": top, "textOriginal": "here"}})
        .execute()
    )
    assert made["snippet"]["parentId"] == top
    assert made["snippet"]["moderationStatus"] == "published"
    api.comments().update(
        part="snippet", body={"id": made["id"], "snippet": {"textOriginal": "there"}}
    ).execute()
    (reply,) = server.under(top)
    assert (reply.text, reply.updated > reply.published) == ("there", True)
    api.comments().delete(id=made["id"]).execute()
    assert server.under(top) == []


def test_what_is_held_is_listed_apart_until_it_is_published(api: Any, server: PracticeYouTube) -> None:
    held = server.comment("buy now", status="heldForReview")
    assert threads(api, server)["items"] == []
    (thread,) = threads(api, server, moderationStatus="heldForReview")["items"]
    assert thread["id"] == held
    api.comments().setModerationStatus(id=[held], moderationStatus="published").execute()
    assert [thread["id"] for thread in threads(api, server)["items"]] == [held]


@pytest.mark.logs
def test_refusals_carry_their_reason(api: Any, server: PracticeYouTube) -> None:
    top, comments = server.comment("hello"), api.comments()

    def reply(parent: str, text: str) -> Any:
        return comments.insert(part="snippet", body={"snippet": {"parentId": parent, "textOriginal": text}})

    assert refused(reply("gone", "x")) == (404, "parentCommentNotFound")
    assert refused(reply(top, "")) == (400, "commentTextRequired")
    assert refused(reply(top, "x" * 10_001)) == (400, "commentTextTooLong")
    server.world.videos[server.video].comments_on = False
    assert refused(reply(top, "x")) == (403, "commentsDisabled")
    assert refused(comments.update(part="snippet", body={"id": top, "snippet": {"textOriginal": "x"}})) == (403, "forbidden")  # fmt: skip


@pytest.mark.logs
def test_reads_cost_one_unit_and_writes_fifty(api: Any, server: PracticeYouTube) -> None:
    top = server.comment("hello")
    threads(api, server)
    api.comments().insert(part="snippet", body={"snippet": {"parentId": top, "textOriginal": "x"}}).execute()
    assert server.world.units == 10_000 - 51
    server.world.units = 0
    assert refused(api.comments().list(part="snippet", parentId=top)) == (403, "quotaExceeded")


def test_an_ended_token_is_renewed_by_the_library_and_a_revoked_one_is_not(
    api: Any, server: PracticeYouTube
) -> None:
    server.accounts.access.clear()
    assert threads(api, server)["items"] == []
    server.accounts.revoke()
    with pytest.raises(Exception, match="expired or revoked"):
        threads(api, server)


def test_a_search_has_a_budget_of_its_own(api: Any, server: PracticeYouTube) -> None:
    other = server.world.add_video("Grand Lièvre, tasted", owner=server.world.person("critic"))
    found = api.search().list(part="snippet", q="grand lièvre", type="video", order="date").execute()
    assert [item["id"]["videoId"] for item in found["items"]] == [other.id]
    assert (server.world.units, server.world.searches) == (10_000, 99)
