"""What Discord says no with, in words for people."""

from responder.core.errors import Gone, NetworkError, Refused

TOKEN = "Discord does not accept this bot's token: it was reset, or is not complete. The page Bot of your application makes a new one."  # noqa: S105
NO_CONTENT = "read messages that do not mention the bot, as its Message Content Intent is off"
"""What a bot without the intent cannot do; it ends the sentence “This sign-in cannot …”."""
TOO_LONG = "Discord takes 2,000 characters at most."
INVITE = (
    "This bot is on no server yet. Choose yours on the page that opened in your browser, then connect again."
)
NO_LISTENING = "Discord does not let this bot listen: Discord asks for another version or fewer rights than Responder has"
FILE_GONE = "This file does not stand beside its message on Discord any more."
FILE_TOO_LARGE = "This file is larger than 25 MB: look at it on Discord itself."
NO_FILE_OF_OURS = "This is not the address of a file on Discord."
UNSEEN = "Discord shows an answer that we cannot read"

_KNOWN: dict[int, tuple[type[NetworkError], str]] = {
    10003: (Gone, "This channel does not exist any more."),
    10008: (Gone, "This message does not exist any more."),
    50001: (Refused, "The bot may not see this channel: give it access on your server."),
    50005: (Refused, "Only the bot's own messages are edited: nobody's words are changed here."),
    50006: (Refused, "Discord does not take an empty message."),
    50007: (Refused, "This person takes no private messages from the bot."),
    50013: (Refused, "The bot lacks the permission for that: give it on your server."),
    50083: (Refused, "This thread is archived: nothing was sent."),
    160005: (Refused, "This thread is locked: nothing was sent."),
    30010: (Refused, "This message has as many reactions as Discord lets it have."),
    90001: (Refused, "This person has blocked the bot: no reaction was put there."),
}


def refusal(code: int, message: str, body: str) -> NetworkError:
    """Return what a definite no stands for; one that we do not know is said in Discord's own words."""
    if "REPLIES_UNKNOWN_MESSAGE" in body or "MESSAGE_REFERENCE_UNKNOWN_MESSAGE" in body:
        return Gone("This message does not exist any more: nothing was sent.")
    if "BASE_TYPE_MAX_LENGTH" in body:
        return Refused(TOO_LONG)
    kind, text = _KNOWN.get(code, (Refused, ""))
    if not text:
        text = f"Discord refuses: {message[:200]}" if message else "Discord refuses without saying why."
    return kind(text)
