"""Messages as a shop gets them: several languages, about 180 characters, four to a conversation.

Words are drawn by Zipf's law from about 3,000 a language, so that the search index has the shape of
a natural one. Conversations overlap: about 500 are open at any time. The same seed gives the same crowd.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from uuid import UUID

from responder.core import events as e
from responder.core.clock import SECOND
from responder.core.events import Event, received
from responder.core.ids import derived_id
from responder.core.messages import Author, Kind, Message

START = 1_700_000_000 * SECOND
ACCOUNTS = [UUID(int=n) for n in range(1, 6)]
NETWORKS = ["mastodon", "mastodon", "mastodon", "wordpress", "wordpress"]
MEMBERS = ["marie", "karim", "lea"]
TAGS = ["late", "broken", "refund", "allergy", "thanks", "wholesale", "press", "recipe", "shop", "website"]
OPEN = 500

_FREQUENT = {
    "en": "the and my order you is it not still when for was box was never arrived thank please again biscuits",
    "fr": "le la ma commande est pas encore quand pour boîte jamais arrivée merci bonjour toujours été reçu café",
    "es": "el mi pedido no todavía cuándo para caja nunca llegó gracias hola siempre recibido señor está",
    "de": "die meine Bestellung ist nicht noch wann für Schachtel nie angekommen danke bitte immer größe",
    "ru": "мой заказ не ещё когда для коробка никогда спасибо здравствуйте опять получил печенье",
}
_SYLLABLES = {
    "en": [
        "ing",
        "er",
        "an",
        "re",
        "on",
        "at",
        "en",
        "th",
        "st",
        "or",
        "ti",
        "es",
        "hi",
        "te",
        "to",
        "ed",
        "is",
        "it",
        "al",
        "ar",
        "ou",
        "nd",
    ],
    "fr": [
        "er",
        "on",
        "té",
        "re",
        "ment",
        "que",
        "ou",
        "es",
        "la",
        "de",
        "ant",
        "eur",
        "ais",
        "ée",
        "ch",
        "ti",
        "ne",
        "se",
        "pa",
    ],
    "es": [
        "ción",
        "ar",
        "os",
        "as",
        "en",
        "do",
        "la",
        "es",
        "ra",
        "te",
        "de",
        "ta",
        "ro",
        "mi",
        "que",
        "pa",
        "ño",
        "lle",
    ],
    "de": [
        "en",
        "er",
        "ung",
        "sch",
        "ein",
        "ge",
        "ver",
        "be",
        "heit",
        "lich",
        "auf",
        "aus",
        "te",
        "un",
        "ab",
        "ßen",
    ],
    "ru": ["ов", "ен", "ст", "но", "ро", "ли", "ть", "ка", "пр", "то", "на", "ение", "ко", "по", "ре", "за"],
}


class Crowd:
    """Draws events, a batch at a time."""

    def __init__(self, seed: int = 1) -> None:
        self._draw = random.Random(seed)
        self._clauses = {language: self._make_clauses(language) for language in _FREQUENT}
        self._open: list[tuple[int, int]] = []
        self._messages = 0
        self._talks = 0
        self._at = START

    def words(self) -> list[str]:
        """Return words that occur, common and rare."""
        return [
            word for clauses in self._clauses.values() for clause in clauses[:80] for word in clause.split()
        ]

    def _make_clauses(self, language: str) -> list[str]:
        draw = self._draw
        rare = {"".join(draw.choices(_SYLLABLES[language], k=draw.randint(2, 4))) for _ in range(3000)}
        words = [*_FREQUENT[language].split(), *sorted(rare)]
        heights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
        return [
            " ".join(draw.choices(words, cum_weights=heights, k=draw.randint(6, 10))) for _ in range(8000)
        ]

    def batch(self, size: int) -> list[Event]:
        """Return the next events: messages, and for a part of the conversations what the team did."""
        found: list[Event] = []
        while len(found) < size:
            found.extend(self._next())
        return found

    def _next(self) -> Iterator[Event]:
        draw = self._draw
        self._at += draw.randint(1, 30) * SECOND
        if len(self._open) < OPEN or (draw.random() < 0.25):
            self._talks += 1
            talk, said = self._talks, 0
        else:
            talk, said = self._open.pop(draw.randrange(len(self._open)))
        yield received(self._message(talk, said), "bench", self._at, "collector:bench")
        if said < 3:
            self._open.append((talk, said + 1))
        if said == 0 and talk % 10 < 3:
            yield from self._decided(talk)
        if said == 3 and talk % 5 < 3:
            yield self._decision(talk, e.Resolved(), 1)

    def _message(self, talk: int, said: int) -> Message:
        draw = self._draw
        self._messages += 1
        place = talk % len(ACCOUNTS)
        language = list(_FREQUENT)[talk % 7 % 5]
        clauses = self._clauses[language]
        text = ". ".join(draw.choice(clauses) for _ in range(3))
        ours = said % 2 == 1 and talk % 4 != 0
        author = Author(str(talk), f"c{talk}@far.example", f"Customer {talk}")
        if ours:
            author = Author("1", "shop@m.example", "Biscuiterie", ours=True)
        return Message(
            network=NETWORKS[place],
            server="m.example",
            account=ACCOUNTS[place],
            remote_id=f"11{self._messages:016d}",
            root=f"r{talk}",
            kind=[Kind.MENTION, Kind.MENTION, Kind.COMMENT, Kind.DIRECT][talk % 4],
            author=author,
            text=text,
            created_at=self._at,
            language=language,
            url=f"https://m.example/@c{talk}/11{self._messages:016d}",
        )

    def _decided(self, talk: int) -> Iterator[Event]:
        draw = self._draw
        bodies: list[e.Body] = [e.Tagged(TAGS[int(len(TAGS) * draw.random() ** 3)])]
        if talk % 3 == 0:
            bodies.append(e.Assigned(draw.choice(MEMBERS)))
        if talk % 20 == 1:
            bodies.extend([e.MoodSet(e.Mood.NEGATIVE), e.PrioritySet(draw.choice([0, 2, 3]))])
        if talk % 50 == 3:
            bodies.append(e.Escalated(2, "press"))
        for place, body in enumerate(bodies):
            yield self._decision(talk, body, place)

    def _decision(self, talk: int, body: e.Body, place: int) -> Event:
        stream, at = self._stream(talk), self._at + place
        return Event(derived_id(stream, str(at)), stream, "marie", "bench", at, body)

    def _stream(self, talk: int) -> UUID:
        place = talk % len(ACCOUNTS)
        nobody = Author("", "", "")
        root = Message(
            NETWORKS[place], "m.example", ACCOUNTS[place], "", f"r{talk}", Kind.MENTION, nobody, "", 0
        )
        return root.conversation
