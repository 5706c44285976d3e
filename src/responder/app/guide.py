"""Sets the tour up, and judges it."""

from pathlib import Path

from responder.app import tour_report
from responder.app.application import run
from responder.app.life import running
from responder.app.practising import practised
from responder.app.tour import Tour
from responder.core.accounts import Member
from responder.core.settings import Settings

TOUR_SPEED = 240.0
"""Minutes of the scenario in a real minute, when a script works."""


def tour(scenario: str, member: Member, pictures: Path) -> int:
    """Take the tour; 0 when everything is as it must be."""
    pictures.mkdir(parents=True, exist_ok=True)
    return run(lambda application: _tour(scenario, member, pictures))


async def _tour(scenario: str, member: Member, pictures: Path) -> int:
    settings = Settings(language="en", theme="light")
    async with practised(scenario, TOUR_SPEED, settings, member) as (server, place, secrets):
        print(f"Practice network on {server.url}, scenario {scenario}, workspace in {place.folder}")
        async with running(place, lambda _: secrets, None) as desk:
            desk.window.resize(1440, 900)
            desk.window.show()
            began = desk.console.clock.now()
            walk = Tour(desk, server, pictures, print)
            told = await walk.walk()
            found = await tour_report.checks(walk, told, desk, server)
            print()
            tour_report.table(told, desk, tour_report.elapsed(began, desk.console.clock.now()))
    code = tour_report.verdict(found, print)
    print(f"\nPictures of the window: {pictures}")
    return code
