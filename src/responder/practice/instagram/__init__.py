"""A practice Instagram with one professional account, written from the API's facts and not from our connector."""

from responder.practice.instagram.server import PracticeInstagram as PracticeInstagram
