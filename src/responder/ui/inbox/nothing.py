"""Why a list is empty, and what to do about it."""

from responder.core.questions import Folder, InboxQuery
from responder.ui.console import Console
from responder.ui.empty import EmptyState, Offer
from responder.ui.inbox.chips import FilterBar
from responder.ui.inbox.places import DRAFTS, OUTBOX, SEARCH, Place
from responder.ui.phrases import time_of_day
from responder.ui.words import tr


def tell_nothing(state: EmptyState, console: Console, place: Place, filters: FilterBar) -> None:
    """Say why there is nothing in this list."""
    if not console.views.accounts():
        _no_account(state, console)
    elif place.kind == SEARCH:
        text = tr("Looked in every message of {n} channels.", n=len(console.views.accounts()))
        state.tell("search-x", tr("No message says “{words}”", words=place.words), text)
    elif filters.narrowed:
        offer = Offer(tr("Clear the filters"), filters.clear, "x")
        state.tell("sliders-horizontal", tr("Nothing matches these filters"), "", (offer,))
    elif place.kind in (OUTBOX, DRAFTS):
        title = tr("The outbox is empty") if place.kind == OUTBOX else tr("No draft is waiting")
        state.tell("send" if place.kind == OUTBOX else "file-pen", title, "")
    else:
        _folder(state, console, place.query.folder)


def _no_account(state: EmptyState, console: Console) -> None:
    offers = (
        Offer(tr("Connect an account"), lambda: console.stage.go("setup"), primary=True),
        Offer(tr("Practise"), lambda: console.stage.go("setup/practice"), "play"),
    )
    text = tr("Connect one, or let make-believe customers write to you.")
    state.tell("plug-zap", tr("No account is connected"), text, offers)


def _folder(state: EmptyState, console: Console, folder: Folder) -> None:
    match folder:
        case Folder.NEEDS_REPLY:
            state.tell("circle-check", tr("Nobody is waiting"), _what_comes_next(console), tone="ok")
        case Folder.MINE:
            state.tell("user", tr("Nothing is yours"), tr("I takes a conversation, A gives it to somebody."))
        case Folder.UNASSIGNED:
            state.tell("user-check", tr("Everything belongs to somebody"), "", tone="ok")
        case Folder.NEGATIVE:
            state.tell("smile", tr("No negative conversation is open"), "", tone="ok")
        case Folder.ESCALATED:
            state.tell("flag", tr("Nothing is escalated"), tr("F flags a conversation for the next level."))
        case Folder.SNOOZED:
            state.tell("clock", tr("Nothing is snoozed"), tr("B puts a conversation away until later."))
        case Folder.APPROVAL:
            state.tell("stamp", tr("No reply waits for approval"), "")
        case Folder.RESOLVED:
            state.tell("circle-check", tr("Nothing is done yet"), tr("E finishes a conversation."))
        case Folder.SPAM:
            state.tell("ban", tr("No spam"), "")
        case Folder.LISTENING:
            text = tr("What this monitor finds on the networks will appear here.")
            state.tell("ear", tr("Nothing new was heard"), text)
        case Folder.ALL:
            text = tr("What customers write will appear here as it comes.")
            state.tell("inbox", tr("No conversation yet"), text)


def _what_comes_next(console: Console) -> str:
    snoozed = console.views.page(InboxQuery(Folder.SNOOZED, member=console.desk.member.id), limit=50).rows
    times = [row.snoozed_until for row in snoozed if row.snoozed_until is not None]
    if not times:
        return tr("Every customer has an answer.")
    return tr("The next snoozed one comes back at {time}.", time=time_of_day(min(times)))
