"""`responder monitor add|list|pause|resume|remove|report`: standing searches, and what they heard."""

from argparse import Namespace

from msgspec.structs import replace

from responder.actions import monitors
from responder.app import printing
from responder.app.networks import Networks
from responder.app.session import Session, opened
from responder.core.clock import to_iso
from responder.core.heard import MonitorReport, Trial
from responder.core.ids import new_id
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.ingest.listening import tasks

KINDS = {
    "word": TermKind.KEYWORD, "hashtag": TermKind.HASHTAG, "account": TermKind.ACCOUNT, "feed": TermKind.FEED,
    "place": TermKind.PLACE,
}  # fmt: skip
"""The option for each kind of term."""


def add(options: Namespace) -> int:
    """Make a monitor, or change the one of that name; with --dry-run say what it would have found."""
    with opened(options) as session:
        known = next((one for one in session.views.heard.monitors() if one.name == options.name), None)
        monitor = monitors.tidy(_asked(options, known))
        if options.dry_run:
            wrong = monitors.problems(monitor)
            if wrong:
                raise wrong[0]
            _tell_trial(options, session.views.heard.trial(monitor))
            return 0
        monitors.save(session.desk(), monitor).result()
        if options.json:
            printing.as_json(_shape(session, monitor))
        else:
            print(f"{'Changed' if known else 'Made'} {monitor.name}. {_when(session, monitor)}")
    return 0


def _when(session: Session, monitor: Monitor) -> str:
    """Say when it is looked for, or that nothing here can."""
    manifests = Networks().manifests()
    looking = (account for account in session.views.accounts() if account.network in manifests)
    if any(tasks([monitor], one, frozenset(manifests[one.network].listens)) for one in looking):
        return "It is looked for with the next sync."
    if monitor.paused:
        return "It is paused: nothing is looked for."
    return "No connected account can look for it: `responder account add` another, such as mastodon or feeds."


def show(options: Namespace) -> int:
    """List the monitors."""
    with opened(options) as session:
        found = session.views.heard.monitors()
        if options.json:
            printing.as_json([_shape(session, one) for one in found])
            return 0
        open_ones = session.views.counters(session.desk().member.id).monitors
        printing.table(
            (one.field, one.name, f"{open_ones.get(one.id, 0)} open", "paused" if one.paused else "",
             printing.one_line(", ".join(term.text for term in one.terms)))
            for one in found
        )  # fmt: skip
    return 0


def pause(options: Namespace) -> int:
    """Stop looking for a monitor's terms, or go on."""
    with opened(options) as session:
        monitor = session.monitor(options.monitor)
        monitors.pause(session.desk(), monitor.id, not options.resume).result()
        if options.json:
            printing.as_json(_shape(session, replace(monitor, paused=not options.resume)))
    return 0


def remove(options: Namespace) -> int:
    """Put a monitor away; what it found stays."""
    with opened(options) as session:
        monitor = session.monitor(options.monitor)
        monitors.remove(session.desk(), monitor.id).result()
    print(f"Removed {monitor.name}; what it found stays.")
    return 0


def report(options: Namespace) -> int:
    """Say how much each monitor heard, whose voice was loudest, and who said most."""
    with opened(options) as session:
        heard = session.views.heard
        wanted = [session.monitor(options.monitor)] if options.monitor else heard.monitors()
        reports = [(one, heard.report(one, options.days)) for one in wanted]
        voice = heard.voice(options.days)
        if options.json:
            days = [to_iso(at) for at in heard.bounds(options.days)[:-1]]
            printing.as_json({
                "days": days, "monitors": [_reported(*one) for one in reports],
                "share_of_voice": {"share": voice.share, "company": list(voice.company),
                                   "competition": list(voice.competition)},
            })  # fmt: skip
            return 0
        for monitor, found in reports:
            loudest = ", ".join(f"{one.name} ({one.hits})" for one in found.authors[:3])
            print(f"{monitor.name}: {found.total} in {options.days} days. {loudest}".rstrip())
        if voice.share is not None:
            us, them = sum(voice.company), sum(voice.competition)
            print(f"Share of voice: {voice.share:.0%}, {us} to {them}")
    return 0


def _asked(options: Namespace, known: Monitor | None) -> Monitor:
    terms = tuple(Term(kind, text) for name, kind in KINDS.items() for text in getattr(options, name))
    return Monitor(
        known.id if known else new_id(), options.name, Field(options.field), terms, tuple(options.network),
        tuple(options.exclude), tuple(options.language), options.approval, known.paused if known else False,
    )  # fmt: skip


def _tell_trial(options: Namespace, found: Trial) -> None:
    if options.json:
        printing.as_json(
            {"found": found.found, "more": found.more, "samples": [one.text for one in found.samples]}
        )
        return
    print(f"{'At least ' if found.more else ''}{found.found} found in what is here already")
    for one in found.samples:
        print(f"    {printing.one_line(one.text)}")


def _shape(session: Session, monitor: Monitor) -> printing.Shape:
    deaf = [
        {"account": account.handle, "term": one.term, "problem": one.problem}
        for account in session.views.accounts()
        for one in session.views.heard.deaf(account.id)
        if one.monitor == monitor.id
    ]
    open_ones = session.views.counters(session.desk().member.id).monitors
    return {
        "id": str(monitor.id), "name": monitor.name, "field": monitor.field,
        "terms": [{"kind": term.kind, "text": term.text} for term in monitor.terms],
        "networks": list(monitor.networks), "exclude": list(monitor.exclude), "languages": list(monitor.languages),
        "approval": monitor.approval, "paused": monitor.paused, "open": open_ones.get(monitor.id, 0), "deaf": deaf,
    }  # fmt: skip


def _reported(monitor: Monitor, found: MonitorReport) -> printing.Shape:
    authors = [
        {"name": one.name, "handle": one.handle, "network": one.network, "hits": one.hits,
         "followers": one.followers, "last_at": printing.time(one.last_at)}
        for one in found.authors
    ]  # fmt: skip
    return {
        "id": str(monitor.id), "name": monitor.name, "field": monitor.field, "total": found.total,
        "volume": list(found.volume), "authors": authors,
    }  # fmt: skip
