import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from responder.app.cli import main
from responder.app.commands.accounts import read_form
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.core.errors import NotPossible
from responder.core.manifest import Field, Manifest
from responder.net.keychain import SecretFile
from responder.practice.mastodon import PracticeServer
from tests.app.conftest import ACCOUNT

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]

BLOG = Manifest(
    "blog", "Blog", "Bl", "", "", 1, ("comment",),
    form=(Field("site", "Site"), Field("user", "User name"), Field("password", "Password", secret=True)),
)  # fmt: skip


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_what_is_secret_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "abcd efgh\n")
    form = read_form(BLOG, ["site=https://blog.example", "user=marie"])
    assert form == {"site": "https://blog.example", "user": "marie", "password": "abcd efgh"}


def test_a_secret_among_the_arguments_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    with pytest.raises(NotPossible, match="password is secret"):
        read_form(BLOG, ["site=x", "user=y", "password=z"])


def test_who_begins_is_told_what_the_network_needs_first(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    with pytest.raises(NotPossible, match=r"(?s)Client ID is missing.*X needs:.*127\.0\.0\.1:8723/signed-in"):
        read_form(Networks().manifest("x"), [])


def test_what_is_missing_or_unknown_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    with pytest.raises(NotPossible, match="User name is missing: give user=…"):
        read_form(BLOG, ["site=x"])
    with pytest.raises(NotPossible, match="Blog asks for: site=… user=…"):
        read_form(BLOG, ["town=x"])


def test_accounts_are_listed_with_how_they_are(ask: Ask, run: Run) -> None:
    (listed,) = ask("account", "list")
    assert (listed["handle"], listed["state"]) == (ACCOUNT.handle, "off")
    assert ACCOUNT.handle in run("account", "list")[1]


def test_a_removed_account_takes_its_secret_along_and_leaves_its_history(
    ask: Ask, run: Run, place: Workspace
) -> None:
    place.settings.write_text(json.dumps({"secrets_in_file": True}))
    SecretFile(place.secrets).put(ACCOUNT.id, "token")
    assert run("account", "remove", ACCOUNT.handle)[0] == 0
    assert ask("account", "list") == []
    assert SecretFile(place.secrets).get(ACCOUNT.id) is None
    assert len(ask("inbox")["conversations"]) == 3


def test_a_sign_in_that_cannot_reach_its_server_keeps_nothing(
    run: Run, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "secret word\n")
    code, _, err = run(
        "account", "add", "wordpress", "site=http://127.0.0.1:9", "user=marie", "--secrets-in-file"
    )
    assert code == 1
    assert err.startswith("responder: ")
    assert "secret word" not in err
    assert len(ask("account", "list")) == 1


def test_an_unknown_network_is_said(capsys: pytest.CaptureFixture[str], place: Workspace) -> None:
    assert main(["--workspace", str(place.folder), "account", "add", "friendster"]) == 3
    assert "There is no network called friendster" in capsys.readouterr().err


BROWSER = """
import sys
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen
parts = urlsplit(sys.argv[1])
form = dict(parse_qsl(parts.query)) | {"login": "grandlievre", "passwd": "practice", "allow": "1"}
urlopen(parts._replace(query="").geturl(), urlencode(form).encode(), timeout=30).read()
"""


def test_a_mastodon_account_is_connected_through_the_browser(
    place: Workspace, tmp_path: Path, ask: Ask
) -> None:
    browser = tmp_path / "browser.py"
    browser.write_text(BROWSER)
    with PracticeServer("empty", speed=0) as server:
        words = ["account", "add", "mastodon", f"server={server.url}", "--secrets-in-file"]
        done = subprocess.run(
            [sys.executable, "-m", "responder", "--workspace", str(place.folder), *words],
            env=os.environ | {"BROWSER": f"{sys.executable} {browser} %s"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Connected grandlievre@127.0.0.1")
    assert len(ask("account", "list")) == 2
    kept = json.loads(place.secrets.read_text())
    (secret,) = kept.values()
    assert json.loads(secret)["token"] not in done.stdout + done.stderr
    assert place.secrets.stat().st_mode & 0o077 == 0


def test_a_token_piped_in_connects_without_a_browser(place: Workspace, ask: Ask) -> None:
    with PracticeServer("empty", speed=0) as server:
        words = ["account", "add", "mastodon", f"server={server.url}", "--secrets-in-file"]
        done = subprocess.run(
            [sys.executable, "-m", "responder", "--workspace", str(place.folder), *words],
            env=os.environ | {"BROWSER": "true"}, input=server.token,
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert server.token not in done.stdout + done.stderr
    assert len(ask("account", "list")) == 2
