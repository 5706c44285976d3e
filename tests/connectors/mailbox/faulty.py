"""The contract's faults of HTTP, as a mail server would show their likes."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, ClassVar

from responder.practice.mailbox import PracticeMailbox
from responder.practice.mailbox.world import Item
from tests.connectors.contract import Simulated

HEADS = {"from": "From", "to": "To", "subject": "Subject", "date": "Date"}


class Faulty(Simulated):
    """A simulated mailbox that can be told to misbehave."""

    reading: ClassVar[str] = "UID FETCH|SELECT|EXAMINE"
    writing: ClassVar[str] = "MAIL TEXT"
    box: PracticeMailbox

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
