"""`responder account add|list|count|remove`."""

import asyncio
import getpass
import sys
from argparse import Namespace
from functools import partial
from uuid import UUID

from msgspec.structs import replace

from responder.app import printing, settings_file
from responder.app.browser import open_browser
from responder.app.connecting import connect, disconnect
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.pasting import Pasting
from responder.app.secrets import ChosenSecrets
from responder.app.session import Session, opened, workspace
from responder.app.sole import sole
from responder.app.typed import piped_line
from responder.core.clock import SECOND
from responder.core.errors import NotPossible
from responder.core.manifest import Field, Manifest
from responder.core.ports import Option
from responder.core.questions import ChannelHealth


def add(options: Namespace) -> int:
    """Connect an account."""
    networks = Networks()
    form = read_form(networks.manifest(options.network), options.given)
    with opened(options) as session:
        if options.secrets_in_file:
            session = _with_file(session)
        secrets = ChosenSecrets(session.workspace, lambda: session.settings)
        with Pasting(sys.stdin) as pasting:
            signing = connect(
                session.desk(), networks, secrets, options.network, form,
                partial(_open_browser, pasting), partial(choose, options.choice),
            )  # fmt: skip
            account = asyncio.run(signing)
    print(f"Connected {account.handle} on {account.server}")
    return 0


def _with_file(session: Session) -> Session:
    settings = replace(session.settings, secrets_in_file=True)
    settings_file.save(session.workspace.settings, settings)
    return Session(session.workspace, settings, session.clock, session.store, session.views)


async def choose(wanted: str | None, options: tuple[Option, ...]) -> str:
    """Return the key of the option that was asked for, or of the only one. Raises NotPossible, naming them all."""
    if wanted is None and len(options) == 1:
        return options[0].key
    for option in options:
        if wanted in (option.key, option.name):
            return option.key
    names = "\n".join(f"  --choose {option.key}  {option.name} {option.about}".rstrip() for option in options)
    raise NotPossible(f"Say which one is meant:\n{names}")


def _open_browser(pasting: Pasting, url: str) -> None:
    print(f"Answer in the browser; if none opens, go to:\n{url}", file=sys.stderr)
    print(
        "A browser on another machine cannot come back here: paste the address it ends at, the code in it, or a token.",
        file=sys.stderr,
        flush=True,
    )
    pasting.instead_of(url)
    open_browser(url)


def read_form(manifest: Manifest, given: list[str]) -> dict[str, str]:
    """Return what the network's form asks: open things from the arguments, secret ones from the terminal or stdin.

    Raises NotPossible when a secret is among the arguments, something is missing, or a name is not known.
    """
    pairs = [text.partition("=") for text in given]
    values = {name: value for name, sign, value in pairs if sign}
    fields = {field.name: field for field in manifest.form}
    for name, sign, _ in pairs:
        if not sign or name not in fields:
            asked = " ".join(f"{field.name}=…" for field in manifest.form if not field.secret)
            raise NotPossible(f"{manifest.name} asks for: {asked}")
        if fields[name].secret:
            raise NotPossible(
                f"{name} is secret: it is asked for, or read from standard input; change it now, others may have seen it"
            )
    return {name: values.get(name) or _ask(manifest, field) for name, field in fields.items()}


def _ask(manifest: Manifest, field: Field) -> str:
    """Ask for one thing; an empty answer will do for what is not needed."""
    if sys.stdin is None or not sys.stdin.isatty():
        answer = piped_line()
    elif field.secret:
        answer = getpass.getpass(f"{field.label}: ")
    else:
        print(f"{field.label}: ", end="", file=sys.stderr, flush=True)
        answer = input()
    if not answer.strip() and field.needed:
        raise NotPossible(_missing(manifest, field))
    return answer.strip()


def _missing(manifest: Manifest, field: Field) -> str:
    """Say what is missing, and what the network needs before anything else."""
    lines = [f"{field.label} is missing: give {field.name}=… {field.help}".rstrip()]
    needs = [f"  {need}" for need in manifest.needs]
    return "\n".join([*lines, *([f"{manifest.name} needs:", *needs] if needs else [])])


def show(options: Namespace) -> int:
    """List accounts, with how each is doing."""
    with opened(options) as session:
        health = {one.account: one for one in session.views.health()}
        shapes = []
        for account in session.views.accounts():
            state = health.get(account.id)
            shapes.append({
                "id": str(account.id), "network": account.network, "server": account.server,
                "handle": account.handle, "name": account.name, "state": state.state if state else "off",
                "last_success": printing.time(state.last_success) if state else None,
                "problem": state.problem if state else "", **_figures(state),
            })  # fmt: skip
    if options.json:
        printing.as_json(shapes)
    elif shapes:
        printing.table([str(s[key]) for key in ("handle", "network", "state", "problem")] for s in shapes)
    else:
        print("No account yet. `responder account add mastodon server=…` connects one.")
    return 0


def _figures(health: ChannelHealth | None) -> dict[str, object]:
    """Return what a script may want to watch of a channel."""
    state = health or ChannelHealth(UUID(int=0))
    return {
        "lag_seconds": None if state.lag is None else state.lag / SECOND,
        "budgets": [
            {
                "name": one.name,
                "left": one.left,
                "units": one.units,
                "resets_at": printing.time(one.resets_at),
            }
            for one in state.budgets
        ],
        "gaps": [[printing.time(since), printing.time(until)] for since, until in state.gaps],
        "unreadable": state.unreadable,
    }


def count(options: Namespace) -> int:
    """Count an account's recent messages on its network against ours. Only one engine may use its sign-in."""
    with sole(workspace(options)), opened(options) as session:
        account = session.account(options.account)
        secrets = ChosenSecrets(session.workspace, lambda: session.settings)
        engine = Engine(session.store, session.clock, Networks(), secrets, once=True)
        found = asyncio.run(engine.recount(account.id))
    if options.json:
        printing.as_json({
            "since": printing.time(found.since), "there": found.there, "fetched": found.fetched,
            "unlisted": found.unlisted,
        })  # fmt: skip
    elif not found.there:
        print("The network lists nothing recent, so there is nothing to compare with")
    else:
        print(f"{found.there} there, {found.fetched} were missing here and are taken in, "
              f"{found.unlisted} of ours are no longer listed there")  # fmt: skip
    return 0


def remove(options: Namespace) -> int:
    """Stop reading an account and forget its secret."""
    with opened(options) as session:
        account = session.account(options.account)
        secrets = ChosenSecrets(session.workspace, lambda: session.settings)
        asyncio.run(disconnect(session.desk(), secrets, account.id))
    print(f"Removed {account.handle}; its history stays")
    return 0
