"""The blocks that somebody wrote: messages, notes, earlier texts, and the post they stand under."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from responder.core import events as e
from responder.core.messages import Attachment, Message, Post, State, Visibility
from responder.core.questions import MessageView
from responder.ui.below import below
from responder.ui.phrases import mood_words, one_line, stars
from responder.ui.thread.around import Surroundings
from responder.ui.thread.blocks import Block, Button, Chip, File, Look, Notice
from responder.ui.thread.event_words import mood_icon
from responder.ui.words import tr, trn

WHOLE = 6000
"""Longer texts are cut, with the rest one click away: nothing from a stranger freezes the window."""

QUOTED = "\n[…]\n>"
"""Where a mail ends and what it quotes begins, as connectors write it."""

_WEB = ("https://", "http://")
_INNER = re.compile(r"[a-z][a-z0-9+.-]*:")

_MODERATION = (
    ("approve", (State.HELD, State.SPAM, State.TRASH), "check"),
    ("unhide", (State.HELD,), "eye"),
    ("hold", (State.SPAM, State.TRASH), "circle-pause"),
    ("spam", (State.HELD,), "ban"),
    ("trash", (State.HELD, State.SPAM), "trash-2"),
)


def blocks(view: MessageView, around: Surroundings, acts: dict[UUID, str]) -> Iterator[Block]:
    """Return the block of a message, and of its earlier texts when they are asked for."""
    message = view.message
    id = message.id  # derived at every call: asked once
    if around.open and f"earlier:{id}" in around.open:
        for number, text in enumerate(_earlier(view)):
            yield Block(
                f"earlier:{id}:{number}", Look.EARLIER, message.created_at, text,
                aside=tr("Earlier text"), time=around.times.clock(message.created_at),
            )  # fmt: skip
    text, cut = _bounded(message, id, around)
    who = _who(view, around)
    waiting = acts.get(id)
    yield Block(
        key=f"message:{id}", look=_look(message), at=message.created_at, text=text, subject=id,
        person=who[0], name=who[1], aside=who[2], time=around.times.clock(message.created_at),
        badge=privacy(message.visibility), state=_state(view, around), tags=view.tags,
        files=tuple(_file(attachment, message.account, around) for attachment in message.attachments),
        notices=(*cut, *_notices(view, id, around, waiting)),
        buttons=() if waiting or view.deleted else _moderation(message, around.verbs),
        struck=view.deleted, url=message.url or "", language=message.language or "",
    )  # fmt: skip


def note(event: e.Event, body: e.NoteAdded, around: Surroundings) -> Block:
    """Return the block of an internal note."""
    return Block(
        key=f"note:{body.note}", look=Look.NOTE, at=event.at, text=body.text, subject=body.note,
        person=around.names.full(event.actor), name=around.names.full(event.actor), time=around.times.clock(event.at),
        badge=Chip(tr("Internal note"), "lock", "note"),
    )  # fmt: skip


def post(about: Post, around: Surroundings, messages: Sequence[MessageView]) -> Block:
    """Return the block of the post that the comments stand under."""
    comments = sum(1 for view in messages if not view.message.author.ours)
    parts = [around.times.on(about.published_at)] if about.published_at else []
    parts.append(trn("{n} comment here", "{n} comments here", comments))
    link = tr("Open on {network}", network=around.network) if about.url else ""
    return Block(
        key=f"post:{about.remote_id}", look=Look.POST, at=about.published_at or 0,
        text=about.title or about.excerpt, name=tr("Our post"), aside=" · ".join(parts), icon="newspaper",
        buttons=(Button("open", link, "external-link"),) if link else (), url=about.url or "",
    )  # fmt: skip


def speaking_as(around: Surroundings) -> str:
    """Return the words that say under whose name a member speaks."""
    return tr("as {account}", account=around.account) if around.account else ""


def privacy(visibility: Visibility) -> Chip | None:
    """Return a mark for what not everybody can read."""
    match visibility:
        case Visibility.DIRECT:
            return Chip(tr("Private"), "lock")
        case Visibility.FOLLOWERS:
            return Chip(tr("Followers only"), "lock")
        case _:
            return None


def _look(message: Message) -> Look:
    if message.author.ours:
        return Look.OURS
    return Look.CUSTOMER if message.addressed else Look.OTHER


def _who(view: MessageView, around: Surroundings) -> tuple[str, str, str]:
    author = view.message.author
    if not author.ours:
        name, handle = one_line(author.name), one_line(author.handle)
        return name or handle, name or handle, handle if name else ""
    if view.member is not None:
        return around.names.full(view.member), around.names.full(view.member), speaking_as(around)
    name = author.name or author.handle or around.account
    return name, name, tr("written on {network}", network=around.network)


def _state(view: MessageView, around: Surroundings) -> Chip | None:
    if _turned_down(view.message):
        return Chip(tr("Not shown on {network}", network=around.network), "ban", "warn")
    match view.message.state:
        case State.HELD if "unhide" in around.verbs:
            return Chip(tr("Hidden"), "eye-off", "warn")
        case State.HELD:
            return Chip(tr("Held for moderation"), "circle-pause", "warn")
        case State.SPAM:
            return Chip(tr("Spam"), "ban", "warn")
        case State.TRASH:
            return Chip(tr("In the trash"), "trash-2", "warn")
    if view.message.author.ours:
        return None if view.deleted else Chip(tr("Delivered"), "check-check")
    if view.mood is None:
        return None
    tone = {e.Mood.NEGATIVE: "danger", e.Mood.NEUTRAL: "plain", e.Mood.POSITIVE: "ok"}[view.mood]
    return Chip(mood_words(view.mood), mood_icon(view.mood), tone)


def _bounded(message: Message, id: UUID, around: Surroundings) -> tuple[str, tuple[Notice, ...]]:
    text = message.text
    if f"whole:{id}" in around.open:
        return text, ()
    own, mark, _quoted = text.partition(QUOTED)
    if mark and len(own) <= WHOLE:
        return own.rstrip(), (Notice(tr("Show what it quotes"), "chevrons-down", "link", "whole"),)
    if len(text) <= WHOLE:
        return text, ()
    more = trn("Show {n} more character", "Show {n} more characters", len(text) - WHOLE)
    return text[:WHOLE] + "…", (Notice(more, "chevrons-down", "link", "whole"),)


def _notices(view: MessageView, id: UUID, around: Surroundings, waiting: str | None) -> Iterator[Notice]:
    message = view.message
    yield from _review(message)
    if message.spoiler and _turned_down(message):
        yield Notice(below(message.spoiler), "ban")
    elif message.spoiler:
        yield Notice(tr("Content warning: {warning}", warning=message.spoiler), "eye-off")
    if view.deleted:
        gone = tr("Deleted on the network") if message.author.ours else tr("Deleted by its author")
        yield Notice(gone, "trash-2")
    if _earlier(view):
        shown = f"earlier:{id}" in around.open
        label = tr("Edited. Hide the earlier text") if shown else tr("Edited. Show the earlier text")
        yield Notice(label, "history", "link", "earlier")
    elif message.edited_at is not None:
        yield Notice(tr("Edited at {time}", time=around.times.moment(message.edited_at)), "history")
    if waiting is not None:
        yield Notice(tr("Asked of the network, not confirmed yet"), "clock")


def _review(message: Message) -> Iterator[Notice]:
    """Yield what a review says beside its words: its stars, and which of our places it is about."""
    if message.rating is not None:
        yield Notice(stars(message.rating), "star")
    if message.place is not None and not message.author.ours:
        parts = (one_line(message.place.name), one_line(message.place.address))
        yield Notice(" · ".join(part for part in parts if part), "map-pin")


def _turned_down(message: Message) -> bool:
    """Say whether it is an answer of ours that its network does not show."""
    return message.author.ours and message.state.junk


def _earlier(view: MessageView) -> list[str]:
    """Return the earlier texts that say something else; a version may differ in its state only."""
    return [text for text in dict.fromkeys(view.earlier) if text != view.message.text]


def _moderation(message: Message, verbs: tuple[str, ...]) -> tuple[Button, ...]:
    if message.state is State.PUBLISHED:
        return ()
    labels = {
        "approve": tr("Approve"), "unhide": tr("Show it again"), "hold": tr("Hold"), "spam": tr("Spam"), "trash": tr("Trash"),
    }  # fmt: skip
    return tuple(
        Button(verb, labels[verb], icon)
        for verb, states, icon in _MODERATION
        if verb in verbs and message.state in states
    )


def picture_of(attachment: Attachment, *, fetches: bool = False) -> str:
    """Return the address of what can be shown of an attachment: a picture, or the still of a film; "" for neither.

    Where the connector `fetches`, that may be an address that only it understands.
    """
    if attachment.kind == "image":
        found = attachment.preview or attachment.url
    elif attachment.kind in ("video", "gifv"):
        found = attachment.preview or ""
    else:
        found = ""
    return found if found.startswith(_WEB) or (fetches and inner(found)) else ""


def inner(address: str) -> bool:
    """Say whether an address is one of a connector's own making, such as `mid:…`: nobody else can fetch what is there."""
    return bool(_INNER.match(address)) and not address.startswith(_WEB)


def as_whom(address: str, account: UUID) -> UUID | None:
    """Return the account as which a picture has to be fetched; None where anybody can."""
    return account if inner(address) else None


def _file(attachment: Attachment, account: UUID, around: Surroundings) -> File:
    kinds = {
        "image": tr("Picture"), "video": tr("Video"), "gifv": tr("Animation"), "audio": tr("Sound"),
    }  # fmt: skip
    kind = kinds.get(attachment.kind, tr("File"))
    label = tr("{kind}: {description}", kind=kind, description=attachment.description or "")
    name = label if attachment.description else kind
    picture = picture_of(attachment, fetches=around.fetches)
    saves = attachment.url if around.fetches and inner(attachment.url) else ""
    shown = around.look(picture, as_whom(picture, account)) if picture else None
    note = around.saving(saves, account) if saves else ""
    if shown is None:
        return File(name, attachment.url, picture, note, saves=saves)
    note = tr("Fetching the picture…") if shown.loading else note or shown.problem
    return File(name, attachment.url, picture, note, shown.image, saves)
