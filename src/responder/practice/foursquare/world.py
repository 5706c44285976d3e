"""What is on this Foursquare: places, and the tips that visitors leave there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

SECOND = 1_000_000
MOST = 50
"""How many tips one answer may hold; there are no further pages."""


@dataclass
class Place:
    """A place on the map."""

    id: str
    name: str
    address: str
    latitude: float = 48.853
    longitude: float = 2.349


@dataclass
class Tip:
    """What a visitor wrote."""

    id: str
    place: str
    text: str
    at: int
    agree: int = 0


@dataclass
class World:
    """One Foursquare. `drift` is how far its clock is off (µs)."""

    clock: Callable[[], int]
    drift: int = 0
    listed: int = MOST
    places: dict[str, Place] = field(default_factory=dict)
    tips: dict[str, Tip] = field(default_factory=dict)

    def now(self) -> int:
        """Return Foursquare's own idea of the time (µs)."""
        return self.clock() + self.drift

    def add_place(self, name: str, address: str) -> Place:
        """Put a place on the map."""
        place = Place(f"4b{len(self.places):022x}", name, address)
        self.places[place.id] = place
        return place

    def add_tip(self, place: str, text: str) -> Tip:
        """Leave a tip."""
        tip = Tip(f"5f{len(self.tips):022x}", place, text, self.now())
        self.tips[tip.id] = tip
        return tip

    def newest(self, place: str) -> list[Tip]:
        """Return a place's tips, newest first."""
        found = [tip for tip in self.tips.values() if tip.place == place]
        return found[::-1][: self.listed]

    def find(self, words: str, near: str) -> list[Place]:
        """Return the places whose names hold some words, near somewhere."""
        return [
            place
            for place in self.places.values()
            if words.lower() in place.name.lower() and near.lower() in place.address.lower()
        ]


def tip_shape(tip: Tip) -> dict[str, Any]:
    """Return a tip as the API gives it."""
    at = datetime.fromtimestamp(tip.at / SECOND, UTC)
    return {
        "fsq_tip_id": tip.id, "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "text": tip.text,
        "url": f"https://foursquare.com/item/{tip.id}", "lang": "en", "agree_count": tip.agree, "disagree_count": 0,
    }  # fmt: skip


def place_shape(place: Place) -> dict[str, Any]:
    """Return a place as the API gives it."""
    return {
        "fsq_place_id": place.id, "name": place.name, "latitude": place.latitude, "longitude": place.longitude,
        "location": {"formatted_address": place.address, "country": "FR"}, "link": f"/places/{place.id}",
    }  # fmt: skip
