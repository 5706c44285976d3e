"""More of Josée's Friday: an answer of ours, a note, an escalation; and small tools to write the rest."""

from uuid import UUID

from responder.core import events as e
from responder.core.clock import MINUTE
from responder.core.ids import derived_id
from responder.core.messages import Author, Message, Visibility
from tests.ui import people

JOSEE = people.person("Josée")
PRIYA = people.person("Priya")
MARC = people.person("Marc")
OWEN = people.person("Owen")


def did(stream: UUID, body: e.Body, minutes: float = 1, what: str = "", actor: str = "marie") -> e.Event:
    """Something done so many minutes ago."""
    at = people.NOW - round(minutes * MINUTE)
    return e.Event(derived_id(stream, what or repr(body)), stream, actor, people.DEVICE, at, body)


def ours(text: str, minutes: float, number: int = 1, to: people.Person = JOSEE) -> Message:
    """An answer of ours as the network shows it."""
    asked = to.message()
    us = Author("us", "grandlievre", "Biscuiterie Grand Lièvre", ours=True)
    return Message(
        asked.network, asked.server, asked.account, f"ours/{number}", asked.root, asked.kind, us, text,
        people.NOW - round(minutes * MINUTE), parent=asked.remote_id, language="fr", visibility=asked.visibility,
    )  # fmt: skip


def submitted(
    text: str, minutes: float, actor: str = "marie", to: people.Person = JOSEE, wait: float = 0
) -> e.Event:
    """A reply handed in so many minutes ago, to leave so many minutes later."""
    asked = to.message()
    reply = derived_id(to.conversation, "reply", text)
    send_at = people.NOW - round((minutes - wait) * MINUTE)
    body = e.ReplySubmitted(reply, asked.account, text, asked.remote_id, Visibility.PUBLIC, send_at)
    return did(to.conversation, body, minutes, f"submit {text}", actor)


def reply_of(event: e.Event) -> UUID:
    """The id of the reply that an event hands in."""
    assert isinstance(event.body, e.ReplySubmitted)
    return event.body.reply


def answered(
    text: str = "Je vérifie tout de suite.\n— Marie", minutes: float = 44, actor: str = "marie"
) -> list[e.Event]:
    """Handed in, sent, and read back from the network."""
    event, message = submitted(text, minutes, actor), ours(text, minutes)
    sent = e.ReplySent(reply_of(event), message.remote_id, message.id)
    return [event, people.received(message), did(JOSEE.conversation, sent, minutes - 0.1, "sent", actor)]
