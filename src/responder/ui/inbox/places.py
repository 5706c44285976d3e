"""What the list can show: a folder with filters, the outbox, the drafts, what a search found."""

from dataclasses import dataclass, field
from uuid import UUID

from responder.core.conversations import Conversation
from responder.core.questions import Folder, InboxQuery, matches
from responder.ui.words import mark, tr
from responder.views.views import Views

OUTBOX = "outbox"
DRAFTS = "drafts"
SEARCH = "search"

TITLES = {
    Folder.NEEDS_REPLY: mark("Needs reply", context="folder"),
    Folder.MINE: mark("Mine", context="folder"),
    Folder.UNASSIGNED: mark("Unassigned", context="folder"),
    Folder.NEGATIVE: mark("Negative", context="folder"),
    Folder.ESCALATED: mark("Escalated", context="folder"),
    Folder.SNOOZED: mark("Snoozed", context="folder"),
    Folder.APPROVAL: mark("Waiting for approval", context="folder"),
    Folder.RESOLVED: mark("Done", context="folder"),
    Folder.ALL: mark("All", context="folder"),
    Folder.SPAM: mark("Spam", context="folder"),
    Folder.LISTENING: mark("Listening", context="folder"),
}
ICONS = {
    Folder.NEEDS_REPLY: "inbox",
    Folder.MINE: "user",
    Folder.UNASSIGNED: "user-x",
    Folder.NEGATIVE: "frown",
    Folder.ESCALATED: "flag",
    Folder.SNOOZED: "clock",
    Folder.APPROVAL: "stamp",
    Folder.RESOLVED: "circle-check",
    Folder.ALL: "layers",
    Folder.SPAM: "ban",
    Folder.LISTENING: "ear",
}


@dataclass(frozen=True)
class Place:
    """One list. `kind` is "" for a folder, else outbox, drafts or search; `found` are a search's conversations."""

    query: InboxQuery
    kind: str = ""
    found: tuple[UUID, ...] = ()
    words: str = ""
    name: str = field(default="", compare=False)
    """The monitor's, where the query asks for one."""

    @property
    def title(self) -> str:
        """Return its name on screen."""
        if self.kind == OUTBOX:
            return tr("Outbox")
        if self.kind == DRAFTS:
            return tr("Drafts")
        if self.kind == SEARCH:
            return tr("“{words}”", words=self.words)
        if self.query.monitor is not None and self.name:
            return self.name
        return tr(TITLES[self.query.folder], context="folder")


def ids_of(views: Views, place: Place, after: str | None, limit: int) -> tuple[list[int], str | None]:
    """Return the next rows of a place, as integers, and where to go on."""
    if place.kind == "":
        return views.ids(place.query, after, limit)
    if place.kind == OUTBOX:
        wanted = [reply.conversation for reply in views.outbox()]
    elif place.kind == DRAFTS:
        wanted = [draft.conversation for draft in views.drafts()]
    else:
        wanted = list(place.found)
    keys = (views.row_id(conversation) for conversation in dict.fromkeys(wanted))
    return [key for key in keys if key is not None], None


def fits(row: Conversation, query: InboxQuery) -> bool:
    """Say whether a conversation belongs in the list that the query asks for (its text filter aside)."""
    wanted = (
        (query.account, row.account),
        (query.network, row.network),
        (query.assignee, row.assignee),
        (query.priority, row.priority),
        (query.kind, row.kind),
        (query.mood, row.mood),
        (query.language, row.language),
        (query.place, row.place),
    )
    narrowed = all(want is None or want == has for want, has in wanted)
    labelled = query.tag in (None, *row.tags) and query.monitor in (None, *row.monitors)
    return narrowed and labelled and matches(row, query.folder, query.member)
