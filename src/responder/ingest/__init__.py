"""Receiving: one supervised task an account, from the network into the log."""
