"""The practice mailbox, and what people and tests do to it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from responder.practice.mailbox.faults import Fault
from responder.practice.mailbox.hosted import Hosted
from responder.practice.mailbox.world import Delivered, Item

USER = "support@practice.test"
PASSWORD = "a password for practice"  # noqa: S105 # practice only
CUSTOMER = "Zoë Kunde <zoe@customer.test>"


class PracticeMailbox(Hosted):
    """A mailbox `support@practice.test`. Its methods may be called from any thread."""

    def __init__(self, imap_port: int = 0, smtp_port: int = 0) -> None:
        super().__init__(imap_port, smtp_port)
        self.world.users[USER] = PASSWORD

    def fault(self, protocol: Any, command: str, **what: Any) -> None:
        """Arm a fault: see `Fault`."""
        self.faults.add(Fault(protocol, command, **what))

    def cut(self, scrap: bytes = b"") -> None:
        """Cut every open line after a last few bytes."""
        self.call(lambda: self._cut(scrap))

    def idlers(self) -> int:
        """Return how many lines wait for news."""
        return self.call(lambda: sum(line.idling for line in self._lines.values()))

    def deliver(self, raw: bytes, folder: str = "INBOX") -> Item:
        """Let a mail arrive as it is."""
        return self.call(lambda: self.world.put(folder, raw))

    def write(
        self, text: str, *, answering: str = "", sender: str = CUSTOMER, subject: str = "", **heads: str
    ) -> str:
        """Let somebody write to us; return the mail's Message-ID without brackets."""
        raw = letter(text, sender, USER, self.now(), answering=answering, subject=subject, heads=heads)
        return self.deliver(raw).key

    def answer(self, parent: str, text: str) -> str:
        """Answer a mail with another program: its copy lies among the sent mail. Return its Message-ID."""
        raw = letter(text, f"Support <{USER}>", CUSTOMER, self.now(), answering=parent, heads={})
        self.call(lambda: self.world.delivered.append(Delivered(USER, (CUSTOMER,), raw)))
        return self.deliver(raw, "Sent").key

    def items(self, folder: str = "INBOX") -> list[Item]:
        """Return what lies in a folder."""
        return self.call(lambda: list(self.world.folders[folder].items))

    def remove(self, key: str, folder: str = "INBOX") -> None:
        """Let somebody delete a mail for good."""

        def removed() -> None:
            there = self.world.folders[folder]
            self.world.remove(there, [item for item in there.items if item.key == key])

        self.call(removed)

    def move(self, key: str, source: str, target: str) -> None:
        """Let somebody move a mail."""

        def moved() -> None:
            there = self.world.folders[source]
            for item in [item for item in there.items if item.key == key]:
                self.world.folders[target].put(item.raw, item.at, item.flags)
                self.world.remove(there, [item])

        self.call(moved)

    def renumber(self, kept: int | None = None, folder: str = "INBOX") -> None:
        """Give a folder new numbers, with only so many of its newest mails."""
        self.call(lambda: self.world.renumber(folder, kept))

    def revoke(self) -> None:
        """End every password and token."""
        self.call(self.world.users.clear)
        self.call(self.world.tokens.clear)

    def now(self) -> float:
        """Return the time by the mailbox's clock (s)."""
        return self.call(self.world.now)


def letter(
    text: str,
    sender: str,
    to: str,
    at: float,
    *,
    answering: str = "",
    subject: str = "",
    heads: dict[str, str],
) -> bytes:
    """Return a mail as a usual program writes it. Names of headers are given with `_` for `-`."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = subject or ("Re: question" if answering else "question")
    mail["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    mail["Message-ID"] = make_msgid(domain="customer.test")
    if answering:
        mail["In-Reply-To"] = mail["References"] = f"<{answering}>"
    mail.set_content(text)
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
