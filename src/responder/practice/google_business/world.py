"""What is there: accounts, places, reviews and the answers to them."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from responder.practice.google import Trouble

LONGEST = 4096
STARS = ("ONE", "TWO", "THREE", "FOUR", "FIVE")


@dataclass
class Account:
    """What a Google user has places under. `kind` is PERSONAL, LOCATION_GROUP, USER_GROUP or ORGANIZATION."""

    name: str
    title: str
    kind: str = "PERSONAL"


@dataclass
class Place:
    """A location. `name` as version 1 has it: `locations/1`."""

    name: str
    account: str
    title: str
    address: tuple[str, ...] = ("4 rue de la Paix",)
    town: str = "Nantes"
    where: tuple[float, float] | None = (47.21, -1.55)
    verified: bool = True


@dataclass
class Reply:
    """The one answer to a review. Times are µs UTC."""

    comment: str
    updated: int
    state: str = "APPROVED"
    violation: str = ""


@dataclass
class Review:
    """What a customer said. `name` as version 4 has it."""

    name: str
    place: str
    who: str
    stars: int
    comment: str
    created: int
    updated: int
    number: int
    anonymous: bool = False
    reply: Reply | None = None
    pictures: tuple[str, ...] = ()


@dataclass
class World:
    """One Google user with their places. `moderated` holds new answers back until they are approved.

    `listed` is how many reviews of a place are listed at most, `quota` how many requests are still allowed.
    """

    clock: Callable[[], int]
    accounts: dict[str, Account] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    drift: int = 0
    moderated: bool = False
    page: int = 50
    quota: int = 1_000_000
    approved: bool = True

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self.add_account("Grand Lièvre")
        self.add_place("Biscuiterie Grand Lièvre")

    def now(self) -> int:
        """Return the network's own idea of the time."""
        return self.clock() + self.drift

    def add_account(self, title: str, kind: str = "PERSONAL") -> Account:
        """Add what places hang under."""
        account = Account(f"accounts/{10**20 + len(self.accounts) + 1}", title, kind)
        self.accounts[account.name] = account
        return account

    def add_place(self, title: str, account: str = "", **more: object) -> Place:
        """Add a place to an account, as a rule the first."""
        owner = account or next(iter(self.accounts))
        place = Place(f"locations/{10**18 + len(self.places) + 1}", owner, title)
        for name, value in more.items():
            setattr(place, name, value)
        self.places[place.name] = place
        return place

    def add_review(self, text: str, stars: int, place: str, who: str) -> Review:
        """Let a customer review a place."""
        number = next(self._numbers)
        there = self.places[place]
        name = f"{there.account}/{place}/reviews/AbFv{number:06d}"
        review = Review(name, place, who, stars, text, self.now(), self.now(), number)
        self.reviews[name] = review
        return review

    def of(self, place: str, order: str) -> list[Review]:
        """Return a place's reviews in an order."""
        found = [review for review in self.reviews.values() if review.place == place]
        match order:
            case "rating" | "rating desc":
                return sorted(found, key=lambda r: (r.stars, r.updated), reverse=order.endswith("desc"))
            case "updateTime desc" | "":
                return sorted(found, key=lambda r: (r.updated, r.number), reverse=True)
        raise Trouble(400, "badRequest", f"Invalid order_by: {order}", "INVALID_ARGUMENT")

    def review(self, name: str) -> Review:
        """Return one. Raises Trouble."""
        try:
            return self.reviews[name]
        except KeyError:
            raise Trouble(404, "notFound", "Requested entity was not found.", "NOT_FOUND") from None

    def answer(self, name: str, comment: str) -> Reply:
        """Answer a review, in place of the answer before. Raises Trouble."""
        review = self.review(name)
        if not comment.strip() or len(comment) > LONGEST:
            raise Trouble(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT")
        review.reply = Reply(comment, self.now(), "PENDING" if self.moderated else "APPROVED")
        return review.reply

    def spend(self) -> None:
        """Count a request. Raises Trouble when there were too many, or when the project was never let in."""
        self.quota -= 1
        if not self.approved:
            raise Trouble(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service 'mybusinessaccountmanagement.googleapis.com'.", "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED", metadata={"quota_limit_value": "0"})  # fmt: skip
        if self.quota < 0:
            raise Trouble(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Requests'.", "RESOURCE_EXHAUSTED")  # fmt: skip
