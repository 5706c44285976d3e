"""Tests of the monitors on screen."""
