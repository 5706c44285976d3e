"""Failures in words: what happened, and what to do."""

from responder.core import errors
from responder.ui.words import tr


def in_words(error: errors.ResponderError, network: str) -> str:
    """Return what went wrong with a network and what to do about it, in the language in use."""
    match error:
        case errors.SignInNeeded():
            return tr(
                "{network} did not accept this sign-in. Check what you typed and try again.", network=network
            )
        case errors.Throttled(seconds=seconds):
            return tr(
                "{network} asks for patience. Try again in {n} s.", network=network, n=max(1, round(seconds))
            )
        case errors.Unreachable() | errors.Uncertain():
            return tr(
                "{network} does not answer. Check the address and your connection, then try again.",
                network=network,
            )
        case errors.Malformed():
            return tr(
                "What answers at this address does not speak as {network} does. Check the address.",
                network=network,
            )
        case errors.NetworkError():
            return tr("{network} refused. Nothing was changed.", network=network)
        case errors.NoKeyring():
            return tr("This computer has no keyring to keep passwords in.")
        case errors.KeyringLocked():
            return tr("The keyring is locked. Unlock it, then try again.")
        case errors.NotPossible():
            return tr("This cannot be done here.")
        case _:
            return tr("It did not work. Nothing was changed.")


def state_in_words(state: str, network: str) -> str:
    """Return how a channel is doing."""
    match state:
        case "live":
            return tr("Live")
        case "polling":
            return tr("Checked regularly")
        case "retrying":
            return tr("Trying again")
        case "paused":
            return tr("Paused by {network}", network=network)
        case "sign-in":
            return tr("{network} asks you to sign in again", network=network)
        case _:
            return tr("Not connected")
