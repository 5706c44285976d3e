"""What people do with a real Dovecot and Postfix in these tests, with Python's own clients."""

import imaplib
import os
import smtplib
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from responder.connectors.mailbox import connector
from responder.connectors.mailbox.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.ports import Connector, SignIn
from tests.connectors.contract import Memory
from tests.connectors.means import means
from tests.real.servers import RealServer

PATIENCE = 15.0
"""Seconds until a mail must have arrived."""


def nobody(url: str) -> None:
    raise AssertionError("no browser is needed")


class Post:
    """A mail server with a shared mailbox `support`, its colleagues anna and ben, and a customer."""

    def __init__(self, server: RealServer, state: Path) -> None:
        self.server = server
        self.folder = state / "mail"
        self.context = ssl.create_default_context(cafile=server["ca_file"])

    def port(self, name: str) -> int:
        return int(self.server[name].split(" ")[0].rpartition(":")[2])

    @contextmanager
    def imap(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        with imaplib.IMAP4_SSL("127.0.0.1", self.port("imaps"), ssl_context=self.context) as client:
            client.login(f"{user}@console.test", f"{user}-pass")
            yield client

    def write(
        self, text: str, *, user: str = "kunde", subject: str = "Wo ist mein Paket? 📦", file: bytes = b"",
        **heads: str,
    ) -> str:  # fmt: skip
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Zoë Kunde <{user}@console.test>", "support@console.test"
        mail["Subject"], mail["Message-ID"] = subject, make_msgid(domain="console.test")
        mail.set_content(text)
        if file:
            mail.add_attachment(file, maintype="application", subtype="octet-stream", filename="Rät sel.bin")
        for name, value in heads.items():
            mail[name.replace("_", "-")] = value
        with smtplib.SMTP("127.0.0.1", self.port("submission"), timeout=20) as smtp:
            smtp.starttls(context=self.context)
            smtp.login(f"{user}@console.test", f"{user}-pass")
            smtp.send_message(mail)
        self.waited("support", "Message-ID", mail["Message-ID"])
        return str(mail["Message-ID"]).strip("<>")

    def inbox(self, user: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Return the mails that somebody has, oldest first."""
        with self.imap(user) as client:
            client.select(folder, readonly=True)
            numbers = client.uid("SEARCH", "ALL")[1][0].split()
            raw = [client.uid("FETCH", number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]
        return [message_from_bytes(one, policy=policy.default) for one in raw]

    def flags(self, user: str, folder: str) -> list[str]:
        """Return the flags of every mail of a folder."""
        with self.imap(user) as client:
            client.select(folder, readonly=True)
            return [line.decode() for line in client.fetch("1:*", "(FLAGS)")[1] if line]

    def arrived(self, user: str, about: str) -> EmailMessage:
        """Wait for the answer to a mail."""
        return self.waited(user, "In-Reply-To", f"<{about}>")

    def waited(self, user: str, header: str, value: str) -> EmailMessage:
        """Wait for a mail: Postfix has taken it when somebody sent it, and delivers it a moment later."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in self.inbox(user):
                if mail[header] == value:
                    return mail
            time.sleep(0.1)
        raise AssertionError(f"no mail with {header}: {value} arrived")

    def refuse(self, line: str) -> None:
        """Refuse an address from now on; "" for none."""
        file = Path(self.server["reject_map"])
        if file.read_text() != line:
            file.write_text(line)
            subprocess.run(["postfix", "-c", str(file.parent), "reload"], check=True, capture_output=True)

    def number_anew(self) -> None:
        """Take the numbers of the shared mailbox away: Dovecot makes new ones."""
        maildir = self.folder / "mail" / "support" / "Maildir"
        for file in (maildir / "dovecot-uidlist", *maildir.glob("dovecot.index*")):
            file.unlink(missing_ok=True)

    def empty(self) -> None:
        """Delete every mail of everybody."""
        for user in ("support", "kunde"):
            with self.imap(user) as client:
                for folder in ("INBOX", "Sent", "Junk"):
                    if client.select(folder)[1] != [b"0"]:
                        client.store("1:*", "+FLAGS", "(\\Deleted)")
                        client.expunge()

    async def connect(self, **form: str) -> "Desk":
        given = {
            "address": "support@console.test", "password": "support-pass", "name": "Console Support",
            "imap": f"imaps://127.0.0.1:{self.port('imaps')}", "smtp": f"smtp://127.0.0.1:{self.port('submission')}",
        }  # fmt: skip
        return Desk(await sign_in({**given, **form}, clock=SystemClock(), open_browser=nobody))


class Desk:
    """The business, connected to its mailbox."""

    def __init__(self, signed: SignIn) -> None:
        self.account, self.secret = signed.account, signed.secret

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def through(self, port: int) -> "Desk":
        """Return the same, sending through another port."""
        options = {**self.account.options, "smtp": f"smtp://127.0.0.1:{port}"}
        account = type(self.account)(
            **{name: getattr(self.account, name) for name in self.account.__struct_fields__}
            | {"options": options}
        )
        return Desk(SignIn(account, self.secret))


def root() -> bool:
    return os.geteuid() == 0
