"""A practice Facebook with one Page, written from the Graph API's facts and not from our connector."""

from responder.practice.facebook.server import PracticeFacebook as PracticeFacebook
