"""A mail as the message that everybody else knows. Pure."""

from uuid import UUID

from msgspec.structs import replace

from responder.connectors.mailbox import parse, requests, words
from responder.connectors.mailbox.box import Box
from responder.connectors.mailbox.parse import Mail
from responder.core.messages import Attachment, Author, Kind, Message, State, Visibility

NETWORK = "email"


def key_of(remote_id: str) -> tuple[str, str]:
    """Return the Message-ID and the digest that a message's id is made of; either may be missing."""
    key, _, digest = remote_id.partition(" ")
    return ("" if key == "?" else key), digest


def without_key(mail: Mail) -> str:
    """Return the id of a mail that has none of its own: made of what is in it."""
    return f"? {mail.digest}"


def another(mail: Mail) -> str:
    """Return the id of a mail whose own is somebody else's already."""
    return f"{mail.key} {mail.digest[:10]}"


def message(
    mail: Mail, box: Box, account: UUID, server: str, *,
    remote_id: str, root: str, parent: str | None, at: int, ours: bool, context: bool = False,
    state: State = State.PUBLISHED,
) -> Message:  # fmt: skip
    """Return the message. Of what a program sent by itself, and of `context`, nothing is asked of us."""
    return Message(
        network=NETWORK, server=server, account=account, remote_id=remote_id, root=root, parent=parent,
        kind=Kind.DIRECT, author=our_author(box) if ours else author(mail, box), text=parse.shown(mail, answering=parent is not None), created_at=at,
        addressed=not (ours or context or mail.why), visibility=Visibility.DIRECT, state=state, attachments=_files(mail, remote_id),
        no_reply="" if ours else why_not(mail, box),
    )  # fmt: skip


def _files(mail: Mail, remote_id: str) -> tuple[Attachment, ...]:
    """Return its files under its own id: of two mails with one Message-ID each leads to its own files."""
    return tuple(
        replace(file, url=parse.address(remote_id, file.url.rpartition("/")[2])) for file in mail.files
    )


def why_not(mail: Mail, box: Box) -> str:
    """Return why a mail takes no answer, "" when it takes one."""
    return mail.why or ("" if requests.recipients(mail, box.address, ours=False) else words.OURSELVES)


def our_author(box: Box) -> Author:
    """Return ourselves."""
    return Author(box.address.key, box.address.address, box.address.name or box.address.address, ours=True)


def author(mail: Mail, box: Box) -> Author:
    """Return who wrote. A form on the business's own site sends as the business, and names the person to answer."""
    who = mail.sender
    if mail.reply_to and (who is None or who.key == box.address.key):
        who = mail.reply_to[0]
    if who is None:
        return Author("unknown", "", words.UNKNOWN)
    return Author(who.key, who.address, who.name or who.address, bot=bool(mail.why))
