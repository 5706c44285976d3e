"""A practice mailbox with our account, as the contract suite uses it."""

from email.message import EmailMessage
from typing import ClassVar

from responder.connectors.mailbox import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.mailbox import PASSWORD, USER, PracticeMailbox
from tests.connectors.contract import Memory
from tests.connectors.mailbox.faulty import Faulty
from tests.connectors.means import means


def account_at(imap_port: int, smtp_port: int) -> Account:
    """Return the account of a practice mailbox at these ports."""
    server = USER.partition("@")[2]
    options = {
        "imap": f"plain+imap://127.0.0.1:{imap_port}",
        "smtp": f"plain+smtp://127.0.0.1:{smtp_port}",
        "user": USER, "folder": "INBOX", "sent": "Sent", "idle_seconds": "1",
    }  # fmt: skip
    return Account(
        ids.contact_id("email", server, USER), "email", server, USER, USER, "Support", options=options
    )


def secret() -> str:
    """Return what opens it."""
    return PASSWORD


class Practice(Faulty):
    """Requests of the other networks have their likes here: reading is fetching mails, writing is handing one over."""

    page: ClassVar[int] = 50

    def __init__(self) -> None:
        self.box = PracticeMailbox()

    @property
    def account(self) -> Account:
        return account_at(self.box.imap_port, self.box.smtp_port)

    @property
    def secret(self) -> str:
        return secret()

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.box.write(text, answering=parent or "")

    def edit(self, item: str, text: str) -> None:
        raise AssertionError("a mail cannot be edited")

    def delete(self, item: str) -> None:
        self.box.remove(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.box.answer(parent, text)

    def answers(self, parent: str) -> list[str]:
        mails = [one.parsed for one in self.box.world.delivered]
        return [str(mail.get_payload()) for mail in mails if mail["In-Reply-To"] == f"<{parent}>"]

    def private(self, item: str) -> bool:
        (one,) = [one for one in self.box.world.delivered if item in str(one.parsed["Message-ID"])]
        return one.recipients == ("zoe@customer.test",)

    def revoke(self) -> None:
        self.box.revoke()

    def forget(self, kept: int) -> None:
        self.box.renumber(kept)

    def set_clock_offset(self, offset: int) -> None:
        self.box.world.offset = offset / 1e6

    def post_as_us(self, text: str) -> str:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-ID"] = USER, "all@customer.test", "<circular@practice.test>"
        mail.set_content(text)
        return self.box.deliver(mail.as_bytes().replace(b"\n", b"\r\n"), "Sent").key

    def drop_streams(self, scrap: bytes = b"") -> None:
        self.box.cut(scrap)

    def listeners(self) -> int:
        return self.box.idlers()

    def too_long(self) -> str:
        return "x" * 100_001

    def optional(self) -> tuple[str, ...]:
        return "to", "subject", "date"
