"""Monitors: kept, paused and put away; and joining a conversation that one of them found."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.actions.desk import Desk
from responder.actions.monitors import pause, problems, remove, save, tidy
from responder.actions.reply import NewReply, Submitted, approve, submit, withdraw
from responder.core.errors import NotAllowed, NotFound, NotPossible
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.replies import ReplyState
from responder.store.store import Store
from tests.scripted import CONVERSATION, START, arrive, connect, done, message

CAKE = Term(TermKind.KEYWORD, "cake")
US = Monitor(UUID(int=61), "Brand", Field.COMPANY, (CAKE,))


def test_a_monitor_is_kept_paused_and_put_away(store: Store, marie: Desk) -> None:
    done(save(marie, US))
    done(pause(marie, US.id, True))
    assert store.rows().monitors() == [replace(US, paused=True)]
    done(pause(marie, US.id, True))
    assert len(store.rows().events(US.id)) == 2
    done(remove(marie, US.id))
    assert store.rows().monitors() == []
    with pytest.raises(NotFound):
        done(pause(marie, US.id, False))


def test_monitors_are_listed_by_what_they_watch_and_by_name(store: Store, marie: Desk) -> None:
    for number, (name, field) in enumerate(
        [("b", Field.INDUSTRY), ("z", Field.COMPANY), ("A", Field.INDUSTRY), ("x", Field.COMPETITION)]
    ):
        done(save(marie, Monitor(UUID(int=number), name, field, (CAKE,))))
    assert [one.name for one in store.rows().monitors()] == ["z", "x", "A", "b"]


def test_it_is_kept_tidy(store: Store, marie: Desk) -> None:
    terms = (Term(TermKind.HASHTAG, " #Cake "), Term(TermKind.ACCOUNT, "@ana@x.example"), CAKE, CAKE)
    done(
        save(
            marie,
            replace(
                US, name="  Our  brand ", terms=terms, exclude=("", " urinal  cake "), languages=("FR", "")
            ),
        )
    )
    (kept,) = store.rows().monitors()
    assert (kept.name, kept.exclude, kept.languages) == ("Our brand", ("urinal cake",), ("fr",))
    assert [one.text for one in kept.terms] == ["Cake", "ana@x.example", "cake"]


@pytest.mark.parametrize(
    ("monitor", "words"),
    [
        (replace(US, name=" "), "needs a name"),
        (replace(US, terms=()), "at least one thing"),
        (replace(US, terms=(Term(TermKind.KEYWORD, " "),)), "is empty"),
        (replace(US, terms=(Term(TermKind.HASHTAG, "#two words"),)), "no hashtag"),
        (replace(US, terms=(Term(TermKind.ACCOUNT, "Ana Lima"),)), "no account"),
        (replace(US, terms=(Term(TermKind.FEED, "news"),)), "no address of a feed"),
        (replace(US, terms=(Term(TermKind.KEYWORD, "x" * 201),)), "too long"),
        (replace(US, terms=tuple(Term(TermKind.KEYWORD, str(n)) for n in range(51))), "at most 50"),
    ],
)
def test_what_is_wrong_is_said(store: Store, marie: Desk, monitor: Monitor, words: str) -> None:
    assert words in str(problems(tidy(monitor))[0])
    with pytest.raises(NotPossible, match=words):
        save(marie, monitor)
    assert store.rows().monitors() == []


def test_two_monitors_do_not_share_a_name(marie: Desk) -> None:
    done(save(marie, US))
    with pytest.raises(NotPossible, match="already called “Brand”"):
        done(save(marie, replace(US, id=UUID(int=62), name="brand")))


def heard(store: Store, desk: Desk, *, approval: bool) -> None:
    connect(store)
    done(save(desk, replace(US, approval=approval)))
    arrive(store, message("1", addressed=False, monitors=(US.id,)))


def join(desk: Desk, **more: object) -> Submitted:
    return done(submit(desk, NewReply(CONVERSATION, "We bake one", **more), 10))  # type: ignore[arg-type]  # fields of a reply


def test_joining_is_a_reply_like_any_other(store: Store, marie: Desk) -> None:
    heard(store, marie, approval=False)
    made = join(marie)
    reply = store.rows().reply(made.reply)
    assert reply is not None
    assert (reply.state, reply.in_reply_to, made.awaiting) == (ReplyState.QUEUED, "1", False)


def test_joining_waits_for_somebody_else_where_the_monitor_says_so(
    store: Store, marie: Desk, paul: Desk
) -> None:
    heard(store, marie, approval=True)
    made = join(marie)
    assert made.awaiting
    with pytest.raises(NotAllowed):
        done(approve(marie, made.reply))
    with pytest.raises(NotAllowed):
        done(approve(paul, made.reply))
    done(withdraw(marie, made.reply))
    made = join(paul)
    done(approve(marie, made.reply))
    reply = store.rows().reply(made.reply)
    assert reply is not None
    assert reply.state is ReplyState.QUEUED


def test_what_was_addressed_to_us_needs_no_approval_though_a_monitor_found_it(
    store: Store, marie: Desk
) -> None:
    heard(store, marie, approval=True)
    arrive(store, message("2", START + 5))
    assert not join(marie).awaiting
    arrive(store, message("1", monitors=(US.id,)))
    assert not join(marie, answers=message("1").id).awaiting


def test_a_monitor_that_was_put_away_asks_for_nothing(store: Store, marie: Desk) -> None:
    heard(store, marie, approval=True)
    done(remove(marie, US.id))
    assert not join(marie).awaiting
