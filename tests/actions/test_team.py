import pytest

from responder.actions import accounts, members
from responder.actions.desk import Desk
from responder.actions.signature import signature, signed
from responder.core.accounts import Member
from responder.core.errors import NotPossible
from responder.store.store import Store
from tests.scripted import ACCOUNT, MARIE, done


def test_an_account_is_connected_and_removed(store: Store, marie: Desk) -> None:
    done(accounts.connect(marie, ACCOUNT))
    assert store.accounts() == [ACCOUNT]
    done(accounts.remove(marie, ACCOUNT.id))
    assert store.accounts() == []


def test_a_member_is_kept_as_last_saved(store: Store, marie: Desk) -> None:
    done(members.save(marie, MARIE))
    renamed = Member("marie", "Marie Skłodowska")
    done(members.save(marie, renamed))
    assert store.members() == [renamed]


def test_a_member_is_a_real_person(marie: Desk) -> None:
    with pytest.raises(NotPossible):
        members.save(marie, Member("bot", " "))


@pytest.mark.parametrize(
    ("member", "mark"),
    [
        (Member("m", "Marie Curie"), "— Marie"),
        (Member("m", "Marie Curie", signature=" M.\nCurie "), "— M. Curie"),
        (Member("m", ""), ""),
    ],
)
def test_a_signature_is_made_from_the_profile(member: Member, mark: str) -> None:
    assert signature(member) == mark
    assert signed(signed("Hello", member), member) == f"Hello\n{mark}".rstrip()
