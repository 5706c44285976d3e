"""`responder inbox`, `show`, `places` and `search`: what the window shows, for scripts."""

from argparse import Namespace

from responder.app import printing
from responder.app.session import Session, opened
from responder.core.errors import NotFound
from responder.core.events import Mood
from responder.core.messages import Kind, Visibility
from responder.core.questions import Folder, InboxQuery, MessageView, Sort


def inbox(options: Namespace) -> int:
    """List the conversations of a folder."""
    with opened(options) as session:
        page = session.views.page(_query(options, session), after=options.after, limit=options.limit)
        numbers = [session.views.row_id(row.id) for row in page.rows]
        if options.json:
            rows = [
                printing.conversation(row, number) for row, number in zip(page.rows, numbers, strict=True)
            ]
            printing.as_json({"conversations": rows, "after": page.after})
            return 0
        now = session.clock.now()
        printing.table(
            (str(number), printing.age(row.waiting_since, now), row.network, row.status, f"!{row.level}" if row.level else "",
             row.assignee or "-", printing.one_line(row.name or row.handle, 24), printing.one_line(row.snippet))
            for row, number in zip(page.rows, numbers, strict=True)
        )  # fmt: skip
    return 0


def _query(options: Namespace, session: Session) -> InboxQuery:
    return InboxQuery(
        folder=Folder(options.folder),
        sort=Sort(options.sort),
        member=session.desk().member.id,
        account=session.account(options.account).id if options.account else None,
        network=options.network,
        tag=options.tag,
        place=options.place,
        monitor=session.monitor(options.monitor).id if options.monitor else None,
        assignee=options.assignee,
        priority=options.priority,
        kind=Kind(options.kind) if options.kind else None,
        mood=Mood(options.mood) if options.mood else None,
        language=options.language,
        text=options.text,
    )


def show(options: Namespace) -> int:
    """Print one conversation."""
    with opened(options) as session:
        row = session.conversation(options.conversation)
        found = session.views.thread(row.id)
        if found is None:
            raise NotFound(f"There is no conversation {options.conversation}")
        if options.json:
            printing.as_json(printing.thread(found, session.views.row_id(row.id)))
            return 0
        who = f"{row.name} {row.handle}".strip()
        print(f"{who} on {row.network}: {row.status}, {row.assignee or 'nobody'} is responsible")
        for view in found.messages:
            said = view.message
            who = f"{said.author.name} {said.author.handle}".strip()
            print(f"\n{printing.time(said.created_at)}  {who}{_marks(view)}")
            print(*(f"    {printing.one_line(line, 2000)}" for line in said.text.splitlines()), sep="\n")
        for reply in found.replies:
            print(
                f"\n{printing.time(reply.submitted_at)}  {reply.author}, {reply.state} {reply.error}".rstrip()
            )
            print(*(f"    {printing.one_line(line, 2000)}" for line in reply.text.splitlines()), sep="\n")
    return 0


def _audience(visibility: Visibility) -> str:
    return "private" if visibility is Visibility.DIRECT else f"for {visibility} only"


def _marks(view: MessageView) -> str:
    """Say what a reader must know of a message besides its words."""
    said = view.message
    marks = [_audience(said.visibility)] if said.visibility.private else []
    marks += [f"{said.rating:g} of 5"] if said.rating is not None else []
    marks += (
        [f"about {printing.one_line(said.place.name, 40)}"] if said.place and not said.author.ours else []
    )
    marks += ["edited"] if said.edited_at is not None else []
    marks += ["deleted there"] if view.deleted else []
    marks += [f"warning: {printing.one_line(said.spoiler)}"] if said.spoiler else []
    return f" ({', '.join(marks)})" if marks else ""


def places(options: Namespace) -> int:
    """Say for each place how it is reviewed, how much of it was answered, and how soon."""
    with opened(options) as session:
        reports = session.views.places.reports(options.days)
        if options.json:
            printing.as_json([printing.place(one) for one in reports])
            return 0
        printing.table(
            (one.key, f"{one.reviews} reviews", "-" if one.rating is None else f"{one.rating:.1f} of 5",
             "-" if one.share is None else f"{one.share:.0%} answered",
             printing.span(one.first_answer), printing.one_line(f"{one.place.name}, {one.place.address}".rstrip(", ")))
            for one in reports
        )  # fmt: skip
    return 0


def search(options: Namespace) -> int:
    """Find messages, the newest first."""
    with opened(options) as session:
        hits = session.views.search(" ".join(options.words), limit=options.limit)
        if options.json:
            printing.as_json([printing.hit(found) for found in hits])
            return 0
        printing.table(
            (str(session.views.row_id(found.conversation)), printing.time(found.at) or "",
             printing.one_line(found.name, 24), printing.one_line(printing.hit(found)["snippet"]))
            for found in hits
        )  # fmt: skip
    return 0
