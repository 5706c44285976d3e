"""Accounts and places as Google answers them. Pure; one that cannot be read is left out."""

from dataclasses import dataclass
from typing import Any

from msgspec import Raw, Struct

from responder.connectors.google_business.parse import NAME, Shop
from responder.core.messages import Place
from responder.net.markup import one_line
from responder.net.payloads import decoded, every, web


@dataclass(frozen=True)
class Owner:
    """What places hang under: `name` such as `accounts/1`."""

    name: str
    title: str
    personal: bool = False

    @property
    def number(self) -> str:
        """Return its id alone."""
        return self.name.partition("/")[2]


class _Account(Struct, rename="camel"):
    name: str
    account_name: str | None = None
    type: str | None = None


class _Accounts(Struct, rename="camel"):
    accounts: list[Raw] | None = None
    next_page_token: str | None = None


class _Address(Struct, rename="camel"):
    address_lines: list[str] | None = None
    postal_code: str | None = None
    locality: str | None = None
    administrative_area: str | None = None
    region_code: str | None = None


class _Point(Struct):
    latitude: float | None = None
    longitude: float | None = None


class _About(Struct, rename="camel"):
    maps_uri: Any = None
    has_voice_of_merchant: bool | None = None


class _Location(Struct, rename="camel"):
    name: str
    title: str | None = None
    storefront_address: _Address | None = None
    latlng: _Point | None = None
    metadata: _About | None = None


class _Locations(Struct, rename="camel"):
    locations: list[Raw] | None = None
    next_page_token: str | None = None


def owners(body: bytes) -> tuple[list[Owner], str]:
    """Return a page of accounts and the token of the next. Raises Malformed."""
    listing = decoded(body, _Accounts, NAME)
    found, _ = every(listing.accounts or (), _Account)
    return [
        Owner(said.name, one_line(said.account_name or "") or said.name, said.type == "PERSONAL")
        for said in found
        if said.name.startswith("accounts/")
    ], listing.next_page_token or ""


def shops(body: bytes, account: str) -> tuple[list[Shop], str]:
    """Return a page of an account's places and the token of the next. Raises Malformed."""
    listing = decoded(body, _Locations, NAME)
    found, _ = every(listing.locations or (), _Location)
    shops = [_shop(said, account) for said in found if said.name.startswith("locations/")]
    return shops, listing.next_page_token or ""


def _shop(said: _Location, account: str) -> Shop:
    about, point = said.metadata or _About(), said.latlng or _Point()
    there = _on_earth(point)
    title = one_line(said.title or "") or said.name
    place = Place(said.name, title, _address(said.storefront_address), *(there or (None, None)))
    return Shop(account, place, web(about.maps_uri), about.has_voice_of_merchant is not False)


def _address(said: _Address | None) -> str:
    if said is None:
        return ""
    town = " ".join(part for part in (said.postal_code, said.locality) if part)
    parts = [*(said.address_lines or ()), town, said.administrative_area or "", said.region_code or ""]
    return ", ".join(one for part in parts if (one := one_line(part)))


def _on_earth(point: _Point) -> tuple[float, float] | None:
    latitude, longitude = point.latitude, point.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude
