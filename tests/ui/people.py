"""The invented business of the mock-ups, its networks and the people who write to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from responder.core import events as e
from responder.core.accounts import Account, Limits, Member, Role
from responder.core.clock import MINUTE, SECOND, from_iso
from responder.core.ids import derived_id
from responder.core.manifest import Counting, Field, Manifest
from responder.core.messages import Author, Kind, Message, Post, Visibility
from responder.core.questions import ChannelHealth
from responder.core.templates import Template

NOW = from_iso("2026-11-20T14:11:00-05:00")
DEVICE = "test"
MARIE = Member("marie", "Marie Tremblay", Role.APPROVER, "Community", "— Marie", ("fr", "en"))
TEAM = (
    MARIE,
    Member("louise", "Louise Pelletier", Role.ADMIN, "Owner"),
    Member("karim", "Karim Benali", Role.AGENT, "Support"),
)


class StillClock:
    """A clock that a test moves by hand."""

    def __init__(self, at: int = NOW) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1_000_000

    async def sleep(self, seconds: float) -> None:
        self.at += round(seconds * 1_000_000)


def _network(id: str, name: str, code: str, *kinds: str, **more: object) -> Manifest:
    return Manifest(id, name, code, f"What people write on {name}", "password", 2, kinds, **more)  # type: ignore[arg-type]  # ** of object


NETWORKS = {
    manifest.id: manifest
    for manifest in (
        _network("facebook", "Facebook", "Fb", "comment", "direct", private_reply=True),
        _network("instagram", "Instagram", "Ig", "comment", "direct"),
        _network("google", "Google", "Go", "review"),
        _network("mastodon", "Mastodon", "Ma", "mention", "direct", verbs=("favourite", "delete", "edit"),
                 mentions=True, counting=Counting("codepoint", 500, 23, True),
                 form=(Field("server", "Server", "Where your account lives", example="social.example"),)),
        _network("x", "X", "X", "mention"),
        _network("youtube", "YouTube", "Yt", "comment"),
        _network("wordpress", "WordPress", "Wp", "comment", verbs=("approve", "hold", "spam", "trash", "edit"),
                 form=(Field("site", "Address of the site", example="blog.example"),
                       Field("user", "User name"),
                       Field("password", "Application password", secret=True))),
        _network("email", "E-mail", "Em", "direct"),
    )
}  # fmt: skip


def account_id(network: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"account/{network}")


ACCOUNTS = tuple(
    Account(
        account_id(n), n, f"{n}.example", "me", "@grandlievre", "Biscuiterie Grand Lièvre", Limits(500, 23)
    )
    for n in NETWORKS
)


@dataclass(frozen=True)
class Person:
    """Somebody's message, and what the team did with it."""

    name: str
    network: str
    kind: Kind
    text: str
    minutes: int
    priority: int = 1
    mood: e.Mood | None = None
    tags: tuple[str, ...] = ()
    assignee: str | None = None
    level: int = 0
    read: bool = False
    language: str = "fr"

    @property
    def handle(self) -> str:
        return self.name.lower().replace(" ", ".")

    def message(self, text: str = "", minutes: int | None = None, number: int = 1) -> Message:
        private = self.kind is Kind.DIRECT
        remote = f"{self.handle}/{number}"
        at = NOW - (self.minutes if minutes is None else minutes) * MINUTE
        return Message(
            self.network, f"{self.network}.example", account_id(self.network), remote, f"{self.handle}/1",
            self.kind, Author(self.handle, self.handle, self.name, followers=312), text or self.text, at,
            visibility=Visibility.DIRECT if private else Visibility.PUBLIC, language=self.language,
            url=f"https://{self.network}.example/{remote}", post=POST if self.kind is Kind.COMMENT else None,
        )  # fmt: skip

    @property
    def conversation(self) -> UUID:
        return self.message().conversation


POST = Post("p1", "Nos biscuits d’avoine à l’érable sont de retour ! Commandes en ligne dès maintenant.",
            "https://blog.example/p1", "Ils sont revenus.", NOW - 8 * 24 * 60 * MINUTE)  # fmt: skip

NEG, NEU, POS = e.Mood.NEGATIVE, e.Mood.NEUTRAL, e.Mood.POSITIVE
PEOPLE = (
    Person("Nadia Fictive", "google", Kind.REVIEW, "Service un peu froid à la boutique, et il manquait la moitié des"
           " sortes annoncées. Dommage, les biscuits sont bons.", 71, mood=NEG, tags=("Boutique",)),
    Person("Josée Exemplaire", "facebook", Kind.COMMENT, "Bonjour, ma commande 4471 devait arriver mardi pour la fête"
           " de ma fille. On est vendredi et toujours rien. Sans nouvelles aujourd’hui, je demande un remboursement.",
           48, mood=NEG, tags=("Livraison", "Remboursement"), assignee="marie", level=2, read=True),
    Person("Priya Sample", "instagram", Kind.DIRECT, "Hi! Do the maple shortbreads contain traces of nuts? My son is"
           " allergic and I’d like to order for his class.", 15, 2, NEU, ("Allergens",), "karim", language="en"),
    Person("Dave Testcase", "x", Kind.MENTION, "Third time the checkout refuses my card on @grandlievre. Love the"
           " cookies, hate the website. Anyone there?", 6, 2, NEG, ("Web shop",), language="en"),
    Person("Owen Placeholder", "wordpress", Kind.COMMENT, "Recipe works, but step 4 says 220 °C for 20 minutes. That"
           " burned my whole batch. Is it a typo?", 12, mood=NEU, tags=("Our mistake?",), assignee="marie",
           language="en"),
    Person("Chantal Démo", "email", Kind.DIRECT, "Demande de soumission : 120 boîtes-cadeaux pour nos employés,"
           " livraison avant le 12 décembre. Est-ce possible ?", 80, 0, NEU, ("Soumission",), "marie", read=True),
    Person("Marc-André Fictif", "mastodon", Kind.MENTION, "Les biscuits d’avoine de @grandlievre sont officiellement"
           " la collation de notre équipe de hockey.", 120, 0, POS, ("Fan",)),
    Person("Noah Nobody", "youtube", Kind.COMMENT, "Great video! Which flour do you use for the buckwheat ones? Mine"
           " always fall apart when I flip them.", 130, 0, POS, ("Recipe",), "karim", read=True, language="en"),
)  # fmt: skip

TEMPLATES = (
    Template(derived_id(NAMESPACE_URL, "t1"), "Retard de livraison, suivi", "retard",
             {"fr": "Bonjour {{ customer.first_name }}, je suis désolée pour ce retard.{{ cursor }}",
              "en": "Hello {{ customer.first_name }}, I am sorry for the delay.{{ cursor }}"}),
    Template(derived_id(NAMESPACE_URL, "t2"), "Frais de port remboursés", "port",
             {"fr": "Bonjour {{ customer.first_name }}, nous remboursons les frais de port."}),
    Template(derived_id(NAMESPACE_URL, "t3"), "Allergens, honest answer", "nuts",
             {"en": "Hi {{ customer.first_name }}, our line also handles almonds.{{ cursor }}"}),
)  # fmt: skip


def event(stream: UUID, body: e.Body, at: int, what: str, actor: str = "marie") -> e.Event:
    return e.Event(derived_id(stream, what), stream, actor, DEVICE, at, body)


def received(message: Message) -> e.Event:
    return e.received(message, DEVICE, message.created_at, "collector:test")


def decided(person: Person) -> Iterator[e.Event]:
    """What the team did with one of them, a minute after it came."""
    stream, at = person.conversation, person.message().created_at + 1
    if person.priority != 1:
        yield event(stream, e.PrioritySet(person.priority), at, "priority")
    if person.mood is not None:
        yield event(stream, e.MoodSet(person.mood), at, "mood")
    for tag in person.tags:
        yield event(stream, e.Tagged(tag), at, f"tag {tag}")
    if person.assignee is not None:
        yield event(stream, e.Assigned(person.assignee), at, "assign")
    if person.level:
        yield event(stream, e.Escalated(person.level, "Refund threat", "louise"), at, "escalate")
    if person.read:
        yield event(stream, e.ReadMarked(True), at, "read")


def story() -> list[e.Event]:
    """Every event of the mock-ups' Friday."""
    events = [event(a.id, e.AccountConnected(a), NOW - 90 * MINUTE, "connect") for a in ACCOUNTS]
    events += [
        event(derived_id(NAMESPACE_URL, m.id), e.MemberSaved(m), NOW - 90 * MINUTE, "save") for m in TEAM
    ]
    events += [event(t.id, e.TemplateSaved(t), NOW - 90 * MINUTE, "save") for t in TEMPLATES]
    for person in PEOPLE:
        events.append(received(person.message()))
        events.extend(decided(person))
    return sorted(events, key=lambda event: event.at)


def health() -> list[ChannelHealth]:
    """All channels live, but one that wants to be signed in to again."""
    seen = NOW - 4 * SECOND
    lost = ChannelHealth(account_id("x"), "sign-in", NOW - 90 * MINUTE)
    return [lost, *(ChannelHealth(a.id, "live", seen) for a in ACCOUNTS if a.network != "x")]


def person(name: str) -> Person:
    """Return one of them by the beginning of their name."""
    return next(p for p in PEOPLE if p.name.startswith(name))
