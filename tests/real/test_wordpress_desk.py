"""The whole way on a real WordPress: from a customer's comment to our answer under it, through log and outbox."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from responder.actions import accounts, acts, reply
from responder.actions.desk import Desk
from responder.connectors.wordpress import connector
from responder.connectors.wordpress.sign_in import sign_in
from responder.core.accounts import Account, Member
from responder.core.clock import SystemClock
from responder.core.errors import SignInNeeded, Unreachable
from responder.core.ports import Connector, SignIn
from responder.core.replies import ReplyState
from responder.ingest.receiver import Receiver
from responder.outbox.worker import Outbox
from responder.store.store import Store
from responder.views.views import Views
from tests.connectors.means import means
from tests.practice.wordpress_checks import Wp
from tests.real.servers import RealServer

ZOE = "zoe@example.test"


@dataclass
class Office:
    """A workspace with one member at the desk and one WordPress account connected."""

    store: Store
    signed: SignIn

    def __post_init__(self) -> None:
        clock = SystemClock()
        self.views = Views(self.store, clock)
        self.desk = Desk(self.store, clock, Member("marie", "Marie Curie", signature="Marie"))
        self.receiver = Receiver(self.store, clock, self.open)
        self.outbox = Outbox(self.store, clock, self.open)

    def open(self, account: Account, *, once: bool = True) -> Connector:
        known = Remembered(self.store, account)
        return connector.open(account, means(self.signed.secret, known=known, once=True))

    async def receive(self) -> None:
        """Catch up once. Raises what went wrong."""
        for problem in (await self.receiver.once()).values():
            raise problem

    def conversation(self, text: str) -> UUID:
        """Return the latest conversation in which something was said."""
        return max(self.views.search(text), key=lambda hit: hit.at).conversation

    def said(self, conversation: UUID) -> list[tuple[str, bool]]:
        """Return the texts of a conversation, and whether they are ours."""
        thread = self.views.thread(conversation)
        assert thread is not None
        return [(view.message.text, view.message.author.ours) for view in thread.messages]

    async def answer(self, conversation: UUID, text: str) -> ReplyState | None:
        """Hand a reply in and send what is due; return where it stands, None when it is done with."""
        handed = reply.submit(self.desk, reply.NewReply(conversation, text), 0).result(10)
        await self.outbox.once()
        waiting = {row.id: row.state for row in self.views.outbox()}
        return waiting.get(handed.reply)


@dataclass
class Remembered:
    """What the log knows."""

    store: Store
    account: Account

    async def root_of(self, remote_id: str) -> str | None:
        return self.store.root_of(self.account.network, self.account.server, remote_id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "workspace.db", SystemClock())
    yield opened
    opened.close()


@pytest_asyncio.fixture
async def office(wp: Wp, store: Store) -> AsyncIterator[Office]:
    form = {"site": wp.url, "user": "owner", "password": wp.passwords["owner"]}
    signed = await sign_in(form, clock=SystemClock(), open_browser=print)
    office = Office(store, signed)
    accounts.connect(office.desk, signed.account).result(10)
    await office.receive()
    yield office


@pytest.fixture
def post(wp: Wp) -> int:
    return wp.make_post("Launch & joy")


def shown(wp: Wp, post: int) -> list[str]:
    """Return what a reader of the post sees, oldest first."""
    listed = wp.call("GET", "comments", post=post, order="asc", orderby="id").json()
    return [item["content"]["rendered"] for item in listed]


async def test_a_comment_is_read_approved_answered_and_read_back(wp: Wp, post: int, office: Office) -> None:
    wp.comment(post, "Where is my quetzalcoatl parcel? 📦")
    await office.receive()
    found = office.conversation("quetzalcoatl")
    assert office.said(found) == [("Where is my quetzalcoatl parcel? 📦", False)]
    row = office.views.conversation(found)
    assert row is not None
    assert row.title == "Launch & joy"
    assert row.needs_reply
    assert shown(wp, post) == []
    thread = office.views.thread(found)
    assert thread is not None
    acts.request(office.desk, thread.messages[0].message.id, "approve").result(10)
    assert await office.answer(found, "It left today, Zoë.") is None
    question, answer = shown(wp, post)
    assert "parcel" in question
    assert "It left today, Zoë." in answer
    assert "Marie" in answer
    await office.receive()
    assert [ours for _, ours in office.said(found)] == [False, True]
    row = office.views.conversation(found)
    assert row is not None
    assert not row.needs_reply
    assert office.views.outbox() == []


async def test_a_reply_to_what_is_not_approved_waits_with_a_reason(wp: Wp, post: int, office: Office) -> None:
    wp.comment(post, "an unseen axolotl")
    await office.receive()
    found = office.conversation("axolotl")
    assert await office.answer(found, "Hello") is ReplyState.FAILED
    assert "approve it first" in office.views.outbox()[0].error
    assert shown(wp, post) == []


@pytest.mark.logs
async def test_the_site_stops_and_starts_in_the_middle(
    wordpress: RealServer, wp: Wp, post: int, office: Office
) -> None:
    wp.comment(post, "a patient ocelot", "owner")
    customer = wp.comment(post, "an impatient capybara", "customer")
    wp.call("POST", f"comments/{customer}", "owner", {"status": "approved"})
    await office.receive()
    found = office.conversation("capybara")
    wordpress.stop()
    try:
        with pytest.raises(Unreachable):
            await office.receive()
        assert await office.answer(found, "We are on it.") is ReplyState.QUEUED
    finally:
        wordpress.start()
    await office.receive()
    due = office.views.outbox()[0].due_at
    clock = SystemClock()
    await clock.sleep(max(0.0, (due - clock.now()) / 1e6) + 0.1)
    await office.outbox.once()
    assert office.views.outbox() == []
    assert len([text for text in shown(wp, post) if "We are on it." in text]) == 1


@pytest.mark.logs
async def test_a_revoked_password_keeps_the_reply_and_asks_for_a_sign_in(
    wp: Wp, post: int, office: Office
) -> None:
    made = wp.call("POST", "users/me/application-passwords", "owner", {"name": f"desk {post}"}).json()
    comment = wp.comment(post, "a lonely pangolin", "customer")
    wp.call("POST", f"comments/{comment}", "owner", {"status": "approved"})
    office.signed = SignIn(office.signed.account, made["password"].replace(" ", ""))
    await office.receive()
    wp.call("DELETE", f"users/me/application-passwords/{made['uuid']}", "owner")
    with pytest.raises(SignInNeeded):
        await office.receive()
    found = office.conversation("pangolin")
    assert await office.answer(found, "Not lost.") is ReplyState.QUEUED
    assert [health.state for health in office.views.health()] == ["sign-in"]
    assert len(shown(wp, post)) == 1
