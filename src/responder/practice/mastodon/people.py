"""Who is on a practice server, and how a text names them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from responder.practice.mastodon import text


@dataclass
class Person:
    """Somebody with an account. `domain` is None for those of this server."""

    id: str
    username: str
    name: str
    domain: str | None = None
    language: str = "en"
    followers: int = 0
    created_at: int = 0
    note: str = ""
    bot: bool = False
    posts: int = 0
    follows: set[str] = field(default_factory=set)

    @property
    def acct(self) -> str:
        """Return the address as this server shows it."""
        return f"{self.username}@{self.domain}" if self.domain else self.username


class Population:
    """The people whom a server knows, its own and those elsewhere."""

    def __init__(self, base: str, now: Callable[[], int]) -> None:
        self.base = base
        self.now = now
        self.people: dict[str, Person] = {}
        self._addresses: dict[str, Person] = {}

    def add_person(
        self,
        username: str,
        name: str,
        domain: str | None = None,
        *,
        language: str = "en",
        followers: int = 0,
    ) -> Person:
        """Add somebody."""
        now = self.now()
        number = str(109_348_000_000_000_000 + 7919 * len(self.people))
        person = Person(number, username, name, domain, language, followers, now)
        self.people[person.id] = person
        self._addresses[_address(username, domain)] = person
        return person

    def find_person(self, username: str, domain: str | None) -> Person | None:
        """Return who has this address, without regard to case."""
        if domain and domain.lower() == self.base.split("//")[1].lower():
            domain = None
        return self._addresses.get(_address(username, domain))

    def profile(self, person: Person) -> str:
        """Return the address of somebody's page."""
        host = f"https://{person.domain}" if person.domain else self.base
        return f"{host}/@{person.username}"

    def html(self, plain: str) -> str:
        """Return the HTML of a text, its mentions linked."""

        def find(username: str, domain: str | None) -> tuple[str, str] | None:
            person = self.find_person(username, domain)
            return None if person is None else (self.profile(person), person.username)

        return text.to_html(plain, find, self.base)

    def mentioned(self, plain: str) -> tuple[Person, ...]:
        """Return those whom a text names, each once."""
        people = (self.find_person(name, host or None) for name, host in text.MENTION.findall(plain))
        return tuple({person.id: person for person in people if person is not None}.values())


def _address(username: str, domain: str | None) -> str:
    return f"{username}@{domain or ''}".lower()
