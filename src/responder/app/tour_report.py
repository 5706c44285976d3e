"""What the tour shows at its end: a table, and checks against what the practice network really holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from responder.app import printing
from responder.app.life import Running
from responder.app.tour import ENOUGH, Told, Tour
from responder.core.clock import SECOND
from responder.core.questions import Folder
from responder.core.replies import Reply, ReplyState
from responder.practice.mastodon import PracticeServer


@dataclass(frozen=True)
class Check:
    """Something that must be so."""

    text: str
    good: bool


async def checks(tour: Tour, told: Told, desk: Running, server: PracticeServer) -> list[Check]:
    """Compare what we say with what the network holds."""
    replies = [reply for id in told.answered if (reply := desk.store.rows().reply(id)) is not None]
    there = server.answers()
    arrived = await _all_arrived(tour, desk, server)
    signed = sum(text.count(f"— {_first(desk)}") for texts in there.values() for text in texts)
    row = desk.console.views.conversation(told.escalated) if told.escalated else None
    return [
        Check(f"at least {ENOUGH} live messages were gathered", told.live >= ENOUGH),
        Check("every message that the network delivered is in the inbox", arrived),
        Check("every answer is confirmed as sent", all(r.state is ReplyState.SENT for r in replies) and len(replies) == len(told.answered)),
        Check("the network holds each answer exactly once", all(_once(reply, there) for reply in replies)),
        Check("the network holds no other answer of ours", signed == len(replies)),
        Check("the line was cut and came back", told.cuts > 0 and told.streams_after_cut > 0),
        Check("nothing is left in the outbox", not desk.console.views.outbox()),
        Check("the escalated conversation is in its folder", row is not None and row.level == 3 and row.id in {r.id for r in tour.rows(Folder.ESCALATED)}),
        Check("pictures were taken of the window", len(told.pictures) >= 3),
    ]  # fmt: skip


def _first(desk: Running) -> str:
    return desk.console.desk.member.name.split()[0]


def _once(reply: Reply, there: dict[str, list[str]]) -> bool:
    same = [text for text in there.get(reply.in_reply_to, []) if _bare(text) == _bare(reply.text)]
    return len(same) == 1


def _bare(text: str) -> str:
    return " ".join(text.split())


async def _all_arrived(tour: Tour, desk: Running, server: PracticeServer) -> bool:
    wanted = server.incoming()
    account = desk.console.views.accounts()[0]

    def here() -> bool:
        return all(desk.store.root_of(account.network, account.server, remote_id) for remote_id in wanted)

    try:
        await tour.until(here, 20)
    except TimeoutError:
        return False
    return True


def table(told: Told, desk: Running, seconds: float) -> None:
    """Print what happened, for people."""
    views = desk.console.views
    counters = views.counters(desk.console.desk.member.id).folders
    rows = [
        ("live messages gathered", str(told.live)),
        ("conversations", str(counters.get(Folder.ALL, 0))),
        *((f"tagged {tag}", str(count)) for tag, count in sorted(told.tagged.items())),
        ("negative", str(counters.get(Folder.NEGATIVE, 0))),
        ("assigned to me", str(counters.get(Folder.MINE, 0))),
        ("escalated", str(counters.get(Folder.ESCALATED, 0))),
        ("answered with a template", str(len(told.answered))),
        ("held because the customer wrote meanwhile", str(told.held)),
        ("lines cut", str(told.cuts)),
        ("still need a reply", str(counters.get(Folder.NEEDS_REPLY, 0))),
        ("seconds", f"{seconds:.0f}"),
    ]
    printing.table(rows)
    print()
    printing.table(list(_answers(told, desk)))
    print()


def _answers(told: Told, desk: Running) -> Iterator[Sequence[str]]:
    yield ("customer", "state", "tries", "answer")
    for id in told.answered:
        reply = desk.store.rows().reply(id)
        row = desk.console.views.conversation(reply.conversation) if reply else None
        if reply is not None and row is not None:
            yield (
                printing.one_line(row.name, 24),
                str(reply.state),
                str(reply.attempts),
                printing.one_line(reply.text, 70),
            )


def verdict(found: Sequence[Check], say: Callable[[str], None]) -> int:
    """Say of each check whether it holds; 1 when one does not."""
    for check in found:
        say(f"{'ok  ' if check.good else 'BAD '} {check.text}")
    return int(not all(check.good for check in found))


def elapsed(since: int, now: int) -> float:
    """Return seconds."""
    return (now - since) / SECOND
