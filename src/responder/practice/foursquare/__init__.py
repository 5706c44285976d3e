"""A practice Foursquare, written from its Places API documentation and not from our connector."""

from responder.practice.foursquare.server import PracticeFoursquare

__all__ = ["PracticeFoursquare"]
