"""The practice Reddit is faithful: the most used client library drives it."""

from collections.abc import Iterator

import httpx
import praw
import prawcore
import pytest
from praw.exceptions import RedditAPIException

from responder.practice.reddit.server import ACCESS, APP, REFRESH, PracticeReddit


@pytest.fixture
def server() -> Iterator[PracticeReddit]:
    with PracticeReddit() as practice:
        yield practice


@pytest.fixture
def api(server: PracticeReddit) -> Iterator[praw.Reddit]:
    client = praw.Reddit(
        client_id=APP, client_secret=None, refresh_token=REFRESH, user_agent="test:x:1 (by /u/grandlievre)",
        oauth_url=server.url, reddit_url=server.url, check_for_updates=False, ratelimit_seconds=0,
    )  # fmt: skip
    yield client
    client._core.close()


def test_the_library_signs_in_and_says_who_we_are(api: praw.Reddit, server: PracticeReddit) -> None:
    assert api.user.me().name == "grandlievre"
    assert "test:x:1 (by /u/grandlievre)" in next(iter(server.agents))


def test_the_inbox_holds_replies_mentions_and_messages(api: praw.Reddit, server: PracticeReddit) -> None:
    reply = server.write("crumbly")
    server.write("not to us", parent=reply, who="bob")
    mention = server.write("u/grandlievre look", parent=reply, who="bob")
    message = server.whisper("hi")
    assert [one.fullname for one in api.inbox.all()] == [message, mention, reply]


def test_listings_go_on_after_a_full_name(api: praw.Reddit, server: PracticeReddit) -> None:
    names = [server.write(f"{i}") for i in range(130)]
    assert [one.fullname for one in api.inbox.all(limit=None)] == names[::-1]
    gone = httpx.get(
        f"{server.url}/message/inbox",
        params={"before": "t1_zzz"},
        headers={"Authorization": f"Bearer {ACCESS}"},
    )
    assert gone.json()["data"]["children"] == []


def test_the_library_answers_edits_and_deletes(api: praw.Reddit, server: PracticeReddit) -> None:
    question = server.write("crumbly")
    answer = api.comment(question[3:]).reply("sorry")
    assert [one.text for one in server.answers(question)] == ["sorry"]
    answer.edit("so sorry")
    assert [one.text for one in server.answers(question)] == ["so sorry"]
    answer.delete()
    assert server.answers(question) == []
    (info,) = api.info(fullnames=[answer.fullname])
    assert (info.body, info.author) == ("[deleted]", None)


def test_a_private_message_is_answered_in_private(api: praw.Reddit, server: PracticeReddit) -> None:
    server.whisper("hi")
    (message,) = api.inbox.messages()
    message.reply("hello")
    (sent,) = api.inbox.sent()
    assert (sent.body, sent.dest.name) == ("hello", "ana")


def test_a_post_has_its_comments(api: praw.Reddit, server: PracticeReddit) -> None:
    question = server.write("crumbly")
    server.answer(question, "sorry")
    post = api.submission(server.post[3:])
    assert [one.body for one in post.comments.list()] == ["crumbly", "sorry"]
    assert [one.body for one in api.subreddit("biscuits").comments()] == ["sorry", "crumbly"]


def test_moderators_remove_and_approve(api: praw.Reddit, server: PracticeReddit) -> None:
    question = server.write("buy pills")
    comment = api.comment(question[3:])
    comment.mod.remove(spam=True)
    assert server.world.things[question].spam
    comment.mod.approve()
    assert not server.world.things[question].removed
    comment.upvote()
    assert server.world.things[question].votes == {"grandlievre": 1}


def test_refusals_come_with_a_200(api: praw.Reddit, server: PracticeReddit) -> None:
    question = server.write("crumbly")
    with pytest.raises(RedditAPIException, match="TOO_LONG"):
        api.comment(question[3:]).reply("x" * 10_001)
    server.world.throttle = (
        "Looks like you've been doing that a lot. Take a break for 9 minutes before trying again."
    )
    with pytest.raises(RedditAPIException, match="RATELIMIT"):
        api.comment(question[3:]).reply("sorry")


def test_revoked_access_is_refused(api: praw.Reddit, server: PracticeReddit) -> None:
    server.revoke()
    with pytest.raises(prawcore.exceptions.PrawcoreException):
        api.user.me()
