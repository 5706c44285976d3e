"""Where reading stands: the number of the next update, and when Telegram was last asked and last had something."""

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.telegram import words
from responder.connectors.telegram.parse import Page
from responder.core.clock import DAY
from responder.core.ports import Gap
from responder.net import cursors

KEPT = DAY
"""How long Telegram keeps updates for a bot that does not come (µs)."""

RESTING = 6 * DAY
"""After a week without updates their numbers begin anew, anywhere: from then on an old offset could hide them (µs)."""


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`offset` is the next update's number (0: not known), `at` and `heard` are µs; `bad` are hashes."""

    offset: int = 0
    at: int = 0
    heard: int = 0

    def rests(self, now: int) -> bool:
        """Say whether the numbers may have begun anew."""
        return bool(self.heard) and now - self.heard >= RESTING

    def asked_from(self, now: int) -> int:
        """Return the offset to give: none when it might confirm what was numbered anew."""
        return 0 if self.rests(now) else self.offset

    def gap(self, page: Page, now: int) -> Gap | None:
        """Return the stretch for which a page does not prove that nothing was missed."""
        if not self.at:
            return None
        late = now - self.at > KEPT
        numbers = sorted(number for number in page.numbers if number >= self.offset or self.rests(now))
        if not numbers or not self.offset or self.rests(now):
            return self._missed(now, words.LATE) if late else None
        whole = numbers[0] == self.offset and numbers[-1] - numbers[0] == len(numbers) - 1
        return None if whole else self._missed(now, words.LATE if late else words.HOLE)

    def _missed(self, now: int, why: str) -> Gap:
        return Gap(self.at, max(now, self.at + 1), why)

    def after(self, page: Page, now: int) -> "Cursor":
        """Return the cursor once a page is stored. Entries whose number cannot be read are counted off."""
        nameless = len(page.broken) if self.offset and not page.numbers else 0
        following = max(page.numbers, default=self.offset - 1) + 1 + nameless
        heard = now if page.numbers else self.heard
        return replace(self, offset=following, at=now, heard=heard).having_kept(page.broken)


def read(text: str | None) -> Cursor:
    """Return a stored cursor; a new one when there is none, or none of ours: Telegram gives what it still has."""
    return cursors.read(text, Cursor) or Cursor()
