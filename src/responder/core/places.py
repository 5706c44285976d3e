"""The business's places: how a conversation names one, and what is reported of each."""

from statistics import median

from msgspec import Struct

from responder.core.messages import Place


def key(network: str, place: Place) -> str:
    """Return what a place is known by in lists and filters."""
    return f"{network}:{place.remote_id}"


class PlaceReport(Struct, frozen=True):
    """What customers said of one place in a stretch of time, and how they were answered.

    `rating` is the average of the `rated` reviews that have one, from 0 to 5. Of the `reviews`, `answered` have an
    answer of ours; `first_answer` is the median time (µs) that the first one took.
    """

    key: str
    network: str
    place: Place
    reviews: int = 0
    rated: int = 0
    rating: float | None = None
    answered: int = 0
    first_answer: int | None = None

    @property
    def share(self) -> float | None:
        """Return which part of the reviews was answered, from 0 to 1; None where there are none."""
        return self.answered / self.reviews if self.reviews else None


class Said(Struct, frozen=True):
    """One review: its stars, and after how long (µs) our first answer came (None: none yet)."""

    rating: float | None
    after: int | None


def report(named: str, network: str, place: Place, said: list[Said]) -> PlaceReport:
    """Return the report of a place from its reviews."""
    stars = [one.rating for one in said if one.rating is not None]
    times = [one.after for one in said if one.after is not None]
    return PlaceReport(
        named, network, place, len(said), len(stars), sum(stars) / len(stars) if stars else None, len(times),
        round(median(times)) if times else None,
    )  # fmt: skip
