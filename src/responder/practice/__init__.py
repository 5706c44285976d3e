"""Simulated networks that speak the real APIs over real HTTP on loopback."""
