"""Sending: what was handed in reaches the network once, or a person is asked."""
