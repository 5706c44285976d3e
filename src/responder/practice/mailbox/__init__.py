"""A simulated mailbox: an IMAP and an SMTP server on loopback, written from the RFCs."""

from responder.practice.mailbox.faults import Fault
from responder.practice.mailbox.server import PASSWORD, USER, PracticeMailbox

__all__ = ["PASSWORD", "USER", "Fault", "PracticeMailbox"]
