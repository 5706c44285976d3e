"""Histories: events of a few conversations and of the team, as hypothesis draws them."""

from uuid import UUID, uuid5

from hypothesis import strategies as st

from responder.core import events as e
from responder.core.accounts import Account, Member
from responder.core.messages import Author, Kind, Message, Place, Post, State, Visibility
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.templates import Template

HERE = UUID(int=99)
ACCOUNTS = [UUID(int=7), UUID(int=8)]
AUTHORS = [
    Author("us", "shop", "Shop", ours=True),
    Author("ana", "ana", "Ana"),
    Author("bob", "bob", "Bob", followers=3),
]
REPLIES = [UUID(int=100 + n) for n in range(3)]
ACTS = [UUID(int=200 + n) for n in range(2)]
TEMPLATE = UUID(int=300)
MONITORS = [UUID(int=500), UUID(int=501)]
PLACES = [Place("locations/1", "First shop"), Place("locations/2", "Second shop")]
FOUND_BY = [(MONITORS[0],), (MONITORS[1],), tuple(MONITORS)]
TIMES = st.integers(1, 40)
REMOTE = ["1", "2", "3", "4"]
ROOTS = ["r", "s"]
WORDS = ["where is my order", "merci", "Où est ma commande ?", "still waiting", "", "nul\0byte ok"]


def _message(remote_id: str, root: str, draw: st.DrawFn) -> Message:
    """Draw a version of a message: now and then its root was learnt later, and it lands in the other talk."""
    return Message(
        "practice", "p.example", ACCOUNTS[0], f"{root}{remote_id}", draw(st.sampled_from([root] * 4 + ROOTS)),
        draw(st.sampled_from(list(Kind))), draw(st.sampled_from(AUTHORS)), draw(st.sampled_from(WORDS)),
        draw(TIMES), edited_at=draw(st.none() | TIMES), addressed=draw(st.booleans()),
        visibility=draw(st.sampled_from(list(Visibility))),
        state=draw(st.sampled_from([State.PUBLISHED] * 5 + [State.HELD, State.SPAM])),
        language=draw(st.sampled_from([None, "en", "fr"])),
        post=draw(st.none() | st.just(Post("p", "Our post"))),
        monitors=draw(st.sampled_from([(), (), *FOUND_BY])),
        place=draw(st.sampled_from([None, None, *PLACES])),
    )  # fmt: skip


def _about(root: str) -> list[e.Body]:
    messages = [_message_id(root, remote_id) for remote_id in REMOTE]
    either: list[UUID | None] = [None, *messages]
    return [
        *[e.Tagged(tag, one) for tag in ("late", "cake") for one in either],
        *[e.Untagged("late", one) for one in either],
        *[e.MoodSet(mood, one) for mood in (e.Mood.NEGATIVE, e.Mood.POSITIVE, None) for one in either],
        *[e.MessageDeleted(one) for one in messages],
    ]


def _message_id(root: str, remote_id: str) -> UUID:
    one = Message(
        "practice", "p.example", ACCOUNTS[0], root + remote_id, root, Kind.COMMENT, AUTHORS[0], "", 0
    )
    return one.id


DECISIONS: list[e.Body] = [
    e.Assigned("marie"), e.Assigned("karim"), e.Assigned(None), e.PrioritySet(3), e.PrioritySet(0),
    e.Escalated(2, "press"), e.Escalated(3, "fire", "karim"), e.EscalationAcknowledged(), e.EscalationCleared(),
    e.NoteAdded(UUID(int=5), "call"), e.Snoozed(50), e.Snoozed(None), e.Woken(), e.Pended(), e.Resolved(),
    e.Reopened(), e.ReadMarked(True), e.ReadMarked(False), e.StarSet(True), e.MuteSet(True), e.MuteSet(False),
    e.SpamSet(True), e.SpamSet(False),
]  # fmt: skip


def _sending(reply: UUID) -> list[e.Body]:
    submitted = e.ReplySubmitted(reply, ACCOUNTS[0], "Hello", "1", Visibility.PUBLIC, 30)
    return [
        submitted, submitted, e.ReplySubmitted(reply, ACCOUNTS[0], "Hi", "1", Visibility.PUBLIC, 9, needs_approval=True),
        e.ReplyHeld(reply, "Karim wrote", "Karim"), e.ReplyApproved(reply, 33), e.ReplyReleased(reply, 34),
        e.ReplyWithdrawn(reply), e.SendStarted(reply, 1), e.ReplySent(reply, "x", UUID(int=1)),
        e.SendPostponed(reply, "slow", 44), e.SendFailed(reply, "no"), e.SendUncertain(reply, "?", True),
    ]  # fmt: skip


def _acting(act: UUID) -> list[e.Body]:
    return [
        e.ActRequested(act, ACCOUNTS[0], "favourite", UUID(int=1), "1"), e.ActDone(act), e.ActFailed(act, "gone"),
        e.ActFailed(act, "refused"),
    ]  # fmt: skip


TEAM: list[tuple[UUID, e.Body]] = [
    *[(one, e.AccountConnected(Account(one, "practice", "p.example", "1", "shop", name)))
      for one in ACCOUNTS for name in ("Shop", "Shop again")],
    *[(one, e.AccountRemoved()) for one in ACCOUNTS],
    *[(one, e.GapSeen(since, since + 5, "slept")) for one in ACCOUNTS for since in (1, 9)],
    *[(one, e.GapFilled(1, 6)) for one in ACCOUNTS],
    (UUID(int=400), e.MemberSaved(Member("marie", "Marie"))), (UUID(int=400), e.MemberSaved(Member("marie", "M."))),
    (TEMPLATE, e.TemplateSaved(Template(TEMPLATE, "Sorry", "sorry", {"en": "Sorry!"}))),
    (MONITORS[0], e.MonitorSaved(Monitor(MONITORS[0], "Us", Field.COMPANY, (Term(TermKind.KEYWORD, "shop"),)))),
    (MONITORS[0], e.MonitorRemoved()), (TEMPLATE, e.TemplateRemoved()), (TEMPLATE, e.TemplateUsed(UUID(int=1))), (TEMPLATE, e.TemplateUsed(UUID(int=2))),
]  # fmt: skip


def _event(stream: UUID, body: e.Body, at: int) -> e.Event:
    return e.Event(uuid5(HERE, f"{stream}{at}{body!r}"), stream, "marie", "d", at, body)


@st.composite
def events(draw: st.DrawFn) -> e.Event:
    """Draw one event of any kind."""
    root = draw(st.sampled_from(ROOTS))
    if draw(st.integers(0, 9)) < 4:
        message = _message(draw(st.sampled_from(REMOTE)), root, draw)
        return e.received(message, "d", draw(TIMES), "collector:practice")
    stream = Message(
        "practice", "p.example", ACCOUNTS[0], "", root, Kind.COMMENT, AUTHORS[0], "", 0
    ).conversation
    which = draw(st.integers(0, 5))
    if which == 0:
        return _event(*draw(st.sampled_from(TEAM)), draw(TIMES))
    body = draw(
        st.sampled_from(
            [
                DECISIONS,
                _about(root),
                _sending(draw(st.sampled_from(REPLIES[:2] if root == "r" else REPLIES[2:]))),
                _acting(draw(st.sampled_from(ACTS[:1] if root == "r" else ACTS[1:]))),
            ][max(0, which - 2)]
        )
    )
    return _event(stream, body, draw(TIMES))


histories = st.lists(events(), max_size=30, unique_by=lambda one: one.id)
