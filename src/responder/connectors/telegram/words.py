"""What Telegram says no with, in words for people."""

import re

from responder.core.errors import Gone, NetworkError, Refused

TOKEN = "Telegram does not accept this bot's token: it was revoked, or is not complete. @BotFather shows the one that counts."  # noqa: S105
OTHER_POLLER = (
    "Another program reads this bot's messages at the same time, and Telegram gives them to only one. "
    "Stop the other one, or pause this account here."
)
WEBHOOK = "This bot's messages are sent to another program (a webhook). Switch it off there first, or make a bot for Responder."
TOO_LONG = "Telegram takes 4,096 characters at most, and an emoji counts two or more."
CAPTION = "Telegram takes 1,024 characters beside a picture: send a shorter text, or the picture by itself."
NO_TEXT = "This message has no text that could be edited."
FILE_GONE = "Telegram does not have this file any more."
FILE_TOO_LARGE = "Telegram gives a bot files of up to 20 MB: look at this one in Telegram itself."
FILE_ELSEWHERE = "The Bot API server keeps this file on its own disk and does not give it to others."
NO_FILE_OF_OURS = "This is not the address of a file on Telegram."
UNPROVEN = (
    "Telegram does not let a bot see what it sent: please look in the chat whether the answer is there."
)
PRIVACY = "see messages in groups that do not answer or mention the bot, as its privacy mode is on"
"""What a bot with privacy mode cannot do; it ends the sentence “This sign-in cannot …”."""
LATE = "Nobody asked Telegram for more than a day, and it keeps messages no longer"
HOLE = "Telegram skipped some messages: they had expired, or another program took them"

_BETWEEN = re.compile(r"[^a-z0-9]+")

_KNOWN: tuple[tuple[str, type[NetworkError], str], ...] = (
    ("message-to-be-replied-not-found", Gone, "The message does not exist any more: nothing was sent."),
    ("replied-message-not-found", Gone, "The message does not exist any more: nothing was sent."),
    ("message-to-edit-not-found", Gone, "The message does not exist any more."),
    ("message-to-delete-not-found", Gone, "The message does not exist any more."),
    ("message-to-react-not-found", Gone, "The message does not exist any more."),
    ("file-is-too-big", Refused, FILE_TOO_LARGE),
    ("file-id", Gone, FILE_GONE),
    ("file-is-temporarily-unavailable", Gone, FILE_GONE),
    ("message-id-invalid", Gone, "The message does not exist any more."),
    ("chat-not-found", Gone, "This chat does not exist any more, or the bot is not in it."),
    ("message-is-too-long", Refused, TOO_LONG),
    ("message-too-long", Refused, TOO_LONG),
    ("caption-is-too-long", Refused, CAPTION),
    ("message-text-is-empty", Refused, "Telegram does not take an empty message."),
    ("bot-was-blocked-by-the-user", Refused, "This customer has blocked the bot: nothing was sent, and nothing can be."),
    ("user-is-deactivated", Refused, "This customer's Telegram account does not exist any more."),
    ("bot-can-t-initiate-conversation", Refused, "A bot may not write first: the customer has to write to it."),
    ("bot-was-kicked", Refused, "The bot was removed from this group."),
    ("bot-is-not-a-member", Refused, "The bot is not a member of this chat."),
    ("not-enough-rights", Refused, "The bot may not do that in this group: make it an administrator there."),
    ("have-no-rights-to-send", Refused, "The bot may not write in this group: make it an administrator there."),
    ("can-t-be-deleted", Refused, "Telegram lets a bot delete a message for 48 hours, and those of others only as an administrator."),
    ("can-t-be-edited", Refused, "Telegram lets a bot edit its own messages only."),
    ("business-peer-usage-missing", Refused, "The customer wrote more than a day ago: Telegram takes no answer of a business bot now."),
    ("business-connection", Refused, "The bot is no longer connected to this business account, or may not answer for it."),
)  # fmt: skip


def refusal(description: str) -> NetworkError:
    """Return what a definite no stands for; one that we do not know is said in Telegram's own words."""
    said = description.partition(": ")[2] or description
    plain = _BETWEEN.sub("-", said.lower())
    for part, kind, text in _KNOWN:
        if part in plain:
            return kind(text)
    return Refused(f"Telegram refuses: {said[:200]}" if said else "Telegram refuses without saying why.")
