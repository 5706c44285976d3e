"""Practice servers in a process of their own: `python -m benchmarks.network_beside COUNT`.

Prints where they are, then posts what is asked for on standard input, and prints each post with its moment.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from responder.core.accounts import Account
from responder.core.ids import derived_id
from responder.practice.mastodon import PracticeServer


def main(count: int) -> None:
    """Serve until standard input ends."""
    with ExitStack() as stack:
        servers = [stack.enter_context(PracticeServer("empty", speed=0)) for _ in range(count)]
        print(json.dumps([(s.url, s.token, s.account_id, s.handle) for s in servers]), flush=True)
        for line in sys.stdin:
            who, text, parent = json.loads(line)
            at = time.monotonic()
            mention = f"@{servers[0].handle} {text}"
            more = {"in_reply_to": parent} if parent else {}
            print(json.dumps((servers[0].post(who, mention, **more), text, at)), flush=True)


class Beside:
    """Such a process, from the outside."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.servers: list[list[str]] = json.loads(self._line())

    def ask(self, who: str, text: str, parent: str = "") -> None:
        """Have something posted; what came of it can be read later."""
        assert self._process.stdin is not None
        print(json.dumps((who, text, parent)), file=self._process.stdin, flush=True)

    def read(self) -> tuple[str, str, float]:
        """Return the next post: its id, its text, and the moment before it."""
        id, text, at = json.loads(self._line())
        return id, text, at

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def accounts(self) -> list[tuple[Account, str]]:
        """Return our accounts there, with their secrets."""
        found = []
        for url, token, remote_id, handle in self.servers:
            server, id = url.removeprefix("http://"), derived_id(UUID(int=9), url)
            account = Account(id, "mastodon", server, remote_id, f"@{handle}", handle, options={"url": url})
            found.append((account, token))
        return found


@contextmanager
def beside(count: int) -> Iterator[Beside]:
    """Start practice servers, and end them."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.network_beside", str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield Beside(process)


if __name__ == "__main__":
    main(int(sys.argv[1]))
