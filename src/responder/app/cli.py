"""`responder`: read the arguments, do it, and say in one line what went wrong."""

import logging
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from responder.app import logs
from responder.app.arguments import parser
from responder.app.typed import is_text
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
    _speak_plainly()
    grammar = parser()
    options = grammar.parse_args(argv)
    if broken := _undecodable(options):
        grammar.error(f"{broken!r} is not text in this system's encoding")
    handler = logs.to_stderr(options.verbose)
    try:
        code = command(options.run)(options)
        if sys.stdout is not None:
            sys.stdout.flush()  # now, while a failure can still be said in a line
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED
    except (ResponderError, OSError) as error:
        _report(in_words(error), options.verbose)
        return _code(error)
    except Exception as error:
        _report(f"this is a bug: {type(error).__name__}: {error} (--verbose says more)", options.verbose)
        return BUG
    finally:
        _let_go()
        logging.getLogger().removeHandler(handler)


def _speak_plainly() -> None:
    """Let a character that the terminal cannot show be escaped instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go() -> None:
    """Spare Python's own last words about an output that nobody reads, or that has no room."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _undecodable(options: Namespace) -> str | None:
    """Return the first text among the arguments that was not understood; a path may be any bytes."""
    given = (
        one for value in vars(options).values() for one in (value if isinstance(value, list) else [value])
    )
    return next((one for one in given if isinstance(one, str) and not is_text(one)), None)


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
        case OSError(strerror=str(why)):
            return why
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
