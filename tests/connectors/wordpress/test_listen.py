import pytest

from responder.connectors.wordpress.cursor import Cursor, read
from responder.core.clock import HOUR
from responder.core.errors import Malformed, SignInNeeded, Throttled, Unreachable
from responder.core.messages import Message, State
from responder.core.ports import Deletion, Unreadable
from responder.practice.wordpress.server import PracticeSite
from tests.connectors.wordpress.people import Desk, Enter, texts

POST = 1


async def test_the_first_reading_brings_recent_comments_and_all_that_waits(
    site: PracticeSite, desk: Desk
) -> None:
    for number in range(230):
        status = "hold" if number < 3 else "approved"
        site.comment(POST, f"n{number}", status=status, ago=3600 * (300 - number))
    site.comment(POST, "buy pills", status="spam", ago=3600)
    found = texts(await desk.gather())
    assert found[:3] == ["n0", "n1", "n2"]
    assert len(found) == len(set(found)) == 3 + 199
    assert "buy pills" not in found


async def test_an_empty_site_is_news_too(desk: Desk, site: PracticeSite) -> None:
    assert await desk.gather() == []
    site.comment(POST, "first")
    assert texts(await desk.gather()) == ["first"]


async def test_new_comments_come_once_oldest_first(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    for number in range(250):
        site.comment(POST, f"n{number}")
    assert texts(await desk.gather()) == [f"n{number}" for number in range(250)]
    assert await desk.gather() == []


async def test_a_storm_within_the_overlap_comes_once(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    for number in range(450):
        site.comment(POST, f"n{number}")
    assert len(await desk.gather()) == 450
    assert await desk.gather() == []
    site.delete(440)
    assert await desk.gather() == [Deletion("440")]
    assert await desk.gather() == []


async def test_every_page_can_be_resumed_from(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    for number in range(250):
        site.comment(POST, f"n{number}", ago=500 - number)
    connector = desk.connector()
    async for batch in connector.listen(desk.cursor):
        desk.memory.keep(batch.items)
        desk.cursor = batch.cursor
        break
    rest = texts(await desk.gather())
    assert len(desk.memory.messages) == 250
    assert rest[-1] == "n249"


async def test_an_edit_and_a_verdict_are_noticed(site: PracticeSite, desk: Desk) -> None:
    first, second = site.comment(POST, "held"), site.comment(POST, "typo")
    await desk.gather()
    site.change(first, status="approved")
    site.change(second, raw="no typo")
    changed = {item.remote_id: item for item in await desk.gather() if isinstance(item, Message)}
    assert changed[str(first)].state is State.PUBLISHED
    assert changed[str(second)].text == "no typo"


async def test_changes_far_back_are_noticed_in_their_turn(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    old, gone = site.comment(POST, "old", ago=9000), site.comment(POST, "gone", ago=9000)
    await desk.gather()
    for number in range(250):
        site.comment(POST, f"n{number}")
    await desk.gather()
    site.change(old, raw="changed")
    site.delete(gone)
    found = [item for _ in range(3) for item in await desk.gather()]
    assert texts(found) == ["changed"]
    assert Deletion(str(gone)) in found


async def test_what_was_deleted_is_called_gone_once(site: PracticeSite, desk: Desk) -> None:
    comments = [site.comment(POST, f"n{number}") for number in range(3)]
    await desk.gather()
    site.delete(comments[0])
    site.delete(comments[2])
    assert set(await desk.gather()) == {Deletion(str(comments[0])), Deletion(str(comments[2]))}
    assert await desk.gather() == []


async def test_a_list_out_of_a_cache_deletes_nothing(site: PracticeSite, desk: Desk) -> None:
    site.comment(POST, "there")
    await desk.gather()
    site.fault(path="/wp/v2/comments$", count=2, status=200, body=b"[]")
    assert await desk.gather() == []


async def test_trash_and_spam_of_known_comments_are_states(site: PracticeSite, desk: Desk) -> None:
    one, two = site.comment(POST, "one"), site.comment(POST, "two")
    await desk.gather()
    site.change(one, status="trash")
    site.change(two, status="spam")
    states = {m.remote_id: m.state for m in await desk.gather() if isinstance(m, Message)}
    assert states == {str(one): State.TRASH, str(two): State.SPAM}


async def test_trash_that_was_never_seen_stays_there(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    comment = site.comment(POST, "thrown away", status="trash")
    assert await desk.gather() == []
    site.change(comment, status="hold")
    assert texts(await desk.gather()) == ["thrown away"]


async def test_a_comment_with_a_date_of_long_ago_is_found(site: PracticeSite, desk: Desk) -> None:
    site.comment(POST, "today")
    await desk.gather()
    site.comment(POST, "imported", ago=90_000)
    assert texts(await desk.gather()) == ["imported"]


async def test_a_date_in_the_future_hides_nothing(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    site.comment(POST, "from the future", ago=-900_000)
    await desk.gather()
    for number in range(120):
        site.comment(POST, f"n{number}")
    assert len(await desk.gather()) == 120


@pytest.mark.parametrize("hours", [-11, 0, 5.5, 14])
async def test_the_zone_of_the_site_does_not_matter(site: PracticeSite, desk: Desk, hours: float) -> None:
    site.world.offset = hours
    await desk.gather()
    for number in range(150):
        site.comment(POST, f"n{number}", ago=300)
    assert len(await desk.gather()) == 150


async def test_a_site_whose_clock_is_off_is_read_by_its_own(site: PracticeSite, desk: Desk) -> None:
    for drift in (-3 * HOUR, 2 * HOUR):
        site.set_clock_offset(drift)
        await desk.gather()
        for number in range(130):
            site.comment(POST, f"{drift} {number}")
        assert len(await desk.gather()) == 130


async def test_an_answer_belongs_to_the_conversation_of_the_top_comment(
    site: PracticeSite, desk: Desk
) -> None:
    top = site.comment(POST, "top", status="approved", ago=4_000_000)
    middle = site.comment(POST, "middle", status="approved", parent=top, ago=4_000_000)
    for number in range(210):
        site.comment(POST, f"n{number}", ago=3_000_000)
    await desk.gather()
    assert str(middle) not in desk.memory.messages
    site.comment(POST, "leaf", parent=middle)
    items = await desk.gather()
    assert texts(items)[-1] == "leaf"
    assert desk.memory.messages[items[-1].remote_id].root == str(top)  # type: ignore[union-attr]
    assert {"top", "middle"} <= {m.text for m in desk.memory.messages.values()}


async def test_a_conversation_stays_whole_when_its_top_comment_is_deleted(
    site: PracticeSite, desk: Desk
) -> None:
    top = site.comment(POST, "top")
    child = site.comment(POST, "child", parent=top)
    await desk.gather()
    site.delete(top)
    site.change(child, raw="child, edited")
    items = await desk.gather()
    assert [m.root for m in items if isinstance(m, Message)] == [str(top)]


async def test_parents_that_do_not_exist_or_go_round_are_survived(site: PracticeSite, desk: Desk) -> None:
    orphan = site.comment(POST, "orphan", parent=999)
    one, two = site.comment(POST, "one"), site.comment(POST, "two")
    site.change(one, parent=two)
    site.change(two, parent=one)
    await desk.gather()
    assert desk.memory.messages[str(orphan)].root == str(orphan)
    assert {str(one), str(two)} <= set(desk.memory.messages)


async def test_a_comment_stands_under_its_post(site: PracticeSite, desk: Desk) -> None:
    page = site.add_post("Opening hours", kind="pages")
    hidden = site.add_post("Secret", status="private")
    for post in (POST, page.id, hidden.id):
        site.comment(post, f"under {post}")
    posts = {m.text: m.post for m in await desk.gather() if isinstance(m, Message) and m.post}
    assert posts["under 1"].title == "Launch & joy"
    assert posts[f"under {page.id}"].title == "Opening hours"
    assert posts[f"under {hidden.id}"].title == ""
    assert posts["under 1"].url == f"{site.url}/?p=1"


async def test_what_the_sites_own_people_say_is_ours(site: PracticeSite, enter: Enter) -> None:
    for who in ("owner", "moderator", "author", "customer", "Zoë"):
        site.comment(POST, who, who=who, status="approved")
    ours = {"owner": {"owner", "moderator", "author"}, "moderator": {"owner", "moderator"}}
    for user, expected in ours.items():
        messages = [m for m in await (await enter(user)).gather() if isinstance(m, Message)]
        assert {m.text for m in messages if m.author.ours} == expected
        assert all(m.addressed is not m.author.ours for m in messages)


@pytest.mark.parametrize("status", [401, 403, 404, 200])
async def test_a_site_that_hides_its_people_is_read_on(site: PracticeSite, desk: Desk, status: int) -> None:
    site.comment(POST, "a colleague", who="moderator")
    site.fault(path="/wp/v2/users$", status=status, body=b"<h1>no</h1>")
    assert texts(await desk.gather()) == ["a colleague"]


async def test_pingbacks_and_notes_are_no_comments(site: PracticeSite, desk: Desk) -> None:
    for kind in ("pingback", "trackback", "note"):
        site.comment(POST, kind, kind=kind)
    assert await desk.gather() == []


async def test_one_broken_comment_is_kept_once_and_stops_no_other(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    body = b'[{"id":5,"date_gmt":"soon"},{"id":6,"date_gmt":"2026-11-23T10:00:00","post":1,"content":{"rendered":"<p>fine</p>"}}]'
    site.fault(path="/wp/v2/comments$", count=2, status=200, body=body)
    items = await desk.gather()
    assert texts(items) == ["fine"]
    assert [type(item) for item in items if not isinstance(item, Message)] == [Unreadable]
    site.fault(path="/wp/v2/comments$", count=2, status=200, body=body)
    assert await desk.gather() == []


@pytest.mark.parametrize(
    "noise",
    [b"\xef\xbb\xbf", b"<br />\n<b>Notice</b>: Undefined [index] {x} in /srv/a.php on line 3<br />\n"],
)
async def test_noise_before_the_data_is_survived(site: PracticeSite, desk: Desk, noise: bytes) -> None:
    await desk.gather()
    body = (
        noise + b'[{"id":9,"date_gmt":"2026-11-23T10:00:00","post":1,"content":{"rendered":"ok"},"meta":[]}]'
    )
    site.fault(path="/wp/v2/comments$", count=2, status=200, body=body)
    assert texts(await desk.gather()) == ["ok"]


@pytest.mark.parametrize("status", [200, 403])
async def test_a_firewalls_page_is_named(site: PracticeSite, desk: Desk, status: int) -> None:
    page = b"<html><title>Just a moment...</title>"
    site.fault(path="/wp/v2/comments$", status=status, body=page, headers={"content-type": "text/html"})
    with pytest.raises(Malformed, match="Just a moment"):
        await desk.gather()


async def test_a_revoked_password_asks_for_a_sign_in(site: PracticeSite, desk: Desk) -> None:
    await desk.gather()
    site.revoke()
    with pytest.raises(SignInNeeded):
        await desk.gather()


@pytest.mark.parametrize("user", ["owner", "author"])
async def test_a_password_revoked_while_listening_is_noticed(
    site: PracticeSite, enter: Enter, user: str
) -> None:
    desk = await enter(user)
    connector = desk.connector(once=False)
    seen = 0
    with pytest.raises(SignInNeeded):  # noqa: PT012  the feed is endless
        async for _ in connector.listen(None):
            seen += 1
            if seen == 3:
                site.revoke(user)
            assert seen < 10


async def test_a_subscriber_reads_what_is_public(site: PracticeSite, enter: Enter) -> None:
    desk = await enter("customer")
    site.comment(POST, "open", status="approved")
    held = site.comment(POST, "held", status="hold")
    assert texts(await desk.gather()) == ["open"]
    site.change(held, status="approved")
    assert texts(await desk.gather()) == ["held"]


async def test_a_user_who_may_no_longer_moderate_reads_on(site: PracticeSite, desk: Desk) -> None:
    site.comment(POST, "open", status="approved")
    await desk.gather()
    site.set_role("owner", "subscriber")
    site.comment(POST, "next", status="approved")
    assert "next" in texts(await desk.gather())


async def test_patience_is_kept(site: PracticeSite, desk: Desk) -> None:
    site.fault(path="/wp/v2/comments$", status=429, headers={"retry-after": "7"})
    with pytest.raises(Throttled) as refused:
        await desk.gather()
    assert refused.value.seconds == 7


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_broken_site_is_tried_again_later(site: PracticeSite, desk: Desk, status: int) -> None:
    site.fault(path="/wp/v2/", status=status)
    with pytest.raises(Unreachable):
        await desk.gather()
    assert await desk.gather() == []


async def test_listening_tells_its_pace_whether_people_write(site: PracticeSite, desk: Desk) -> None:
    connector, rounds = desk.connector(once=False), 0
    site.comment(POST, "hello")
    await desk.gather()
    async for _ in connector.listen(desk.cursor):
        rounds += 1
        if rounds == 1:
            site.comment(POST, "again")
        if rounds == 4:
            break
    assert desk.pace.turns[:2] == [False, True]


@pytest.mark.parametrize("stored", [None, "", "x", "{}", '{"since":1,"seen":{"a":"b"}}', "[" * 10_000])
def test_a_cursor_that_is_none_begins_anew(stored: str | None) -> None:
    assert read(stored) is None


def test_a_cursor_stays_small() -> None:
    cursor = Cursor(1, {str(n): "0123456789" for n in range(300)})
    assert len(cursor.write()) < 6_500
    assert read(cursor.write()) == cursor
