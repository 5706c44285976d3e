import logging
import subprocess
import sys
from pathlib import Path

from responder.app import logs

SECRET_KEPT = """
import asyncio, sys
from pathlib import Path
from responder.app import logs
from responder.app.application import run
from responder.app.practising import practised
from responder.core.accounts import Member
from responder.core.settings import Settings
logs.to_stderr(True)
async def main(application):
    async with practised("quiet-day", 0, Settings(), Member("marie", "Marie")) as (server, place, secrets):
        (secret,) = secrets._held.values()
        await asyncio.to_thread(secrets.put, *next(iter(secrets._held.items())))
        print(secret)
run(main)
"""


def test_no_secret_is_logged_however_much_is_said() -> None:
    done = subprocess.run([sys.executable, "-c", SECRET_KEPT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    token = done.stdout.split('"token":"')[1].split('"')[0]
    assert len(token) > 20
    assert token not in done.stderr


def test_what_we_say_reaches_the_handler(tmp_path: Path) -> None:
    handler = logging.FileHandler(tmp_path / "log")
    before = logging.getLogger().level
    logs.listen(handler, logging.INFO)
    try:
        logging.getLogger("responder.here").info("said")
        logging.getLogger("httpx").info("GET https://example/?access_token=x")
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(before)
        handler.close()
    assert (tmp_path / "log").read_text() == "said\n"
