"""`responder doctor`: what is wrong here, and how to mend it."""

import asyncio
import logging
import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from responder.app import checks, printing, settings_file
from responder.app.checks import Finding, State
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.app.session import Session, opened, workspace
from responder.core.accounts import Account
from responder.core.clock import SECOND
from responder.core.errors import NetworkError, NoKeyring, ResponderError, SignInNeeded, Unreachable
from responder.net.client import Client

log = logging.getLogger(__name__)

SIGNS = {State.GOOD: "ok  ", State.NOTE: "note", State.BAD: "BAD "}
MOST_OFFSET = 60 * SECOND


def doctor(options: Namespace) -> int:
    """Look at everything; 1 when something is bad."""
    place = workspace(options)
    if options.copy_to is not None:
        return _copy(place, options.copy_to)
    loaded = settings_file.load(place.settings)
    findings = [
        *checks.machine(),
        *checks.files(place, loaded.settings, loaded.problem),
        *_data(options, place),
    ]
    if options.json:
        printing.as_json(
            [{"what": f.what, "state": f.state, "said": f.said, "mend": f.mend} for f in findings]
        )
    else:
        for found in findings:
            print(f"{SIGNS[found.state]} {found.what}: {found.said}")
            if found.mend:
                print(f"       → {found.mend}")
    return int(any(found.state is State.BAD for found in findings))


def _copy(place: Workspace, folder: Path) -> int:
    """Copy the database's files as they are: what is damaged may still be saved by somebody."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = sorted(place.folder.glob(f"{place.database.name}*"))
    for part in parts:
        shutil.copy2(part, folder / part.name)
    print(f"{len(parts)} files copied to {folder}")
    return 0 if parts else 1


def _data(options: Namespace, place: Workspace) -> Iterator[Finding]:
    if not place.database.exists():
        yield Finding("database", State.NOTE, "none yet", "it is made at the first start")
        return
    database = checks.attempt(
        "database",
        lambda: _sound(place),
        "a copy as it is: responder doctor --copy-to FOLDER · a backup in its place: responder restore FILE",
    )
    yield database
    if database.state is State.GOOD and not options.offline:
        with opened(options) as session:
            yield from asyncio.run(_accounts(session))


def _sound(place: Workspace) -> str:
    from responder.store import backup

    return backup.verify(place.database)


async def _accounts(session: Session) -> list[Finding]:
    secrets = ChosenSecrets(session.workspace, lambda: session.settings)
    engine = Engine(session.store, session.clock, Networks(), secrets)
    found, asked = [], set()
    for account in session.views.accounts():
        found.append(await _sign_in(engine, account))
        base = website(account)
        if base and base not in asked:
            asked.add(base)
            found.append(await _offset(session, account.server, base))
    return found


def website(account: Account) -> str:
    """Return where an account's network is asked on the web; "" for one that is not, such as a mailbox."""
    known = [value for value in account.options.values() if "://" in value]
    web = (value for value in known if value.startswith(("http://", "https://")))
    return next(web, "" if known else f"https://{account.server}")


async def _sign_in(engine: Engine, account: Account) -> Finding:
    what = f"account {account.handle}"
    try:
        connector = engine.connector(account)
        try:
            identity = await connector.check()
        finally:
            await connector.aclose()
    except (SignInNeeded, NoKeyring) as error:
        return Finding(
            what, State.BAD, str(error), f"sign in again: responder account add {account.network} …"
        )
    except ResponderError as error:
        return Finding(what, State.BAD, str(error))
    missing = ", ".join(identity.missing)
    return Finding(
        what, State.NOTE if missing else State.GOOD, f"{identity.handle} on {identity.server}", missing
    )


async def _offset(session: Session, server: str, base: str) -> Finding:
    """Compare our clock with the server's, by the `Date` of whatever it answers."""
    client = Client(base, session.clock)
    try:
        await client.get("/")
    except Unreachable as error:
        return Finding(f"clock against {server}", State.NOTE, str(error))
    except NetworkError as error:
        log.debug("whatever it answered, it told the time: %s", error)
    finally:
        await client.aclose()
    off = round(client.offset / SECOND)
    bad = abs(client.offset) > MOST_OFFSET
    return Finding(f"clock against {server}", State.BAD if bad else State.GOOD, f"{off:+d} s",
                   "set this machine's clock (timedatectl set-ntp true)" if bad else "")  # fmt: skip
