"""The guided tour: the real window and engine on the practice network, worked by a script instead of a person."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from responder.actions.assign import assign
from responder.actions.decision import Decision
from responder.actions.escalate import escalate
from responder.actions.reply import release
from responder.actions.tag import add_tag, set_mood
from responder.app.answering import Answering, Wish
from responder.app.life import Running
from responder.core.conversations import Conversation
from responder.core.events import Mood
from responder.core.questions import Folder, InboxQuery, Sort
from responder.core.replies import ReplyState
from responder.practice.mastodon import PracticeServer

ENOUGH = 100
ANSWERS = 12
CUT_AFTER = 5
ANSWER_TIME = {"en": "6 p.m. today", "fr": "18 h aujourd’hui"}

NEGATIVE, POSITIVE = Mood.NEGATIVE, Mood.POSITIVE
SIGNS: tuple[tuple[str, Mood | None, tuple[str, ...]], ...] = (
    ("payment", NEGATIVE, ("charged", "débit", "payment", "paiement", "refund", "rembours", "double")),
    ("shop", NEGATIVE, ("checkout", "error", "erreur", "panier", "cart", "down", "plante", "bug")),
    ("delivery", NEGATIVE, ("late", "retard", "parcel", "colis", "livraison", "delivery", "still waiting")),
    ("allergens", None, ("allerg", "nut", "noix", "gluten", "lactose", "egg", "œuf")),
    ("praise", POSITIVE, ("love", "adore", "bravo", "merci", "thank", "delicious", "délicieu", "❤")),
)
TEMPLATES = {
    NEGATIVE: "sorry",
    POSITIVE: "thanks",
    None: "question-passed-on",
    Mood.NEUTRAL: "question-passed-on",
}


@dataclass
class Told:
    """What happened, for the report."""

    live: int = 0
    tagged: dict[str, int] = field(default_factory=dict)
    answered: list[UUID] = field(default_factory=list)
    held: int = 0
    cuts: int = 0
    streams_after_cut: int = 0
    escalated: UUID | None = None
    pictures: list[Path] = field(default_factory=list)


class Tour:
    """One walk through the whole job, from a hundred messages to answers that are on the network."""

    def __init__(
        self, desk: Running, server: PracticeServer, pictures: Path, say: Callable[[str], None]
    ) -> None:
        self._desk, self._server, self._pictures, self._say = desk, server, pictures, say
        console = desk.console
        self._views, self._hand = console.views, console.desk
        self._answering = Answering(console.desk, console.views, desk.networks, console.services.settings)
        self.told = Told()

    async def walk(self) -> Told:
        """Do everything. Raises TimeoutError when something does not come."""
        before = self.messages()
        self._say("Gathering messages …")
        await self.until(lambda: self.messages() - before >= ENOUGH, 60)
        self.told.live = self.messages() - before
        await self._picture("inbox")
        self._say(f"Triage of {len(self.rows())} conversations …")
        await self._triage()
        await self._escalate_one()
        await self._picture("triaged")
        self._say(f"Answering {ANSWERS} of them with templates; the line is cut after {CUT_AFTER} …")
        await self._answer_some()
        await self._see_out()
        self.told.streams_after_cut = self._server.listeners()
        await self._picture("answered")
        return self.told

    def rows(self, folder: Folder = Folder.ALL) -> tuple[Conversation, ...]:
        """Return the conversations of a folder, those that wait longest on top."""
        return self._views.page(InboxQuery(folder, Sort.WAITING), limit=2000).rows

    def messages(self) -> int:
        """Return how many messages are in the inbox."""
        return sum(row.messages for row in self.rows())

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until it is true. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 # half of it happens on the practice network
                await asyncio.sleep(0.05)

    async def _triage(self) -> None:
        groups: dict[tuple[str, Mood | None], list[UUID]] = defaultdict(list)
        for row in self.rows():
            if (sign := _sign(row.snippet)) is not None:
                groups[sign].append(row.id)
        for (tag, mood), conversations in groups.items():
            self.told.tagged[tag] = len(conversations)
            await self._do("tag", add_tag(tag), conversations)
            if mood is not None:
                await self._do("mood", set_mood(mood), conversations)
        mine = [row.id for row in self.rows(Folder.NEGATIVE)]
        await self._do("assign", assign(self._hand.member.id), mine)

    async def _escalate_one(self) -> None:
        negative = self.rows(Folder.NEGATIVE)
        worst = next((row for row in negative if "payment" in row.tags), negative[0])
        await self._do("escalate", escalate(3, "Charged twice: the owner must know now"), [worst.id])
        self.told.escalated = worst.id

    async def _do(self, label: str, decision: Decision, conversations: Sequence[UUID]) -> None:
        await asyncio.wrap_future(self._hand.do(label, decision, conversations))

    async def _answer_some(self) -> None:
        for count, row in enumerate(self.rows(Folder.NEEDS_REPLY)[:ANSWERS]):
            if count == CUT_AFTER:
                self._cut()
            self._desk.console.stage.go(f"conversation/{row.id}")
            await asyncio.sleep(0.1)
            self.told.answered.append(await self._answer(row))
            if count == CUT_AFTER:
                await self._picture("conversation")

    def _cut(self) -> None:
        """Lose the answer to the next post after it was accepted, and every open line with it."""
        self._server.fault(method="POST", path="/api/v1/statuses$", cut=True, after=True)
        self._server.drop_streams()
        self.told.cuts += 1

    async def _answer(self, row: Conversation) -> UUID:
        language = "fr" if (row.language or "").startswith("fr") else "en"
        wish = Wish(
            template=TEMPLATES[row.mood], language=language, filled={"answer_time": ANSWER_TIME[language]}
        )
        return (await asyncio.to_thread(self._answering.answer, row, wish)).reply

    async def _see_out(self) -> None:
        """Wait until everything is sent. Where the customer wrote meanwhile: read it, then let the answer go."""
        async with asyncio.timeout(60):
            while waiting := self._views.outbox():
                for reply in waiting:
                    if reply.state is ReplyState.HELD:
                        self.told.held += 1
                        await asyncio.wrap_future(release(self._hand, reply.id))
                await asyncio.sleep(0.05)

    async def _picture(self, name: str) -> None:
        await asyncio.sleep(0.4)
        target = self._pictures / f"{len(self.told.pictures) + 1}-{name}.png"
        if self._desk.window.grab().save(str(target)):
            self.told.pictures.append(target)


def _sign(text: str) -> tuple[str, Mood | None] | None:
    words = text.casefold()
    return next(((tag, mood) for tag, mood, signs in SIGNS if any(sign in words for sign in signs)), None)
