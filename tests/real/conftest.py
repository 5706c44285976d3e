"""Starts real servers once a session; without the scripts beside the project these tests are skipped."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.practice.wordpress_checks import Wp
from tests.real.servers import Faulty, RealServer, free_port, scripts
from tests.real.wordpress import site_of

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.real)


@pytest.fixture(scope="session")
def state() -> Iterator[Path]:
    """Where servers keep what they write: `RESPONDER_REALSERVERS_STATE`, which stays, or a folder that goes.

    Databases run as users of their own, so everybody may enter; and the path is short, for sockets.
    """
    if not (scripts() / "lib.sh").is_file():
        pytest.skip(
            f"no scripts for real servers at {scripts()} (name their folder in RESPONDER_REALSERVERS)"
        )
    given = os.environ.get("RESPONDER_REALSERVERS_STATE")
    folder = Path(given or tempfile.mkdtemp(prefix="rs-", dir="/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    yield folder
    if given is None:
        shutil.rmtree(folder, ignore_errors=True)


Starter = Callable[..., RealServer]


@pytest.fixture(scope="session")
def real_server(state: Path) -> Iterator[Starter]:
    """Start a server by the name of its script, with free ports for the variables named; stopped at the end.

    In a folder that stays the scripts' own ports are used, and what runs there already is left running.
    """
    running: list[RealServer] = []

    def start(script: str, *ports: str, **environment: str) -> RealServer:
        kept = "RESPONDER_REALSERVERS_STATE" in os.environ
        chosen = {} if kept else {name: str(free_port()) for name in ports}
        server = RealServer(script, {"STATE_DIR": str(state), **chosen, **environment})
        if not server.adopt():
            running.append(server)
            server.start()
        return server

    yield start
    for server in reversed(running):
        server.stop()


@pytest.fixture(scope="session")
def faults(state: Path) -> Iterator[Callable[[str, str], Faulty]]:
    """Put a proxy in front of an address."""
    running: list[Faulty] = []

    def start(name: str, upstream: str) -> Faulty:
        running.append(Faulty(state, name, free_port()).start(upstream))
        return running[-1]

    yield start
    for proxy in running:
        proxy.stop()


@pytest.fixture(scope="session")
def wordpress(real_server: Starter) -> RealServer:
    """A WordPress with an owner, a moderator (editor), an author and a customer (subscriber)."""
    return real_server("wordpress.sh", "WP_PORT", "WP_TLS_PORT")


@pytest.fixture(scope="session")
def bluesky(real_server: Starter) -> RealServer:
    """A data server with an AppView behind it; we are `konsole`, the customer is `kunde`."""
    names = ("PDS", "PLC", "VIEW", "BSYNC", "PG", "REDIS")
    return real_server("bluesky.sh", *(f"BSKY_{name}_PORT" for name in names))


@pytest.fixture
def wp(wordpress: RealServer) -> Iterator[Wp]:
    """What people do there without our help."""
    site = site_of(wordpress)
    yield site
    site.client.close()
