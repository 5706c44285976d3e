"""What one mailbox's settings say: its address, its servers, its folders."""

from dataclasses import dataclass

from responder.connectors.mailbox import servers
from responder.connectors.mailbox.headers import Address
from responder.connectors.mailbox.servers import Server
from responder.core.accounts import Account

INBOX = "INBOX"

SAVING = ("smtp.gmail.com", "smtp.office365.com", "smtp-mail.outlook.com")
"""Servers that put what they send among the sent mail by themselves: a second copy would stand beside it."""

NAMES = {
    "sent": ("Sent", "Sent Items", "Sent Messages", "Sent Mail", "Gesendet", "Gesendete Elemente", "Éléments envoyés", "Envoyés"),
    "junk": ("Junk", "Spam", "Junk E-mail", "Junk Email", "Courrier indésirable", "Junk-E-Mail"),
    "trash": ("Trash", "Deleted Items", "Deleted Messages", "Bin", "Corbeille", "Papierkorb", "Gelöschte Elemente"),
}  # fmt: skip
"""What these folders are called where a server does not say which they are (RFC 6154)."""


@dataclass(frozen=True)
class Box:
    """`sent` is "" where there is no folder for sent mail; `saves` when the server fills it by itself."""

    address: Address
    user: str
    imap: Server
    smtp: Server
    folder: str
    sent: str
    saves: bool
    oauth: str = ""

    @property
    def journals(self) -> bool:
        """Say whether we keep the copies of what is sent, and thereby a proof of what was not."""
        return bool(self.sent) and not self.saves


def of(account: Account) -> Box:
    """Return what an account's options say."""
    options = account.options
    smtp = servers.read("smtp", options["smtp"])
    return Box(
        address=Address(options.get("from_name", account.name), account.remote_id),
        user=options["user"], imap=servers.read("imap", options["imap"]), smtp=smtp,
        folder=options.get("folder") or INBOX, sent=options.get("sent", ""),
        saves=options.get("saves") == "yes" or smtp.host in SAVING, oauth=options.get("oauth", ""),
    )  # fmt: skip


def special(listed: list[tuple[str, frozenset[str]]], what: str) -> str:
    """Return the folder that is for `sent`, `junk` or `trash`, "" when there is none."""
    for name, flags in listed:
        if f"\\{what}" in flags:
            return name
    wanted = {name.casefold() for name in NAMES[what]}
    for name, _ in listed:
        if (
            name.casefold() in wanted
            or name.casefold().removeprefix("inbox.").removeprefix("inbox/") in wanted
        ):
            return name
    return ""
