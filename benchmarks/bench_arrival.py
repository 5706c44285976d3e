"""Goal 6: from an event on the network to a painted row, over the WebSocket of a practice server.

The server runs in a process of its own, and so does the limit: a listener that only decodes what the same stream
brings. What a row takes longer than that is ours: reading, writing, asking, painting. The list on screen is the one of
the account; each message goes to a conversation in it, on a million messages.
"""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

from benchmarks.desk import Painted, alone, furnish, on_screen, part, rested
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.network_beside import Beside, beside
from responder.app.life import Running
from responder.core.questions import Folder, InboxQuery
from responder.ui.inbox.pane import InboxPane
from responder.ui.inbox.places import Place

TURNS = 150
TALKS = 4


def run(path: Path, scale: float) -> list[Figure]:
    """Let messages arrive one after the other and return the figures."""
    turns = max(5, round(TURNS * min(1.0, scale)))
    found = alone("bench_arrival", path, turns)
    whole, bare, ours = ([took[place] for took in found] for place in range(3))
    worst, limit, own = percentile(whole, 0.95), percentile(bare, 0.95), percentile(ours, 0.95)
    return [
        Figure(
            6, "network event to painted row (p50 / p95)",
            f"{milliseconds(percentile(whole, 0.5))} / {milliseconds(worst)}",
            f"{milliseconds(percentile(bare, 0.5))} / {milliseconds(limit)}",
            f"{percentile(whole, 0.5) / percentile(bare, 0.5):.1f}× (p50)", "p95 ≤ 60 ms", worst <= 0.06,
        ),
        Figure(
            6, "the same without what a bare listener takes (p50 / p95)",
            f"{milliseconds(percentile(ours, 0.5))} / {milliseconds(own)}", "—", "—", "p95 ≤ 30 ms", own <= 0.03,
        ),
    ]  # fmt: skip


async def seen(desk: Running, network: Beside, account: UUID, turns: int) -> dict[str, float]:
    """Return when each text was painted."""
    inbox = desk.window.furniture.inbox
    inbox.show_place(Place(InboxQuery(Folder.ALL, member=desk.console.desk.member.id, account=account)))
    roots = []
    for talk in range(TALKS):
        network.ask(f"anna{talk}", f"talk {talk}")
        roots.append(network.read()[0])
    async with asyncio.timeout(30):
        while inbox.model.rowCount() + len(inbox.model.held) < TALKS:  # noqa: ASYNC110 # nothing tells us
            await asyncio.sleep(0.05)
    inbox.join()
    await asyncio.sleep(1)
    painted, found = Painted(inbox.view.viewport()), {}
    for turn in range(turns):
        text = f"number {turn}."
        network.ask(f"anna{turn % TALKS}", text, roots[turn % TALKS])
        while not _shown(inbox, text):
            await painted.again()
        found[text] = time.monotonic()
        await asyncio.sleep(0.15)
    return found


def _shown(inbox: InboxPane, text: str) -> bool:
    return any(text in inbox.model.face(number).text for number in range(inbox.model.rowCount()))


def measured(path: Path, turns: int) -> list[tuple[float, float, float]]:
    """Return for each message the seconds to its row, to the bare listener, and between the two."""
    with beside(1) as network:
        (account, token) = network.accounts()[0]
        furnish(path, [(account, token)])
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.listen_bare", network.servers[0][0], token],
            stdout=subprocess.PIPE, text=True,
        ) as listener:  # fmt: skip
            assert listener.stdout is not None
            listener.stdout.readline()
            painted = on_screen(path.parent, lambda desk: seen(desk, network, account.id, turns))
            posted = [network.read() for _ in range(turns)]
            lines = [json.loads(listener.stdout.readline()) for _ in range(TALKS + turns)]
            listener.terminate()
        part(path, account.id)
    heard = dict(lines)
    return [
        (painted[text] - at, heard[id] - at, painted[text] - heard[id]) for id, text, at in rested(posted)
    ]


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), int(sys.argv[2]))))
