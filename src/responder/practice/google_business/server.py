"""A practice Google Business Profile over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.google import GoogleAccounts
from responder.practice.google_business.api import SCOPE, Api
from responder.practice.google_business.world import Review, World
from responder.practice.served import Served


class PracticeBusiness(Served):
    """One Google user with one account and one place. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        now = (clock or SystemClock()).now
        self.world = World(now)
        self.accounts = GoogleAccounts(now)
        self.account = next(iter(self.world.accounts))
        self.place = next(iter(self.world.places))

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        answer = Api(self.world, self.accounts).answer
        return [
            *self.accounts.routes(),
            Route("/{path:path}", answer, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    def grant(self) -> tuple[str, str]:
        """Return an access and a refresh token of the owner."""
        return self.accounts.grant(SCOPE)

    # --- what people do there

    def review(self, text: str, stars: int = 4, *, place: str = "", who: str = "Ana") -> str:
        """Review a place. Returns the review's name."""
        return self.host.call(lambda: self.world.add_review(text, stars, place or self.place, who).name)

    def edit(self, review: str, text: str, stars: int | None = None) -> None:
        """Change a review as its author."""

        def alter() -> None:
            found = self.world.review(review)
            found.comment, found.updated = text, max(self.world.now(), found.created + 1_000_000)
            found.stars = stars or found.stars

        self.host.call(alter)

    def delete(self, review: str) -> None:
        """Take a review away."""
        self.host.call(lambda: self.world.reviews.pop(review))

    def answer(self, review: str, text: str) -> None:
        """Answer in Google's own app."""
        self.host.call(lambda: self.world.answer(review, text))

    def change(self, review: str, **what: Any) -> None:
        """Change a review behind our back: reply, updated, anonymous, pictures."""

        def alter() -> None:
            for name, value in what.items():
                setattr(self.world.reviews[review], name, value)

        self.host.call(alter)

    def there(self, review: str) -> Review:
        """Return a review as it stands."""
        return self.host.call(lambda: self.world.reviews[review])

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(path in seen for _, seen in self.faults.seen)
