"""A workspace opened for one command."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from uuid import UUID

from responder.actions.desk import Desk
from responder.app import settings_file
from responder.app.paths import Workspace, default_folder
from responder.core.accounts import Account, Member
from responder.core.clock import Clock, SystemClock
from responder.core.conversations import Conversation
from responder.core.errors import NotFound
from responder.core.monitors import Monitor
from responder.core.settings import Settings
from responder.store.database import translating
from responder.store.store import Store
from responder.views.views import Views

LONGEST_NUMBER = 18
"""Digits of the largest number that the database can hold."""


@dataclass(frozen=True)
class Session:
    """The store and what stands on it, while one command runs."""

    workspace: Workspace
    settings: Settings
    clock: Clock
    store: Store
    views: Views

    def desk(self, member: str | None = None) -> Desk:
        """Return the desk of a member, or of the person at this machine. Raises NotFound."""
        return Desk(self.store, self.clock, who(self.views, self.settings, member))

    def conversation(self, named: str) -> Conversation:
        """Return a conversation by its number or its id. Raises NotFound."""
        numbered = named.isdecimal() and len(named) <= LONGEST_NUMBER
        rows = self.views.rows([int(named)]) if numbered else [self._by_id(named)]
        found = next(iter(rows), None)
        if found is None:
            raise NotFound(f"There is no conversation {named}")
        return found

    def account(self, named: str) -> Account:
        """Return an account by its handle or its id. Raises NotFound."""
        for account in self.views.accounts():
            if named in (str(account.id), account.handle, account.handle.lstrip("@")):
                return account
        raise NotFound(f"There is no account {named}; `responder account list` names them")

    def monitor(self, named: str) -> Monitor:
        """Return a monitor by its name or its id. Raises NotFound."""
        for monitor in self.views.heard.monitors():
            if named == str(monitor.id) or named.casefold() == monitor.name.casefold():
                return monitor
        raise NotFound(f"There is no monitor {named}; `responder monitor list` names them")

    def _by_id(self, named: str) -> Conversation | None:
        try:
            return self.views.conversation(UUID(named))
        except ValueError:
            return None


def workspace(options: Namespace) -> Workspace:
    """Return the workspace that was asked for."""
    return Workspace((options.workspace or default_folder()).expanduser())


@contextmanager
def opened(options: Namespace) -> Iterator[Session]:
    """Open the workspace, and close it whatever happens. Raises StoreError, its text with the way out."""
    place = workspace(options)
    loaded = settings_file.load(place.settings)
    if loaded.problem:
        print(f"responder: {loaded.problem}", file=sys.stderr)
    clock = SystemClock()
    with translating(place.database), closing(open_store(place, clock)) as store:
        yield Session(place, loaded.settings, clock, store, Views(store, clock))


def open_store(place: Workspace, clock: Clock) -> Store:
    """Open the database, making the folder at the first start. Raises StoreError."""
    place.make()
    return Store.open(place.database, clock)


def who(views: Views, settings: Settings, named: str | None = None) -> Member:
    """Return the member of this name, or the one who works here. Raises NotFound."""
    members = {member.id: member for member in views.members()}
    if named is not None and named not in members:
        raise NotFound(f"There is no member {named}; there are: {', '.join(sorted(members)) or 'none yet'}")
    if named is not None:
        return members[named]
    if settings.member in members:
        return members[settings.member]
    return next(iter(members.values())) if len(members) == 1 else person_here()


def person_here() -> Member:
    """Return a member made from the account that is signed in on this machine: a real person, not an alias."""
    login = getpass.getuser()
    return Member(id=login, name=_full_name() or login)


def _full_name() -> str:
    try:
        import pwd
    except ImportError:  # not on Windows
        return ""
    return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
