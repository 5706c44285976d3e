import pytest

from responder.core.clock import SECOND
from responder.core.errors import Gone, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.messages import State
from responder.core.ports import Absent, Act, Receipt, Unproven
from responder.practice.wordpress.server import PracticeSite
from tests.connectors.wordpress.people import Desk, Enter, answer

POST = 1
CREATE = {"path": "/wp/v2/comments$", "method": "POST"}


@pytest.fixture
def comment(site: PracticeSite) -> int:
    return site.comment(POST, "Where is my parcel?", status="approved")


async def test_an_answer_is_published_under_the_comment(site: PracticeSite, desk: Desk, comment: int) -> None:
    await desk.gather()
    receipt = await desk.connector().send(answer(comment, "It left today 📦 & tomorrow <b>you</b> have it"))
    there = site.under(comment)
    assert [str(c.id) for c in there] == [receipt.remote_id]
    assert there[0].raw == "It left today 📦 &amp; tomorrow &lt;b&gt;you&lt;/b&gt; have it"
    assert receipt.message.text == "It left today 📦 & tomorrow <b>you</b> have it"
    assert receipt.message.author.ours
    assert receipt.message.root == str(comment)
    assert await desk.gather() == [receipt.message]


@pytest.mark.parametrize("text", ["Thanks!", "Two\n\nparagraphs  here", "Tom & <Jerry> \"q\" 'x'", "é e\u0301 👩‍👩‍👧 &amp; 日本 שלום", "https://a.example/?x=1&y=2"])  # fmt: skip
@pytest.mark.parametrize("user", ["owner", "moderator"])
async def test_an_answer_is_found_again_whatever_is_in_it(
    site: PracticeSite, enter: Enter, comment: int, user: str, text: str
) -> None:
    desk = await enter(user)
    connector = desk.connector()
    sent = await connector.send(answer(comment, text))
    assert await connector.find(answer(comment, text), 0) == sent


async def test_what_is_not_there_is_proved_absent(site: PracticeSite, desk: Desk, comment: int) -> None:
    site.comment(POST, "It left today", parent=comment, status="approved")
    site.comment(POST, "Something else", who="owner", parent=comment)
    site.comment(POST, "It left today", who="owner")
    assert await desk.connector().find(answer(comment, "It left today"), 0) == Absent()


async def test_an_accepted_answer_whose_confirmation_is_lost_is_found(
    site: PracticeSite, desk: Desk, comment: int
) -> None:
    connector = desk.connector()
    site.fault(**CREATE, cut=True, after=True)
    with pytest.raises(Uncertain):
        await connector.send(answer(comment, "It left today"))
    found = await connector.find(answer(comment, "It left today"), 0)
    assert isinstance(found, Receipt)
    assert len(site.under(comment)) == 1


async def test_sending_twice_publishes_once(site: PracticeSite, desk: Desk, comment: int) -> None:
    connector = desk.connector()
    first = await connector.send(answer(comment, "It left today"))
    assert await connector.send(answer(comment, "It left today")) == first
    assert len(site.under(comment)) == 1


@pytest.mark.parametrize("body", [b"<h1>Fatal error</h1>", b"", b"{"])
async def test_a_yes_that_cannot_be_read_is_a_doubt(
    site: PracticeSite, desk: Desk, comment: int, body: bytes
) -> None:
    site.fault(**CREATE, status=201, body=body, after=True)
    with pytest.raises(Uncertain):
        await desk.connector().send(answer(comment, "It left today"))


async def test_an_error_of_the_site_is_a_doubt(site: PracticeSite, desk: Desk, comment: int) -> None:
    site.fault(**CREATE, status=500)
    with pytest.raises(Uncertain):
        await desk.connector().send(answer(comment, "It left today"))


async def test_a_site_that_cannot_be_reached_got_nothing(
    site: PracticeSite, desk: Desk, comment: int
) -> None:
    site.fault(path="/comments/", method="GET", cut=True, count=9)
    with pytest.raises(Unreachable):
        await desk.connector().send(answer(comment, "It left today"))
    assert site.under(comment) == []


async def test_an_answer_to_a_held_comment_waits_for_its_approval(site: PracticeSite, desk: Desk) -> None:
    held = site.comment(POST, "waiting")
    connector = desk.connector()
    with pytest.raises(Refused, match="approve it first"):
        await connector.send(answer(held, "Hello"))
    await connector.act(Act("approve", str(held)))
    assert (await connector.send(answer(held, "Hello"))).message.text == "Hello"


@pytest.mark.parametrize("status", ["spam", "trash"])
async def test_nothing_is_answered_to_spam_or_trash(
    site: PracticeSite, desk: Desk, comment: int, status: str
) -> None:
    site.change(comment, status=status)
    with pytest.raises(Refused, match="nobody would see"):
        await desk.connector().send(answer(comment, "Hello"))


async def test_a_deleted_comment_is_not_answered(site: PracticeSite, desk: Desk, comment: int) -> None:
    site.delete(comment)
    with pytest.raises(Gone):
        await desk.connector().send(answer(comment, "Hello"))
    assert site.under(comment) == []


async def test_closed_comments_are_said_in_words(site: PracticeSite, desk: Desk, comment: int) -> None:
    site.world.posts[POST].open = False
    with pytest.raises(Refused, match=r"Comments are closed on this post"):
        await desk.connector().send(answer(comment, "Hello"))


async def test_a_draft_again_is_said_in_words(site: PracticeSite, desk: Desk, comment: int) -> None:
    site.world.posts[POST].status = "draft"
    with pytest.raises(Refused, match=r"not published"):
        await desk.connector().send(answer(comment, "Hello"))


async def test_too_long_is_said_in_words(desk: Desk, comment: int) -> None:
    with pytest.raises(Refused, match=r"65,525 bytes"):
        await desk.connector().send(answer(comment, "é" * 40_000))


async def test_a_refused_password_is_a_sign_in(site: PracticeSite, desk: Desk, comment: int) -> None:
    connector = desk.connector()
    await connector.check()
    site.revoke()
    with pytest.raises(SignInNeeded):
        await connector.send(answer(comment, "Hello"))
    with pytest.raises(SignInNeeded):
        await connector.find(answer(comment, "Hello"), 0)
    with pytest.raises(SignInNeeded):
        await connector.act(Act("spam", str(comment)))


async def test_haste_is_slowed_down(site: PracticeSite, enter: Enter, comment: int) -> None:
    desk = await enter("customer")
    site.world.flood = True
    connector = desk.connector()
    await connector.send(answer(comment, "one"))
    with pytest.raises(Throttled):
        await connector.send(answer(comment, "two"))


async def test_a_user_without_rights_answers_and_waits_for_approval(
    site: PracticeSite, enter: Enter, comment: int
) -> None:
    desk = await enter("customer")
    connector = desk.connector()
    receipt = await connector.send(answer(comment, "I know the way"))
    assert receipt.message.state is State.HELD
    assert isinstance(await connector.find(answer(comment, "I know the way"), 0), Unproven)
    with pytest.raises(Uncertain):
        await connector.send(answer(comment, "I know the way"))


async def test_our_answer_in_the_trash_is_for_a_person_to_judge(
    site: PracticeSite, desk: Desk, comment: int
) -> None:
    connector = desk.connector()
    receipt = await connector.send(answer(comment, "Hello"))
    site.change(int(receipt.remote_id), status="trash")
    assert isinstance(await connector.find(answer(comment, "Hello"), 0), Unproven)


async def test_an_answer_is_found_among_many(site: PracticeSite, desk: Desk, comment: int) -> None:
    connector = desk.connector()
    receipt = await connector.send(answer(comment, "Hello"))
    for number in range(230):
        site.comment(POST, f"n{number}", parent=comment, status="approved")
    assert await connector.find(answer(comment, "Hello", 2), 5 * SECOND) == receipt


@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "approved"), ("hold", "hold"), ("spam", "spam"), ("trash", "trash")]
)
async def test_moderating_twice_is_the_same_as_once(
    site: PracticeSite, desk: Desk, comment: int, verb: str, status: str
) -> None:
    for _ in range(2):
        await desk.connector().act(Act(verb, str(comment)))
        assert site.world.comments[comment].status == status


async def test_deleting_twice_is_the_same_as_once(site: PracticeSite, desk: Desk, comment: int) -> None:
    for _ in range(2):
        await desk.connector().act(Act("delete", str(comment)))
    assert comment not in site.world.comments


async def test_our_own_comment_is_edited_and_nobody_elses(
    site: PracticeSite, desk: Desk, comment: int
) -> None:
    connector = desk.connector()
    receipt = await connector.send(answer(comment, "Hello"))
    for _ in range(2):
        await connector.act(Act("edit", receipt.remote_id, "Hello <again> & again"))
    assert site.under(comment)[0].raw == "Hello &lt;again&gt; &amp; again"
    with pytest.raises(Refused, match="nobody's words"):
        await connector.act(Act("edit", str(comment), "words in a mouth"))


async def test_who_may_not_moderate_is_told_so(site: PracticeSite, enter: Enter, comment: int) -> None:
    desk = await enter("author")
    with pytest.raises(Refused, match="editor or an administrator"):
        await desk.connector().act(Act("spam", str(comment)))


async def test_acts_that_make_no_sense_are_refused(desk: Desk, comment: int) -> None:
    connector = desk.connector()
    with pytest.raises(Refused):
        await connector.act(Act("favourite", str(comment)))
    for act in (Act("approve", "../users/1"), Act("approve", "99999")):
        with pytest.raises(Gone):
            await connector.act(act)


async def test_the_password_must_be_the_same_persons(site: PracticeSite, enter: Enter, desk: Desk) -> None:
    assert (await desk.connector().check()).missing == ()
    other = await enter("author")
    assert "approve" in (await other.connector().check()).missing[0]
    site.world.user("owner").id = 77  # type: ignore[union-attr]  # it is there
    with pytest.raises(SignInNeeded, match="belongs to"):
        await desk.connector().check()
