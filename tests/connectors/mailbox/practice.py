"""A practice mailbox with our account, as the contract suite uses it."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, ClassVar

from responder.connectors.mailbox import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.mailbox import PASSWORD, USER, PracticeMailbox
from responder.practice.mailbox.world import Item
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means

HEADS = {"from": "From", "to": "To", "subject": "Subject", "date": "Date"}


class Practice(Simulated):
    """Requests of the other networks have their likes here: reading is fetching mails, writing is handing one over."""

    reading: ClassVar[str] = "UID FETCH|SELECT|EXAMINE"
    writing: ClassVar[str] = "MAIL TEXT"
    page: ClassVar[int] = 50

    def __init__(self) -> None:
        self.box = PracticeMailbox()
        self.known_private: set[str] = set()

    @property
    def account(self) -> Account:
        server = USER.partition("@")[2]
        options = {
            "imap": f"plain+imap://127.0.0.1:{self.box.imap_port}",
            "smtp": f"plain+smtp://127.0.0.1:{self.box.smtp_port}",
            "user": USER, "folder": "INBOX", "sent": "Sent", "idle_seconds": "1",
        }  # fmt: skip
        return Account(
            ids.contact_id("email", server, USER), "email", server, USER, USER, "Support", options=options
        )

    @property
    def secret(self) -> str:
        return PASSWORD

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

    def fault(self, **what: Any) -> None:
        """Show the like of a fault of HTTP."""
        count, after = what.get("count", 1), what.get("after", False)
        if what["path"] == self.writing:
            raw = what["rewrite"](b"2s0 garbled on the way") + b"\r\n" if "rewrite" in what else b""
            self.box.fault(
                "smtp",
                "MAIL TEXT" if after or raw else "DATA",
                cut=what.get("cut", False),
                after=after,
                raw=raw,
                count=count,
            )
        else:
            cut = what.get("cut", False)
            reply = "" if cut else "NO [UNAVAILABLE] the disk is resting"
            self.box.fault(
                "imap",
                "UID SEARCH|SELECT|EXAMINE",
                cut=cut,
                reply=reply,
                raw=b"* OK [UIDVALI" if "scrap" in what else b"",
                count=count,
            )

    def refuse_reading(self, status: int, **more: Any) -> None:
        body = more.get("body", b"")
        if status == 200:
            self.box.fault("imap", "GREETING", raw=body + b"\r\n")
        elif status == 429:
            self.box.fault("imap", "SELECT|EXAMINE", reply="NO [LIMIT] too many at once")
        else:
            self.box.fault("imap", "SELECT|EXAMINE", reply=f"NO [UNAVAILABLE] {status}")

    def refuse_writing(self, status: int, **more: Any) -> None:
        self.box.fault("smtp", "MAIL TEXT", reply="554 5.7.1 it is not wanted here")

    def rewrite(self, change: Callable[[list[Any]], list[Any]], count: int = 1) -> None:
        def rewritten(items: list[Item]) -> list[Item]:
            by_uid = {item.uid: item for item in items}
            return [
                _written(entry, by_uid[entry["uid"]]) for entry in change([_entry(item) for item in items])
            ]

        self.box.fault("imap", "UID FETCH", rewrite=rewritten, count=count)

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


def _entry(item: Item) -> dict[str, Any]:
    heads = {name: item.header(header) for name, header in HEADS.items()}
    return {"uid": item.uid, "id": item.key, "content": str(item.parsed.get_payload()), **heads}


def _written(entry: dict[str, Any], item: Item) -> Item:
    if entry == _entry(item):
        return item
    if not isinstance(entry["content"], str):
        return Item(item.uid, json.dumps(entry["content"]).encode(), item.at, item.flags)
    mail = EmailMessage()
    mail["Message-ID"] = f"<{entry['id']}>"
    for name, header in HEADS.items():
        if entry.get(name) is not None:
            mail[header] = entry[name]
    mail.set_content(entry["content"], subtype="html" if entry["content"].startswith("<") else "plain")
    return Item(item.uid, mail.as_bytes().replace(b"\n", b"\r\n"), item.at, item.flags)
