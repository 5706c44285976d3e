"""What Foursquare lets nobody do, in words for people."""

READ_ONLY = "Foursquare lets no program answer a tip. Open it in the browser to answer there."
KEY = "Foursquare does not accept the service key: it was revoked, or is not complete."
GONE = "This place does not exist on Foursquare any more."
PREMIUM = "Foursquare does not give tips for this key: they are a premium call, which takes a paid plan."
VISITOR = "Visitor"
"""Who wrote, as Foursquare does not say."""


def refuses(said: str) -> str:
    """Return a refusal in Foursquare's own words."""
    return f"Foursquare refuses: {said}"
