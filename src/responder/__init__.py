"""Responder: one triage inbox for every network a business is on."""
