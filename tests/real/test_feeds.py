"""Feeds as files, served by nginx, which decides by itself what has changed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from responder.core.messages import Message
from responder.core.ports import Gap
from responder.practice.feeds.documents import Entry, Page, atom, json_feed, rss
from tests.connectors.feeds.people import Reader
from tests.real.servers import PATIENCE, free_port, scripts

FORMATS = {"feed.xml": rss, "atom.xml": atom, "feed.json": json_feed}
CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
  access_log {folder}/access.log; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ application/rss+xml xml; application/feed+json json; text/html html; }}
  gzip on; gzip_types application/rss+xml application/feed+json; gzip_min_length 1;
  server {{
    listen 127.0.0.1:{port}; root {folder}/www;
    location = /old.xml {{ return 301 /feed.xml; }}
    location = /away.xml {{ return 302 http://127.0.0.1:{other}/feed.xml; }}
    location = /gone.xml {{ return 410; }}
    location = /slow.xml {{ alias {folder}/www/feed.xml; expires 1h; }}
    location /private/ {{ auth_basic "feeds"; auth_basic_user_file {folder}/users; alias {folder}/www/; }}
  }}
  server {{ listen 127.0.0.1:{other}; root {folder}/www; }}
}}
"""


@dataclass
class Nginx:
    """A web server with a folder of files."""

    folder: Path
    port: int
    other: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def publish(self, *texts: str) -> None:
        """Write all three feeds anew; nginx tells versions apart by second and size."""
        entries = [
            Entry(f"urn:nginx:entry:{text}", "", text, 1_772_446_529_000_000) for text in reversed(texts)
        ]
        for name, write in FORMATS.items():
            path = self.folder / "www" / name
            path.write_bytes(write(Page("Files", self.url, f"{self.url}/{name}", entries)))
            os.utime(path, (1_700_000_000 + len(texts), 1_700_000_000 + len(texts)))

    def statuses(self) -> list[str]:
        """Return the last statuses, as its own log has them."""
        lines = (self.folder / "access.log").read_text().splitlines()
        return [line.split('" ')[1].split()[0] for line in lines]


def binary() -> str:
    """Return nginx, installed from the distribution where it is missing, without letting it start by itself."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found:
        return found
    command = f"HERE={scripts()}; . {scripts()}/lib.sh; apt_need nginx-light"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return shutil.which("nginx", path="/usr/sbin") or "/usr/sbin/nginx"


@pytest.fixture(scope="module")
def nginx(state: Path) -> Iterator[Nginx]:
    program, folder = binary(), state / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "www").mkdir(parents=True)
    server = Nginx(folder, free_port(), free_port())
    (folder / "users").write_text("ana:{PLAIN}s3cret\n")
    page = '<!doctype html><link rel="alternate" type="application/rss+xml" href="feed.xml">'
    (folder / "www" / "index.html").write_text(page)
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=server.port, other=server.other))
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                httpx.get(server.url)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("path", FORMATS)
async def test_what_did_not_change_costs_nothing(nginx: Nginx, path: str) -> None:
    nginx.publish("one")
    reader = Reader(f"{nginx.url}/{path}")
    assert await reader.texts() == ["one"]
    assert await reader.texts() == []
    assert nginx.statuses()[-2:] == ["200", "304"]
    nginx.publish("one", "two")
    assert await reader.texts() == ["two"]
    assert nginx.statuses()[-1] == "200"


async def test_moves_logins_and_ends_are_as_a_real_server_has_them(nginx: Nginx) -> None:
    nginx.publish("one")
    moved = Reader(f"{nginx.url}/old.xml")
    assert await moved.texts() == ["one"]
    assert moved.vault.secret == f"{nginx.url}/feed.xml"
    assert await Reader(f"{nginx.url}/away.xml").texts() == ["one"]
    assert await Reader(f"{nginx.url.replace('//', '//ana:s3cret@')}/private/feed.xml").texts() == ["one"]
    for path, words in (
        ("private/feed.xml", "does not let us"),
        ("gone.xml", "gone for good"),
        ("x.xml", "nothing"),
    ):
        with pytest.raises(Exception, match=words):
            await Reader(f"{nginx.url}/{path}").texts()


async def test_its_freshness_is_waited_for(nginx: Nginx) -> None:
    nginx.publish("one")
    reader = Reader(f"{nginx.url}/slow.xml")
    await reader.texts()
    before = len(nginx.statuses())
    assert await reader.batches() == []
    assert len(nginx.statuses()) == before
    reader.clock.ahead = 3_601_000_000
    assert await reader.texts() == []
    assert nginx.statuses()[-1] == "304"


async def test_a_file_that_is_replaced_as_a_whole_is_a_gap(nginx: Nginx) -> None:
    nginx.publish("one")
    reader = Reader(f"{nginx.url}/feed.xml")
    await reader.items()
    nginx.publish("x", "y", "z")
    found = await reader.items()
    assert len([item for item in found if isinstance(item, Message)]) == 3
    assert len([item for item in found if isinstance(item, Gap)]) == 1
