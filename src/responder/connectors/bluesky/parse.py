"""From what Bluesky answers to messages. Pure; a text of a stranger's is only ever text."""

from msgspec import structs

from responder.connectors.bluesky import embeds
from responder.connectors.bluesky.entities import Ours, Person, PostRecord, Said, View
from responder.connectors.bluesky.richtext import mentioned, written_out
from responder.core.clock import from_iso
from responder.core.messages import Author, Kind, Message, Post, Visibility
from responder.net.markup import one_line, tidy
from responder.net.payloads import web

NETWORK = "bluesky"
SERVER = "bsky.app"
"""Addresses are the same wherever an account lies: a message keeps its id when its author moves."""

EXCERPT = 300

_QUIET = ("!no-unauthenticated", "bot", "!no-promote")
"""Labels that say nothing about whether a text should be covered."""


def message(
    view: View, ours: Ours, root: str, post: Post | None, *, addressed: bool, kind: Kind | None = None
) -> Message:
    """Return a post as a message of the conversation under `root`."""
    mine = view.author.did == ours.did
    shut = view.viewer is not None and bool(view.viewer.replyDisabled)
    return Message(
        network=NETWORK,
        server=SERVER,
        account=ours.account,
        remote_id=view.uri,
        root=root,
        kind=kind or (Kind.MENTION if post is None else Kind.COMMENT),
        author=author(view.author, ours=mine),
        text=text(view.record),
        created_at=view.at,
        parent=view.parent,
        addressed=addressed and not mine,
        spoiler=spoiler(view),
        language=one_line((view.record.langs or [""])[0], 35) or None,
        url=link(view),
        mentions=others(view, ours),
        attachments=embeds.attachments(view.embed),
        post=post,
        no_reply=CLOSED if shut and not mine else "",
    )


CLOSED = "The author of this thread lets only some people answer it, and you are not among them."


def placed(one: Message, root: str, about: Post | None) -> Message:
    """Return a message as part of another conversation."""
    return structs.replace(one, root=root, post=about)


def text(record: PostRecord) -> str:
    """Return what a reader would see, links written out: a shortened label cannot hide where one leads."""
    return tidy(written_out(record.text, record.facets))


def author(person: Person, *, ours: bool) -> Author:
    """Return who wrote it. People are told apart by DID: a handle can change, or read `handle.invalid`."""
    handle = one_line(person.handle or "") or person.did
    return Author(
        remote_id=person.did,
        handle=handle,
        name=one_line(tidy(person.displayName or "", limit=200)) or handle,
        url=f"https://bsky.app/profile/{person.did}",
        avatar=web(person.avatar),
        followers=person.followersCount,
        ours=ours,
    )


def others(view: View, ours: Ours) -> tuple[str, ...]:
    """Return the handles of the others that a post mentions, each once."""
    found = (name for did, name in mentioned_names(view) if did != ours.did)
    return tuple(dict.fromkeys(name for name in found if name))


def mentioned_names(view: View) -> list[tuple[str, str]]:
    """Return whom a post mentions: DID, and the handle as it is written there."""
    raw = view.record.text.encode("utf-8", "replace")
    names = []
    for facet in view.record.facets or ():
        label = raw[facet.index.byteStart : facet.index.byteEnd].decode("utf-8", "replace")
        names += [(did, one_line(label.removeprefix("@"))) for did in mentioned([facet])]
    return names


def spoiler(view: View) -> str:
    """Return what the post is labelled as, by moderators or its author: readers choose whether to see it."""
    given = [label.val for label in view.labels or () if not label.neg]
    own = view.record.labels.get("values") if isinstance(view.record.labels, dict) else None
    for value in own if isinstance(own, list) else ():
        if isinstance(value, dict) and isinstance(value.get("val"), str):
            given.append(value["val"])
    wanted = (one_line(value.removeprefix("!"), 64) for value in given if value not in _QUIET)
    return ", ".join(dict.fromkeys(value for value in wanted if value))


def link(view: View) -> str | None:
    """Return the address of a post in the app."""
    who, _, rkey = view.uri.removeprefix("at://").split("/", 2) if view.uri.count("/") == 4 else ("", "", "")
    return web(f"https://bsky.app/profile/{who}/post/{rkey}") if rkey else None


def post(view: View) -> Post:
    """Return a post of ours as that under which others write."""
    plain = text(view.record)
    title = next((line.strip() for line in plain.splitlines() if line.strip()), "")
    shown = title if len(title) <= 120 else title[:119].rstrip() + "…"
    return Post(view.uri, shown, link(view), plain[:EXCERPT], view.at)


def direct(said: Said, convo: str, person: Person, ours: Ours, *, shut: bool = False) -> Message:
    """Return a direct message. Raises ValueError for a time that is none."""
    mine = said.sender.did == ours.did
    above = said.replyTo.id if said.replyTo else ""
    return Message(
        network=NETWORK,
        server=SERVER,
        account=ours.account,
        remote_id=f"{convo}/{said.id}",
        root=convo,
        kind=Kind.DIRECT,
        author=author(person, ours=mine),
        text=tidy(written_out(said.text, said.facets)),
        created_at=from_iso(said.sentAt),
        parent=f"{convo}/{above}" if above else None,
        addressed=not mine,
        visibility=Visibility.DIRECT,
        attachments=embeds.attachments(said.embed),
        no_reply=NO_MESSAGES if shut and not mine else "",
    )


NO_MESSAGES = "This person takes no direct messages at the moment."
