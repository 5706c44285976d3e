"""Tips that visitors leave at a place, by Foursquare's Places API (docs.foursquare.com/developer/reference)."""
