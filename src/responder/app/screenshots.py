"""The pictures of the documentation, taken from the practice network: the same people, the same hour, every time."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from responder.actions.assign import assign
from responder.actions.decision import Decision
from responder.actions.desk import Desk
from responder.actions.escalate import escalate
from responder.actions.status import resolve, snooze
from responder.actions.tag import add_tag, set_mood
from responder.app import practising
from responder.app.answering import Answering, Wish
from responder.app.application import run
from responder.app.life import Running, running
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.session import open_store
from responder.core.accounts import Member, Role
from responder.core.clock import HOUR, MINUTE, SECOND, from_iso
from responder.core.conversations import Conversation
from responder.core.events import Mood
from responder.core.questions import Folder, InboxQuery, Sort
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from responder.ui.composer.composer import Composer
from responder.ui.health.page import HealthPage
from responder.ui.setup.page import SetupPage
from responder.ui.thread.pane import ThreadPane

FRIDAY = from_iso("2026-11-20T14:11:00-05:00")
BUSY = FRIDAY - 90 * MINUTE
"""What came earlier was finished by somebody else."""

PLACE = Path("docs/screenshots")
SIZE = (1440, 900)
MARIE = Member("marie", "Marie Tremblay", Role.ADMIN, "Customer care", "Marie", ("fr", "en"))
SEED = 7

PEOPLE: tuple[tuple[int, str, str, str, tuple[str, ...], Mood | None], ...] = (
    (71, "nadiaf", "fr", "Service un peu froid à la boutique, et il manquait la moitié des sortes annoncées. Dommage,"
     " les biscuits sont bons.", ("Boutique",), Mood.NEGATIVE),
    (48, "josee_exemple@piaille.example", "fr", "Bonjour, ma commande 4471 devait arriver mardi pour la fête de ma fille. On est"
     " vendredi et toujours rien. Sans nouvelles aujourd’hui, je demande un remboursement.",
     ("Livraison", "Remboursement"), Mood.NEGATIVE),
    (33, "priyasample@hachy.example", "en", "Hi! Do the maple shortbreads contain traces of nuts? My son is allergic and I’d like to"
     " order for his class.", ("Allergens",), Mood.NEUTRAL),
    (26, "davetest@fosstodon.example", "en", "Third time the checkout refuses my card. Love the cookies, hate the website. Anyone there?",
     ("Web shop",), Mood.NEGATIVE),
    (19, "owenp@cookies.example", "en", "Recipe works, but step 4 says 220 °C for 20 minutes. That burned my whole batch. Is it a"
     " typo?", ("Our mistake",), Mood.NEUTRAL),
    (12, "chantal_d@piaille.example", "fr", "Demande de soumission : 120 boîtes-cadeaux pour nos employés, livraison avant le"
     " 12 décembre. Est-ce possible ?", ("Soumission",), Mood.NEUTRAL),
    (4, "mafictif", "fr", "Les biscuits d’avoine sont officiellement la collation de notre équipe de hockey.",
     ("Fan",), Mood.POSITIVE),
)  # fmt: skip
"""Minutes ago, who, language, what, and what the team made of it."""

PHOTOGRAPHED = "nadiaf"
"""Who sends a picture along."""


@dataclass
class StagedClock:
    """Begins at an hour of our choice and runs on from there; `skip` moves it."""

    base: int = FRIDAY - 75 * MINUTE
    began: float = field(default_factory=time.monotonic)

    def now(self) -> int:
        """Return UTC in microseconds since 1970."""
        return self.base + round((time.monotonic() - self.began) * SECOND)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait without blocking the loop."""
        await asyncio.sleep(seconds)

    def at(self, moment: int) -> None:
        """Make it this moment now."""
        self.base, self.began = moment, time.monotonic()


class Photographer:
    """Takes pictures of a window, in whichever clothes it wears."""

    def __init__(self, desk: Running, place: Path) -> None:
        self._desk, self._place = desk, place
        self.window = desk.window
        self.console = desk.console

    async def wear(self, **settings: object) -> None:
        """Change settings as the settings page would."""
        services = self.console.services
        services.save_settings(replace(services.settings, **settings))
        await self.rest()

    async def take(self, name: str) -> None:
        """Keep a picture once everything has settled."""
        await self.rest()
        self._place.mkdir(parents=True, exist_ok=True)
        target = self._place / f"{name}.png"
        if not self._picture().save(str(target)):
            raise OSError(f"cannot write {target}")
        print(target)

    def _picture(self) -> QPixmap:
        """Return the window with what stands over it."""
        made = self.window.grab()
        painter = QPainter(made)
        for above in QApplication.topLevelWidgets():
            if (
                above is not self.window
                and above.isVisible()
                and above.windowType() is not Qt.WindowType.Window
            ):
                painter.drawPixmap(
                    above.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint()), above.grab()
                )
        painter.end()
        return made

    async def do(self, *commands: str) -> None:
        """Run commands by their ids."""
        for command in commands:
            self.console.stage.commands.run(command)
            await self.rest(0.2)

    async def rest(self, seconds: float = 0.7) -> None:
        """Let the window finish what it is doing."""
        await asyncio.sleep(seconds)

    def rows(self, folder: Folder = Folder.ALL) -> tuple[Conversation, ...]:
        """Return the conversations of a folder."""
        query = InboxQuery(folder, Sort.DUE, self.console.desk.member.id)
        return self.console.views.page(query, limit=500).rows

    def of(self, handle: str) -> UUID:
        """Return the conversation of somebody."""
        name = handle.partition("@")[0]
        found = [row for row in self.rows() if row.handle.lstrip("@").startswith(name)]
        return max(found, key=lambda row: row.last_incoming_at).id


def _write(server: PracticeServer, clock: StagedClock) -> None:
    """Let everybody write at their minute."""
    for minutes, who, language, text, _tags, _mood in PEOPLE:
        clock.at(FRIDAY - minutes * MINUTE)
        media = (_photo(server),) if who == PHOTOGRAPHED else ()
        server.post(who, f"@{server.handle} {text}", language=language, media=media)
    clock.at(FRIDAY)


def _photo(server: PracticeServer) -> dict[str, object]:
    data = files("responder.practice.scenarios").joinpath("broken.jpg").read_bytes()
    return server.add_picture(data, "image/jpeg", "Une boîte où deux biscuits sont cassés")


async def _triage(camera: Photographer) -> None:
    hand = camera.console.desk

    async def do(decision: Decision, conversations: Sequence[UUID]) -> None:
        await asyncio.wrap_future(hand.do("triage", decision, conversations))

    for _minutes, who, _language, _text, tags, mood in PEOPLE:
        for name in tags:
            await do(add_tag(name), [camera.of(who)])
        if mood is not None:
            await do(set_mood(mood), [camera.of(who)])
    await do(assign(MARIE.id), [camera.of("josee"), camera.of("owenp")])
    yesterday = [
        row.id for row in camera.rows(Folder.NEEDS_REPLY) if row.waiting_since and row.waiting_since < BUSY
    ]
    await do(resolve(), yesterday)
    await do(snooze(FRIDAY + 18 * HOUR), [camera.rows(Folder.RESOLVED)[0].id])
    await do(escalate(2, "Demande un remboursement", MARIE.id), [camera.of("josee")])


async def _arrived(camera: Photographer) -> None:
    handles = {who.partition("@")[0] for _minutes, who, *_rest in PEOPLE}
    async with asyncio.timeout(30):
        while not handles <= {row.handle.lstrip("@").partition("@")[0] for row in camera.rows()}:  # noqa: ASYNC110 # the network's turn
            await asyncio.sleep(0.1)


async def _inbox(camera: Photographer) -> None:
    await camera.do("go.needs-reply", "list.first")
    camera.console.stage.go(f"conversation/{camera.of('josee')}")
    await camera.do("list.back")
    await camera.take("inbox-light")
    await camera.wear(theme="dark", density="compact")
    await camera.take("inbox-dark")
    practising.name_templates(camera.console.desk, "fr")
    await camera.wear(theme="light", density="cosy", language="fr")
    camera.console.stage.go(f"conversation/{camera.of('josee')}")
    await camera.do("list.back")
    await camera.take("inbox-french")
    practising.name_templates(camera.console.desk, "en")
    await camera.wear(language="en")


async def _composing(camera: Photographer) -> None:
    camera.console.stage.go(f"conversation/{camera.of('davetest')}")
    await camera.do("compose.reply", "compose.template")
    await camera.take("composer")
    camera.window.setFocus()
    await camera.do("find.palette")
    await camera.take("palette")
    await camera.do("list.back")


async def _pictures(camera: Photographer, folder: Path) -> None:
    """Look at a customer's picture, and answer with one."""
    camera.console.stage.go(f"conversation/{camera.of(PHOTOGRAPHED)}")
    await camera.rest()
    thread, composer = camera.window.furniture.thread_pane, camera.window.furniture.composer
    assert isinstance(thread, ThreadPane)
    assert isinstance(composer, Composer)
    picture = next(file.picture for block in thread.view.canvas.blocks for file in block.files)
    thread.gallery.show(picture)
    await camera.do("compose.reply")
    ours = folder / "boite-neuve.png"
    camera.window.grab().scaledToWidth(640).save(str(ours))
    composer.edit.insertPlainText(
        "Désolée pour ces biscuits cassés. Une boîte neuve part ce soir, la voici :"
    )
    composer.enclosing.add([ours])
    await camera.rest()
    for key in list(composer.field.enclosed.lines):
        composer.enclosing.describe(key, "La boîte neuve, prête à partir")
    await camera.take("pictures")
    assert composer.session is not None
    composer.session.files.clear()
    composer.fill("", 0)
    await camera.do("list.back")


async def _counted(camera: Photographer) -> None:
    """Count what the network has, and open what it does not show."""
    page = camera.window.furniture.page("health")
    assert isinstance(page, HealthPage)
    (card,) = page.cards.values()
    await camera.console.services.recount(card.account.id)
    card.unseen.click()


async def _pages(camera: Photographer) -> None:
    for place, name in (
        ("settings/keyboard", "settings"),
        ("health", "channels"),
        ("templates", "templates"),
    ):
        camera.console.stage.go(place)
        if name == "channels":
            await _counted(camera)
        await camera.take(name)
    camera.console.stage.go("inbox")
    await camera.do("list.first", "select.toggle", "select.down", "select.down")
    await camera.take("bulk")
    await camera.do("select.none", "list.back")


async def _monitors(camera: Photographer) -> None:
    """Show what was said beside us, once every monitor has had its turn."""
    console = camera.console
    known = console.views.heard.monitors()
    async with asyncio.timeout(120):
        while len(console.views.counters(MARIE.id).monitors) < len(known):  # noqa: ASYNC110 # the network's turn
            await asyncio.sleep(0.2)
    console.stage.go(f"monitor/{known[0].id}")
    await camera.take("overheard")
    console.stage.go(f"monitors/{known[0].id}")
    await camera.take("monitors")
    console.stage.go("inbox")
    await camera.do("go.needs-reply", "list.back")


async def _offline(camera: Photographer, server: PracticeServer, desk: Running) -> None:
    server.stop()
    answering = Answering(
        desk.console.desk, desk.console.views, desk.networks, desk.console.services.settings
    )
    for who in ("chantal", "owenp"):
        row = next(row for row in camera.rows() if row.id == camera.of(who))
        language = "fr" if who == "chantal" else "en"
        wish = Wish(template="question-passed-on", language=language)
        await asyncio.to_thread(answering.answer, row, wish)
    desk.engine.retry(None)
    async with asyncio.timeout(30):
        while any(health.state in ("live", "polling") for health in desk.console.views.health()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    camera.console.stage.go("outbox")
    await camera.rest()
    camera.console.stage.go(f"conversation/{camera.of('chantal')}")
    await camera.take("offline")


@asynccontextmanager
async def _opened(server: PracticeServer, clock: StagedClock) -> AsyncIterator[Running]:
    secrets = practising.SessionSecrets()
    with tempfile.TemporaryDirectory(prefix="responder-pictures-", ignore_cleanup_errors=True) as folder:
        place = practising.furnish(Path(folder), Settings(language="en", theme="light"), MARIE)
        with closing(open_store(place, clock)) as store:
            desk_of_ours = Desk(store, clock, MARIE)
            await practising.join(server, desk_of_ours, Networks(), secrets)
            practising.listen(server, desk_of_ours)
        async with running(place, lambda _: secrets, None, clock) as desk:
            yield desk


async def _first_run(target: Path, clock: StagedClock) -> None:
    with tempfile.TemporaryDirectory(prefix="responder-pictures-") as folder:
        secrets = practising.SessionSecrets()
        async with running(Workspace(Path(folder)), lambda _: secrets, lambda _: None, clock) as desk:
            camera = _ready(desk, target)
            await camera.wear(language="en", theme="light")
            await _who_i_am(desk)
            await camera.take("set-up")
            page = desk.window.furniture.page("setup")
            assert isinstance(page, SetupPage)
            page.account.choose(desk.console.networks["youtube"])
            await camera.take("connect")


async def _who_i_am(desk: Running) -> None:
    page = desk.window.furniture.page("setup")
    assert isinstance(page, SetupPage)
    page.who.name.edit.setText(MARIE.name)
    page.who.business.edit.setText(practising.BUSINESS)
    page.next.click()


def _ready(desk: Running, target: Path) -> Photographer:
    desk.window.resize(*SIZE)
    desk.window.show()
    desk.window.activateWindow()
    return Photographer(desk, target)


async def _photograph(_application: QApplication, target: Path) -> None:
    clock = StagedClock()
    await _first_run(target, StagedClock(FRIDAY))
    with PracticeServer("quiet-day", seed=SEED, speed=0, clock=clock) as server:
        _write(server, clock)
        async with _opened(server, clock) as desk:
            camera = _ready(desk, target)
            await _arrived(camera)
            await _triage(camera)
            await _inbox(camera)
            await _composing(camera)
            await _pictures(camera, desk.console.services.workspace)
            await _pages(camera)
            await _monitors(camera)
            await _offline(camera, server, desk)


def _screen(folder: Path) -> str:
    """Return the name of an off-screen platform whose screen is large enough for the window."""
    screen = {"name": "paper", "x": 0, "y": 0, "width": 1920, "height": 1200}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = folder / "screen.json"
    config.write_text(json.dumps({"windowFrameMargins": False, "screens": [screen]}), "utf-8")
    return f"offscreen:configfile={config}"


def main() -> int:
    """Take every picture; the folder may be given as the only argument."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    os.environ["TZ"] = "America/Montreal"
    time.tzset()
    with tempfile.TemporaryDirectory(prefix="responder-screen-") as folder:
        os.environ["QT_QPA_PLATFORM"] = _screen(Path(folder))
        run(lambda application: _photograph(application, target))
    return 0


if __name__ == "__main__":
    sys.exit(main())
