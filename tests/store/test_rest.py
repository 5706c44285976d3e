"""The smaller tables: gaps, unreadable payloads, acts, replies due, snoozes, the team."""

from uuid import UUID

from msgspec.structs import replace

from responder.core import events as e
from responder.core.accounts import Account, Member
from responder.core.messages import Visibility
from responder.core.ports import Unreadable
from responder.core.questions import Folder, InboxQuery
from responder.core.templates import Template
from responder.store.health import KEPT
from responder.store.store import Store
from responder.views.views import Views
from tests.core.people import ACCOUNT
from tests.store.tables import bytes_of
from tests.store.test_store import talk

STREAM = talk("1", 10).stream
REPLY, ACT = UUID(int=50), UUID(int=51)


def happened(stream: UUID, *bodies: e.Body, since: int = 100) -> list[e.Event]:
    return [
        e.Event(UUID(int=since + n), stream, "marie", "d", since + n, body) for n, body in enumerate(bodies)
    ]


def connected(store: Store) -> None:
    account = Account(ACCOUNT, "practice", "p.example", "1", "shop", "Shop")
    store.append(happened(ACCOUNT, e.AccountConnected(account), since=900)).result()


def test_a_gap_stays_until_it_is_filled_whole(store: Store) -> None:
    store.append(happened(ACCOUNT, e.GapSeen(10, 20, "slept"), e.GapSeen(30, 40, "slept"))).result()
    assert store.health(ACCOUNT).gaps == ((10, 20), (30, 40))
    store.append(happened(ACCOUNT, e.GapFilled(5, 20), e.GapFilled(31, 40), since=200)).result()
    assert store.health(ACCOUNT).gaps == ((30, 40),)


def test_what_could_not_be_read_is_counted_and_the_newest_kept(store: Store, views: Views) -> None:
    for n in range(KEPT + 5):
        store.append([], unreadable=[(ACCOUNT, Unreadable(b"%d" % n, "no id"))])
    store.append([]).result()
    kept = views.unreadable(ACCOUNT)
    assert (store.health(ACCOUNT).unreadable, len(kept), kept[0].payload) == (
        KEPT + 5,
        KEPT,
        b"%d" % (KEPT + 4),
    )


def test_an_act_is_pending_until_the_network_did_it(store: Store) -> None:
    asked = e.ActRequested(ACT, ACCOUNT, "favourite", UUID(int=1), "1")
    store.append(happened(STREAM, asked)).result()
    assert [event.body for event in store.pending_acts()] == [asked]
    store.append(happened(STREAM, e.ActDone(ACT), since=200)).result()
    assert store.pending_acts() == []


def submitted(send_at: int) -> e.ReplySubmitted:
    return e.ReplySubmitted(REPLY, ACCOUNT, "Hello", "1", Visibility.PUBLIC, send_at)


def test_a_reply_is_due_when_its_time_comes_and_unsettled_once_started(store: Store, views: Views) -> None:
    store.append([talk("1", 10), *happened(STREAM, submitted(500))]).result()
    assert (store.next_due(), store.due_replies(499), len(store.due_replies(500))) == (500, [], 1)
    assert views.counters("marie").folders[Folder.NEEDS_REPLY] == 0
    store.append(happened(STREAM, e.SendStarted(REPLY, 1), since=600)).result()
    assert (store.due_replies(999), [one.id for one in store.unsettled_replies()]) == ([], [REPLY])


def test_an_answer_shows_who_of_us_wrote_it(store: Store, views: Views) -> None:
    answer = talk("2", 20, ours=True)
    assert isinstance(answer.body, e.MessageReceived)
    sent = e.ReplySent(REPLY, "2", answer.body.message.id)
    store.append(
        [talk("1", 10), *happened(STREAM, submitted(1), e.SendStarted(REPLY, 1), sent), answer]
    ).result()
    thread = views.thread(STREAM)
    assert thread is not None
    assert ([one.member for one in thread.messages], thread.replies) == ([None, "marie"], ())
    assert views.outbox() == []


def test_a_snooze_ends_when_it_said(store: Store) -> None:
    store.append([talk("1", 10), *happened(STREAM, e.Snoozed(700))]).result()
    assert (store.next_due(), store.due_snoozes(699), store.due_snoozes(700)) == (700, [], [STREAM])


def test_edits_and_deletions_are_shown_as_such(store: Store, views: Views) -> None:
    first, edited = talk("1", 10, text="wher is it"), talk("1", 10, text="where is it?")
    gone = talk("2", 20)
    assert isinstance(gone.body, e.MessageReceived)
    deleted = e.deleted(gone.body.message.id, STREAM, "d", 30, "collector:practice")
    later = e.Event(edited.id, STREAM, "collector:practice", "d", 12, edited.body)
    store.append([deleted, first, gone, later]).result()
    thread = views.thread(STREAM)
    assert thread is not None
    assert [(one.message.text, one.earlier, one.deleted) for one in thread.messages] == [
        ("where is it?", ("wher is it",), False),
        ("hello", (), True),
    ]
    assert (thread.row.snippet, thread.row.messages, views.search("hello")) == ("where is it?", 1, [])


def test_a_person_s_other_conversations(store: Store, views: Views) -> None:
    row = None
    for n, root in enumerate(["root", "other", "third"]):
        one = talk(f"{root}1", 10 + n)
        assert isinstance(one.body, e.MessageReceived)
        fields = {name: getattr(one.body.message, name) for name in one.body.message.__struct_fields__}
        message = type(one.body.message)(**{**fields, "root": root})
        store.append([e.received(message, "d", 10 + n, "x")]).result()
        row = views.conversation(message.conversation)
    assert row is not None
    assert row.contact is not None
    contact = views.contact(row.contact)
    assert contact is not None
    assert (contact.name, contact.messages, contact.conversations, contact.last_seen) == ("Ana", 3, 3, 12)
    assert [one.last_at for one in views.earlier(row.contact, row.id)] == [11, 10]


def test_the_newest_word_on_the_team_holds(store: Store, views: Views) -> None:
    connected(store)
    template = Template(UUID(int=60), "Sorry", "sorry", {"en": "Sorry!"})
    stream, marie = template.id, UUID(int=61)
    store.append(
        happened(marie, e.MemberSaved(Member("marie", "M.")), e.MemberSaved(Member("marie", "Marie")))
    )
    used = (e.TemplateUsed(STREAM), e.TemplateUsed(STREAM))
    store.append(happened(stream, e.TemplateSaved(template), *used, since=300)).result()
    assert [one.name for one in views.members()] == ["Marie"]
    assert [(one.template, one.used, one.last_used) for one in views.templates()] == [(template, 2, 302)]
    assert [one.account for one in views.health()] == [one.id for one in views.accounts()] == [ACCOUNT]
    store.append(happened(ACCOUNT, e.AccountRemoved(), since=990)).result()
    store.append(happened(stream, e.TemplateRemoved(), since=400)).result()
    assert (views.accounts(), views.templates()) == ([], [])


def test_a_tag_on_a_message_is_no_tag_of_the_conversation(store: Store, views: Views) -> None:
    one = talk("1", 10)
    assert isinstance(one.body, e.MessageReceived)
    store.append([one, *happened(STREAM, e.Tagged("cake", one.body.message.id), e.Tagged("late"))]).result()
    thread = views.thread(STREAM)
    assert thread is not None
    assert (thread.row.tags, thread.messages[0].tags) == (("late",), ("cake",))
    assert (len(views.ids(InboxQuery(tag="late"))[0]), len(views.ids(InboxQuery(tag="cake"))[0])) == (1, 0)


def test_a_message_whose_root_was_learnt_later_is_in_both_talks_and_found(store: Store, views: Views) -> None:
    first = talk("1", 10, text="where is it")
    assert isinstance(first.body, e.MessageReceived)
    moved = replace(first.body.message, root="elsewhere", text="where is it now")
    store.append([first]).result()
    store.append([e.received(moved, "d", 20, "collector:practice")]).result()
    assert {hit.conversation for hit in views.search("where")} == {first.stream, moved.conversation}
    bytes_of(store._path)
