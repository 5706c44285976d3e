"""`responder`: read the arguments, do it, and say in one line what went wrong."""

import logging
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from responder.app import logs
from responder.app.arguments import parser
from responder.core.errors import AlreadyRunning, DatabaseCorrupt, NotFound, ResponderError

FAILED, NOT_THERE, RUNNING, INTERRUPTED, BUG = 1, 3, 4, 130, 70


Command = Callable[[Namespace], int]


def command_for(run: str) -> Command:
    """Return the function that `module:name` means, importing its module only now."""
    module, name = run.split(":")
    found: Command = getattr(import_module(f"responder.app.commands.{module}"), name)
    return found


def main(argv: Sequence[str] | None = None, command: Callable[[str], Command] = command_for) -> int:
    """Do what was typed and return the exit code."""
    options = parser().parse_args(argv)
    handler = logs.to_stderr(options.verbose)
    try:
        return command(options.run)(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (ResponderError, OSError) as error:
        _report(in_words(error), options.verbose)
        return _code(error)
    except Exception as error:
        _report(f"this is a bug: {type(error).__name__}: {error} (--verbose says more)", options.verbose)
        return BUG
    finally:
        logging.getLogger().removeHandler(handler)


def _report(text: str, verbose: bool) -> None:
    if verbose:
        traceback.print_exc()
    print(f"responder: {text}", file=sys.stderr)


def in_words(error: ResponderError | OSError) -> str:
    """Return what went wrong, with the way out where we know one."""
    match error:
        case DatabaseCorrupt():
            return f"{error} `responder doctor --copy-to FOLDER` copies it; `responder restore FILE` puts a backup in its place"
        case OSError(strerror=str(why), filename=str(name)):
            return f"{name}: {why}"
        case _:
            return str(error) or type(error).__name__


def _code(error: Exception) -> int:
    match error:
        case NotFound():
            return NOT_THERE
        case AlreadyRunning():
            return RUNNING
        case _:
            return FAILED
