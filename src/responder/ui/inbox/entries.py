"""What the sidebar holds: folders with their counters, channels with their health, monitors, places, tags, and the other pages."""

from dataclasses import dataclass, replace

from responder.core.accounts import Account
from responder.core.questions import ChannelHealth, Counters, Folder, InboxQuery
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.inbox.places import DRAFTS, ICONS, OUTBOX, Place
from responder.ui.monitor_words import FIELD_ICONS, field_words, terms_words
from responder.ui.phrases import ago, counted, one_line
from responder.ui.words import tr

TAGS_SHOWN = 8
PLACES_SHOWN = 8
ALWAYS = tuple(folder for folder in Folder if folder not in (Folder.SPAM, Folder.LISTENING))
QUIET = (Folder.RESOLVED, Folder.ALL)
"""Folders whose number says nothing: they only grow."""


@dataclass(frozen=True)
class Entry:
    """One row of the sidebar. `go` is a page's name, `place` a list; a head has neither."""

    key: str
    title: str
    icon: str = ""
    code: str = ""
    count: str = ""
    urgent: bool = False
    alarm: str = ""
    tip: str = ""
    place: Place | None = None
    go: str = ""

    @property
    def head(self) -> bool:
        """Say whether it is a title above others."""
        return self.place is None and not self.go

    @property
    def spoken(self) -> str:
        """Return what a screen reader says."""
        parts = [self.title, self.count, self.tip if self.alarm else ""]
        return ", ".join(part for part in parts if part)


def folders(console: Console, counters: Counters) -> list[Entry]:
    """Return the folders, with the outbox and the drafts while they hold something."""
    member = console.desk.member.id
    entries = []
    for folder in ALWAYS:
        count = 0 if folder in QUIET else counters.folders.get(folder, 0)
        place = Place(InboxQuery(folder, member=member))
        urgent = folder is Folder.ESCALATED and count > 0
        entries.append(
            Entry(folder.value, place.title, ICONS[folder], count=counted(count), urgent=urgent, place=place)
        )
        if folder is Folder.APPROVAL:
            entries.extend(_on_the_way(member, counters))
    if counters.folders.get(Folder.SPAM, 0):
        place = Place(InboxQuery(Folder.SPAM, member=member))
        number = counted(counters.folders[Folder.SPAM])
        entries.append(Entry(Folder.SPAM.value, place.title, ICONS[Folder.SPAM], count=number, place=place))
    return entries


def _on_the_way(member: str, counters: Counters) -> list[Entry]:
    query = InboxQuery(Folder.ALL, member=member)
    entries = []
    if counters.drafts:
        place = Place(query, DRAFTS)
        entries.append(Entry(DRAFTS, place.title, "file-pen", count=counted(counters.drafts), place=place))
    if counters.outbox:
        place, urgent = Place(query, OUTBOX), counters.stuck > 0
        number = counted(counters.outbox)
        entries.append(Entry(OUTBOX, place.title, "send", count=number, urgent=urgent, place=place))
    return entries


def channels(console: Console, counters: Counters) -> list[Entry]:
    """Return the accounts with what waits in each and what is wrong with it."""
    accounts = console.views.accounts()
    if not accounts:
        return []
    health = {h.account: h for h in console.views.health()}
    entries = [Entry("channels", tr("Channels"))]
    for account in accounts:
        query = InboxQuery(Folder.NEEDS_REPLY, member=console.desk.member.id, account=account.id)
        manifest = console.networks.get(account.network)
        entry = Entry(
            f"account/{account.id}", channel_name(console, account, accounts),
            code=manifest.code if manifest else account.network[:2].title(),
            count=counted(counters.accounts.get(account.id, 0)), tip=account.handle, place=Place(query),
        )  # fmt: skip
        entries.append(_with_health(entry, health.get(account.id), console.clock.now()))
    return entries


def _with_health(entry: Entry, health: ChannelHealth | None, now: int) -> Entry:
    if health is None or health.state in ("live", "polling", "off"):
        return entry
    since = "" if health.last_success is None else tr("Last read {ago}", ago=ago(health.last_success, now))
    alarm = (
        "triangle-alert"
        if health.state == "sign-in"
        else "pause"
        if health.state == "paused"
        else "cloud-off"
    )
    words = below(health.problem) or {"paused": tr("Paused"), "sign-in": tr("Sign in again")}.get(
        health.state, tr("Not reached")
    )
    return replace(entry, alarm=alarm, tip=". ".join(part for part in (words, since) if part))


def channel_name(console: Console, account: Account, accounts: list[Account]) -> str:
    """Return the network's name, with the account's where there are several on it."""
    manifest = console.networks.get(account.network)
    name = manifest.name if manifest else account.network
    several = sum(1 for other in accounts if other.network == account.network) > 1
    return f"{name} · {account.handle or account.name}" if several else name


def tags(console: Console, counters: Counters) -> list[Entry]:
    """Return the tags most used, with how many of each wait for a reply."""
    known = console.views.tags()[:TAGS_SHOWN]
    if not known:
        return []
    entries = [Entry("tags", tr("Tags"))]
    for tag, _uses in known:
        query = InboxQuery(Folder.NEEDS_REPLY, member=console.desk.member.id, tag=tag)
        number = counted(counters.tags.get(tag, 0))
        entries.append(Entry(f"tag/{tag}", tag, "tag", count=number, place=Place(query)))
    return entries


def monitors(console: Console, counters: Counters) -> list[Entry]:
    """Return the monitors, with how many open conversations each has found."""
    known = console.views.heard.monitors()
    if not known:
        return []
    entries = [Entry("monitor", tr("Monitors"))]
    for monitor in known:
        query = InboxQuery(Folder.LISTENING, member=console.desk.member.id, monitor=monitor.id)
        tip = f"{field_words(monitor.field)} · {terms_words(monitor)}"
        number = counted(counters.monitors.get(monitor.id, 0))
        entries.append(
            Entry(f"monitor/{monitor.id}", monitor.name, FIELD_ICONS[monitor.field], count=number,
                  place=Place(query, name=monitor.name), alarm="pause" if monitor.paused else "",
                  tip=tr("Paused") if monitor.paused else tip)
        )  # fmt: skip
    return entries


def places(console: Console, counters: Counters) -> list[Entry]:
    """Return the places that most is said of, with how many wait for a reply at each."""
    known = console.views.places.known(PLACES_SHOWN)
    if not known:
        return []
    entries = [Entry("place", tr("Places"))]
    for key, there in sorted(known.items(), key=lambda one: (one[1].name.casefold(), one[0])):
        query = InboxQuery(Folder.NEEDS_REPLY, member=console.desk.member.id, place=key)
        number = counted(counters.places.get(key, 0))
        name, address = one_line(there.name), one_line(there.address)
        entries.append(Entry(f"place/{key}", name, "map-pin", count=number, tip=address, place=Place(query)))
    return entries


def pages(*, placed: bool) -> list[Entry]:
    """Return the pages beside the inbox; that of places only for who has some."""
    return [
        Entry("monitors", tr("Monitors"), "radar", go="monitors"),
        *([Entry("places", tr("Places"), "map-pin", go="places")] if placed else []),
        Entry("templates", tr("Templates"), "notebook-text", go="templates"),
        Entry("health", tr("Channels"), "activity", go="health"),
        Entry("settings", tr("Settings"), "settings", go="settings"),
    ]
