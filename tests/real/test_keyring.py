"""Secrets in a real Secret Service (gnome-keyring)."""

import subprocess
import sys
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.real.servers import RealServer

SAY = """
import sys
from uuid import UUID
from responder.core.errors import KeyringLocked, NoKeyring
from responder.net.keychain import Keychain
chain, account = Keychain(), UUID(sys.argv[2])
try:
    if sys.argv[1] == "put":
        chain.put(account, sys.stdin.read())
    elif sys.argv[1] == "remove":
        chain.remove(account)
    else:
        print(chain.get(account), end="")
except (KeyringLocked, NoKeyring) as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.fixture
def service(real_server: Callable[..., RealServer]) -> RealServer:
    return real_server("keyring.sh")


def ask(service: RealServer, what: str, account: str, secret: str = "", bus: str | None = None) -> str:
    address = service["DBUS_SESSION_BUS_ADDRESS"] if bus is None else bus
    environment = {"DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": service["XDG_RUNTIME_DIR"]}
    done = subprocess.run(
        [sys.executable, "-c", SAY, what, account], env=environment, input=secret, capture_output=True, text=True, timeout=60
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_secret_survives_the_process_that_put_it_there(service: RealServer) -> None:
    account = str(uuid4())
    ask(service, "put", account, '{"access": "t", "refresh": "ü👍"}')
    assert ask(service, "get", account) == '{"access": "t", "refresh": "ü👍"}'
    ask(service, "remove", account)
    ask(service, "remove", account)
    assert ask(service, "get", account) == "None"


def test_a_large_secret_is_kept_whole(service: RealServer) -> None:
    account = str(uuid4())
    ask(service, "put", account, "k" * 60_000)
    assert ask(service, "get", account) == "k" * 60_000
    ask(service, "remove", account)


def test_no_service_at_all_is_said_with_what_to_do(service: RealServer) -> None:
    said = ask(service, "get", str(uuid4()), bus="unix:path=/nowhere/bus")
    assert said.startswith("NoKeyring: ")
    assert "gnome-keyring" in said


def test_a_locked_keyring_is_told_apart(service: RealServer) -> None:
    account = str(uuid4())
    ask(service, "put", account, "secret")
    service._run("lock")
    try:
        assert ask(service, "get", account).startswith("KeyringLocked: ")
    finally:
        service.stop()
        service.start()
    assert ask(service, "get", account) == "secret"
