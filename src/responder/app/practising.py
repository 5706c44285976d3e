"""The practice network as a person meets it: a server on loopback, signed in to as to any other."""

import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen
from uuid import UUID

from msgspec.structs import replace

from responder.actions import members, monitors, templates
from responder.actions.desk import Desk
from responder.actions.starter import starters
from responder.app import settings_file
from responder.app.connecting import connect
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.session import open_store
from responder.core.accounts import Account, Member
from responder.core.clock import MINUTE, SystemClock
from responder.core.errors import NotFound
from responder.core.ids import new_id
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.ports import OpenBrowser, Option
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from responder.practice.scenarios.overheard import COMPETITOR, HASHTAG, REMARKS
from responder.practice.scenarios.plot import names
from responder.ui import words

NETWORK = "mastodon"
"""What the practice network speaks."""

BUSINESS = "Biscuiterie Grand Lièvre"
"""Whose account it is there."""


class SessionSecrets:
    """Credentials of a practice account: as short-lived as its server."""

    def __init__(self) -> None:
        self._held: dict[UUID, str] = {}

    def get(self, account: UUID) -> str | None:
        """Return the secret of an account."""
        return self._held.get(account)

    def put(self, account: UUID, secret: str) -> None:
        """Keep a secret."""
        self._held[account] = secret

    def remove(self, account: UUID) -> None:
        """Forget a secret; not having one is no error."""
        self._held.pop(account, None)


def server(scenario: str, speed: float) -> PracticeServer:
    """Return a practice server, not yet started. Raises NotFound for an unknown scenario."""
    if scenario not in names():
        raise NotFound(f"There is no scenario {scenario}; there are: {', '.join(names())}")
    return PracticeServer(scenario, speed=speed)


def allowing(practice: PracticeServer) -> OpenBrowser:
    """Return a browser whose person signs in to the practice network and allows everything."""

    def allow(url: str) -> None:
        parts = urlsplit(url)
        form = dict(parse_qsl(parts.query)) | {
            "login": practice.handle,
            "passwd": practice.password,
            "allow": "1",
        }
        page = parts._replace(query="").geturl()
        with urlopen(page, urlencode(form).encode(), timeout=30) as answer:  # noqa: S310 # our own server's address
            answer.read()

    def open_browser(url: str) -> None:
        threading.Thread(target=allow, args=(url,), name="practice browser").start()

    return open_browser


async def the_only(options: tuple[Option, ...]) -> str:
    """Choose the first: a practice account is the only one of its server."""
    return options[0].key


async def join(practice: PracticeServer, desk: Desk, networks: Networks, secrets: SessionSecrets) -> Account:
    """Sign in to a practice server that was started, as a person would."""
    form = {"server": practice.url}
    return await connect(desk, networks, secrets, NETWORK, form, allowing(practice), the_only)


def furnish(folder: Path, settings: Settings, member: Member) -> Workspace:
    """Make a fresh workspace with what a team has: the person who works here, and the first templates."""
    place = Workspace(folder)
    business = settings.business or BUSINESS
    settings_file.save(
        place.settings, replace(settings, member=member.id, business=business, secrets_in_file=False)
    )
    clock = SystemClock()
    with closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, member)
        members.save(desk, member).result()
        name_templates(desk, settings.language or words.system_language())
    return place


def name_templates(desk: Desk, language: str) -> None:
    """Keep the first templates, with their names and descriptions in a language."""
    spoken = words.translator(language)
    for template in starters():
        named = replace(template, name=spoken(template.name), description=spoken(template.description))
        templates.save(desk, named).result()


def listen(practice: PracticeServer, desk: Desk) -> None:
    """Let people speak of the business without addressing it, and keep the monitors that find it."""
    now = desk.clock.now()
    for one in REMARKS:
        practice.post(one.who, one.text, language=one.language, at=now - one.minutes * MINUTE)
    for name, field, terms in (
        (BUSINESS, Field.COMPANY, (Term(TermKind.KEYWORD, "Grand Lièvre"),)),
        (COMPETITOR, Field.COMPETITION, (Term(TermKind.KEYWORD, COMPETITOR),)),
        (f"#{HASHTAG}", Field.INDUSTRY, (Term(TermKind.HASHTAG, HASHTAG),)),
    ):
        approval = field is Field.COMPETITION
        monitors.save(desk, Monitor(new_id(), name, field, terms, approval=approval)).result()


@asynccontextmanager
async def practised(
    scenario: str, speed: float, settings: Settings, member: Member
) -> AsyncIterator[tuple[PracticeServer, Workspace, SessionSecrets]]:
    """Start a practice network with a fresh workspace signed in to it; both are thrown away at the end.

    Raises NotFound for an unknown scenario.
    """
    secrets, clock = SessionSecrets(), SystemClock()
    with (
        tempfile.TemporaryDirectory(prefix="responder-practice-") as folder,
        server(scenario, speed) as network,
    ):
        place = furnish(Path(folder), settings, member)
        with closing(open_store(place, clock)) as store:
            desk = Desk(store, clock, member)
            await join(network, desk, Networks(), secrets)
            listen(network, desk)
        yield network, place, secrets
