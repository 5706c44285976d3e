"""What may be typed after `responder`."""

import argparse
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from responder.core.events import Mood
from responder.core.messages import Kind, Visibility
from responder.core.monitors import Field as Watched
from responder.core.questions import Folder, Sort

EPILOG = """\
With no command the window opens. Every command works beside an open window, except sync, rebuild and
restore, which need the workspace for themselves.

exit codes: 0 done · 1 it failed, stderr says why · 2 the command was typed wrong · 3 what was named is not
there · 4 another Responder is running on this workspace · 70 a bug
"""

Add = Callable[[str, str, str], argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """Return the whole grammar. `run` names the function that does it, imported only then."""
    top = argparse.ArgumentParser(
        prog="responder",
        description="One triage inbox where a small team answers its customers on every network it is on.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"responder {version('responder')}")
    top.set_defaults(run="window:window", workspace=None, verbose=False, json=False)
    _common(top)
    group = top.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        made.set_defaults(run=run)
        return _common(made)

    for part in (_start, _accounts, _monitors, _reading, _deciding, _sending, _keeping):
        part(add)
    return top


def _common(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    given = argparse.SUPPRESS  # so that the word counts before the command and after it
    command.add_argument(
        "--workspace", type=Path, metavar="PATH", default=given, help="the folder to work in"
    )
    command.add_argument("--verbose", action="store_true", default=given, help="say more, with tracebacks")
    return command


def _json(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--json", action="store_true", help="print JSON for scripts")
    return command


def _start(add: Add) -> None:
    demo = add(
        "demo", "demo:demo", "try it: a fresh workspace in a temporary folder, on the practice network"
    )
    demo.add_argument("--scenario", help="quiet-day, launch (the window's) or outage-storm (the tour's)")
    demo.add_argument(
        "--offscreen", action="store_true", help="give the guided tour even when there is a display"
    )
    demo.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the tour puts its screenshots")
    sync = _json(add("sync", "sync:sync", "receive and send what is due"))
    sync.add_argument("--once", action="store_true", help="stop after one round (without it: until Ctrl+C)")
    doctor = _json(add("doctor", "doctor:doctor", "say what is wrong here and how to mend it"))
    doctor.add_argument(
        "--copy-to", type=Path, metavar="FOLDER", help="copy the database's files as they are, even damaged"
    )
    doctor.add_argument("--offline", action="store_true", help="do not ask the networks")


def _accounts(add: Add) -> None:
    account = add("account", "accounts:help", "connect, list and remove accounts")
    group = account.add_subparsers(title="commands", metavar="add|list|count|remove", required=True)
    connect = group.add_parser(
        "add",
        help="connect an account; what is secret is asked for, or read from standard input a line each",
        description="Connect an account. What is secret is asked for, or read from standard input, a line each. "
        "Where a network asks in the browser, its address is printed; a browser on another machine cannot come "
        "back here: then type, or pipe in, the address it ends at, the code in it, or an access token you have.",
    )
    connect.add_argument("network", help="its id, for example mastodon or wordpress")
    connect.add_argument(
        "given", nargs="*", metavar="NAME=VALUE", help="what the network's form asks, for example server=…"
    )
    connect.add_argument("--choose", dest="choice", metavar="KEY",
                         help="which of several accounts, Pages or places that the sign-in finds")  # fmt: skip
    connect.add_argument("--secrets-in-file", action="store_true",
                         help="keep credentials in a file of this workspace, from now on, in place of the keyring")  # fmt: skip
    _common(connect).set_defaults(run="accounts:add")
    listing = _json(group.add_parser("list", help="list accounts", description="List accounts."))
    _common(listing).set_defaults(run="accounts:show")
    count = _json(group.add_parser("count", help="count what the network has against what is here",
                  description="Read the recent past anew, take in what was missing, fill gaps, and say how the two compare."))  # fmt: skip
    count.add_argument("account", help="its handle or id")
    _common(count).set_defaults(run="accounts:count")
    remove = group.add_parser("remove", help="stop reading an account and forget its secret",
                              description="Stop reading an account and forget its secret; its history stays.")  # fmt: skip
    remove.add_argument("account", help="its handle or id")
    _common(remove).set_defaults(run="accounts:remove")


def _monitors(add: Add) -> None:
    monitor = add("monitor", "monitors:show", "listen for what is said about you and around you")
    group = monitor.add_subparsers(
        title="commands", metavar="add|list|pause|resume|remove|report", required=True
    )

    def part(name: str, run: str, text: str) -> argparse.ArgumentParser:
        made = _json(group.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}."))
        _common(made).set_defaults(run=run)
        return made

    new = part("add", "monitors:add", "make a monitor, or change the one of that name")
    new.add_argument("name")
    new.add_argument(
        "--field", choices=_choices(Watched), default=str(Watched.COMPANY), help="what it watches"
    )
    for name, text in (("word", "a word or phrase"), ("hashtag", "a hashtag"), ("account", "an account"),
                       ("feed", "the address of a feed"), ("place", "the network's id of a place")):  # fmt: skip
        new.add_argument(f"--{name}", action="append", default=[], help=f"look for {text}; may be repeated")
    new.add_argument("--network", action="append", default=[], help="only there; may be repeated")
    new.add_argument(
        "--exclude", action="append", default=[], metavar="WORD", help="not with this word; may be repeated"
    )
    new.add_argument("--language", action="append", default=[], help="only in this language; may be repeated")
    new.add_argument("--approval", action="store_true", help="an answer to what it finds needs approval")
    new.add_argument("--dry-run", action="store_true", help="keep nothing; say what it would have found here")
    part("list", "monitors:show", "list monitors")
    for name, text in (("pause", "stop looking for a while"), ("resume", "look again")):
        made = part(name, "monitors:pause", text)
        made.set_defaults(resume=name == "resume")
        made.add_argument("monitor", help="its name or id")
    part("remove", "monitors:remove", "put a monitor away; what it found stays").add_argument(
        "monitor", help="its name or id"
    )
    told = part("report", "monitors:report", "volume, share of voice and top authors")
    told.add_argument("monitor", nargs="?", help="its name or id (default: all)")
    told.add_argument("--days", type=_count, default=30, help="how many days, today the last (default: 30)")


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,7}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError("it is a number from 1 to 9999999")
    return int(text)


def _choices(kind: type[Folder | Sort | Kind | Mood | Visibility | Watched]) -> list[str]:
    return [str(one) for one in kind]


def _reading(add: Add) -> None:
    inbox = _json(add("inbox", "reading:inbox", "list conversations"))
    inbox.add_argument(
        "--folder", choices=_choices(Folder), default=str(Folder.NEEDS_REPLY), help="default: needs-reply"
    )
    inbox.add_argument("--sort", choices=_choices(Sort), default=str(Sort.DUE), help="default: due")
    for name in ("account", "network", "tag", "place", "monitor", "assignee", "language", "text"):
        inbox.add_argument(f"--{name}", default="" if name == "text" else None)
    inbox.add_argument("--priority", type=int, choices=range(4), help="0 low … 3 urgent")
    inbox.add_argument("--kind", choices=_choices(Kind))
    inbox.add_argument("--mood", choices=_choices(Mood))
    inbox.add_argument("--limit", type=_count, default=50, help="how many (default: 50)")
    inbox.add_argument("--after", help="the key that the page before ended with")
    show = _json(add("show", "reading:show", "print a conversation"))
    show.add_argument("conversation", help="its number or id")
    places = _json(add("places", "reading:places", "say how each of your places is reviewed and answered"))
    places.add_argument("--days", type=_count, help="only reviews of the last days (default: all)")
    search = _json(add("search", "reading:search", "find messages"))
    search.add_argument("words", nargs="+", help="words, or beginnings of words")
    search.add_argument("--limit", type=_count, default=50, help="how many (default: 50)")


def _deciding(add: Add) -> None:
    def command(name: str, run: str, text: str) -> argparse.ArgumentParser:
        made = _json(add(name, run, text))
        made.add_argument("conversation", help="its number or id")
        made.add_argument("--as", dest="member", metavar="MEMBER", help="who acts (default: you)")
        return made

    tag = command("tag", "deciding:tag", "put tags on a conversation, or take them off")
    tag.add_argument("tags", nargs="+", metavar="TAG")
    tag.add_argument("--remove", action="store_true", help="take them off")
    escalate = command("escalate", "deciding:escalate", "flag a conversation for somebody who must look")
    escalate.add_argument(
        "level",
        type=int,
        choices=(0, 1, 2, 3),
        help="1 watch, 2 a lead, 3 the owner now; 0 takes the flag off",
    )
    escalate.add_argument("reason", nargs="?", default="", help="why")
    escalate.add_argument("--person", help="the member who must acknowledge it")
    assign = command("assign", "deciding:assign", "say who is responsible")
    assign.add_argument("assignee", help="a member's id, or - for nobody")
    note = command("note", "deciding:note", "write a note for the team")
    note.add_argument("text")
    snooze = command("snooze", "deciding:snooze", "put a conversation away")
    snooze.add_argument(
        "until",
        nargs="?",
        help="a time (2026-05-04T09:00Z), or 90m, 4h, 2d; without: until the customer writes",
    )
    command("resolve", "deciding:resolve", "a conversation is done")
    command("reopen", "deciding:reopen", "a conversation is not done after all")


def _sending(add: Add) -> None:
    reply = _json(
        add(
            "reply",
            "sending:reply",
            "answer a conversation; it goes out with the next sync, or through the window",
        )
    )
    reply.add_argument("conversation", help="its number or id")
    reply.add_argument("text", nargs="?", help="the answer; without it, standard input is read")
    reply.add_argument("--template", metavar="CODE", help="use a saved reply in place of a text")
    reply.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="fill a blank of the template"
    )
    reply.add_argument("--language", help="the template's language (default: the customer's)")
    reply.add_argument("--visibility", choices=_choices(Visibility), help="default: as the customer wrote")
    reply.add_argument("--resolve", action="store_true", help="the conversation is done with it")
    reply.add_argument("--as", dest="member", metavar="MEMBER", help="who answers (default: you)")


def _keeping(add: Add) -> None:
    add("rebuild", "keeping:rebuild", "make everything on screen again from the log")
    backup = add("backup", "keeping:backup", "copy the database, verified, while it is in use")
    backup.add_argument("target", type=Path, help="the file to write")
    restore = add(
        "restore", "keeping:restore", "put a backup in the database's place; the one before is kept beside it"
    )
    restore.add_argument("source", type=Path, help="the backup")
    export = add("export", "keeping:export", "write every conversation as JSON, one a line")
    export.add_argument("target", type=Path, help="the file to write, or - for standard output")
