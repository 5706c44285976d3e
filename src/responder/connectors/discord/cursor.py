"""Where reading stands in every channel, and what the latest messages looked like, so that a change is seen."""

from msgspec import Struct

from responder.connectors.discord.parse import Written
from responder.net import cursors

REMEMBERED = 300
"""Of how many messages, the latest, edits and deletions are noticed after a pause."""

PRIVATE = 100
"""How many private channels, the latest, are read after a pause."""


class Cursor(cursors.Notebook, Struct):
    """`last` maps channels to the latest message read, `recent` maps messages to versions; `bad` are hashes.

    `private` are the channels with one person, which a bot cannot ask for, the latest last.
    """

    last: dict[str, str] = {}
    recent: dict[str, str] = {}
    private: list[str] = []

    def passed(self, channel: str, number: str) -> None:
        """Note that a channel was read up to a message."""
        if int(number) > int(self.last.get(channel, "0")):
            self.last[channel] = number

    def met(self, channel: str) -> None:
        """Note that somebody wrote in a private channel."""
        kept = [one for one in self.private if one != channel]
        self.private = [*kept, channel][-PRIVATE:]

    def given(self, message: Written) -> None:
        """Note that this version was given on."""
        self.recent[message.key] = message.version
        if len(self.recent) > REMEMBERED:
            for key in sorted(self.recent, key=_number)[: len(self.recent) - REMEMBERED]:
                del self.recent[key]

    def knows(self, message: Written) -> bool:
        """Say whether this version was given on before."""
        return self.recent.get(message.key) == message.version

    def gone(self, key: str) -> bool:
        """Forget a message; say whether it was remembered."""
        return self.recent.pop(key, None) is not None

    def missing(self, channel: str, lowest: int, there: set[str]) -> list[str]:
        """Return remembered messages of a channel, from the lowest on, that are not there any more."""
        mine = (key for key in self.recent if key.startswith(f"{channel}/"))
        return [key for key in mine if _number(key) >= lowest and key not in there]


def read(text: str | None) -> Cursor:
    """Return a stored cursor; a new one when there is none, or none of ours."""
    cursor = cursors.read(text, Cursor) or Cursor()
    whole = all(one.isdecimal() for one in (*cursor.last, *cursor.last.values()))
    return cursor if whole and all(key.rpartition("/")[2].isdecimal() for key in cursor.recent) else Cursor()


def _number(key: str) -> int:
    return int(key.rpartition("/")[2])
