"""The JSON entities of the Mastodon API, from what the world holds."""

from typing import Any

from responder.core.clock import to_iso
from responder.practice.mastodon import text
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.world import Notice, Status, World

Json = dict[str, Any]


def account(world: World, person: Person) -> Json:
    """Return an Account entity."""
    page = world.profile(person)
    host = page.split("/@")[0]
    picture = f"{world.base}/avatars/{person.id}.png"
    return {
        "id": person.id,
        "username": person.username,
        "acct": person.acct,
        "display_name": person.name,
        "locked": False,
        "bot": person.bot,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": to_iso(person.created_at or world.now()),
        "note": world.html(person.note) if person.note else "",
        "url": page,
        "uri": f"{host}/users/{person.username}",
        "avatar": picture,
        "avatar_static": picture,
        "header": f"{world.base}/headers/original/missing.png",
        "header_static": f"{world.base}/headers/original/missing.png",
        "followers_count": person.followers,
        "following_count": len(person.follows),
        "statuses_count": person.posts,
        "last_status_at": None,
        "hide_collections": None,
        "noindex": False,
        "emojis": [],
        "roles": [],
        "fields": [],
    }


def credential_account(world: World, person: Person) -> Json:
    """Return a CredentialAccount entity."""
    return {
        **account(world, person),
        "source": {
            "privacy": "public",
            "sensitive": False,
            "language": person.language,
            "note": person.note,
            "fields": [],
            "follow_requests_count": 0,
            "hide_collections": None,
            "discoverable": True,
            "indexable": False,
            "quote_policy": "public",
        },
        "role": {
            "id": "-99",
            "name": "",
            "permissions": "65536",
            "color": "",
            "highlighted": False,
        },
    }


def status(world: World, post: Status, reader: Person | None) -> Json:
    """Return a Status entity as one person sees it."""
    parent = world.statuses.get(post.parent or "")
    page = f"{world.profile(post.author)}/{post.id}"
    entity: Json = {
        "id": post.id,
        "uri": f"{world.base}/users/{post.author.username}/statuses/{post.id}",
        "url": page,
        "created_at": to_iso(post.created_at),
        "edited_at": None if post.edited_at is None else to_iso(post.edited_at),
        "in_reply_to_id": parent.id if parent else None,
        "in_reply_to_account_id": parent.author.id if parent else None,
        "visibility": post.visibility,
        "sensitive": bool(post.spoiler),
        "spoiler_text": post.spoiler,
        "language": post.language,
        "content": world.html(post.text),
        "account": account(world, post.author),
        "mentions": [mention(world, person) for person in post.mentions],
        "tags": [{"name": tag, "url": f"{world.base}/tags/{tag}"} for tag in text.tags(post.text)],
        "emojis": [],
        "media_attachments": list(post.media),
        "reblog": None,
        "poll": None,
        "card": None,
        "quote": None,
        "quotes_count": 0,
        "replies_count": len(world.children(post)),
        "reblogs_count": 0,
        "favourites_count": len(post.favourites),
    }
    if reader is not None:
        entity |= {
            "favourited": reader.id in post.favourites,
            "reblogged": False,
            "bookmarked": False,
            "muted": False,
            "filtered": [],
        }
        if reader.id == post.author.id:
            entity["pinned"] = False
    if post.application is not None:
        entity["application"] = {"name": post.application, "website": None}
    return entity


def mention(world: World, person: Person) -> Json:
    """Return a Status::Mention entity."""
    return {
        "id": person.id,
        "username": person.username,
        "acct": person.acct,
        "url": world.profile(person),
    }


def notification(world: World, notice: Notice) -> Json:
    """Return a Notification entity."""
    entity: Json = {
        "id": notice.id,
        "type": notice.kind,
        "created_at": to_iso(notice.created_at),
        "group_key": f"ungrouped-{notice.id}",
        "account": account(world, notice.sender),
    }
    if notice.status is not None and notice.status in world.statuses:
        entity["status"] = status(world, world.statuses[notice.status], world.people[notice.owner])
    return entity


def conversation(world: World, number: str, last: Status, reader: Person) -> Json:
    """Return a Conversation entity."""
    others = {p.id: p for p in (last.author, *last.mentions) if p.id != reader.id}
    return {
        "id": number,
        "unread": world.read.get(number) != last.id and last.author.id != reader.id,
        "accounts": [account(world, person) for person in others.values()],
        "last_status": status(world, last, reader),
    }


def instance(world: World) -> Json:
    """Return an Instance entity (version 2)."""
    dialect, host = world.dialect, world.base.split("//")[1]
    return {
        "domain": host,
        "title": "Practice",
        "version": dialect.version,
        "source_url": "https://source.example/practice",
        "description": "A practice network. Nothing here is real.",
        "usage": {"users": {"active_month": len(world.people)}},
        "thumbnail": {"url": f"{world.base}/thumbnail.png"},
        "icon": [],
        "languages": ["en", "fr"],
        "configuration": _configuration(world),
        "registrations": {
            "enabled": False,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": None,
        },
        "api_versions": {"mastodon": 6},
        "contact": {"email": "admin@practice.example", "account": None},
        "rules": [],
    }


def _configuration(world: World) -> Json:
    dialect = world.dialect
    closed = {} if world.hashtag_feeds else {"timelines_access": _closed()}
    return closed | {
        "urls": {"streaming": world.base.replace("http", "ws", 1)},
        "vapid": {"public_key": ""},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {
            "max_characters": dialect.characters,
            "max_media_attachments": dialect.attachments,
            "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "supported_mime_types": ["image/jpeg", "image/png"],
            "description_limit": 1500,
            "image_size_limit": 16777216,
            "image_matrix_limit": 33177600,
            "video_size_limit": 103809024,
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8294400,
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2629746,
        },
        "translation": {"enabled": False},
        "limited_federation": False,
    }


def first_instance(world: World) -> Json:
    """Return a V1::Instance entity."""
    dialect = world.dialect
    entity: Json = {
        "uri": world.base.split("//")[1],
        "title": "Practice",
        "short_description": "A practice network.",
        "description": "A practice network. Nothing here is real.",
        "email": "admin@practice.example",
        "version": dialect.version,
        "urls": {"streaming_api": world.base.replace("http", "ws", 1)} if dialect.websocket else {},
        "stats": {"user_count": len(world.people), "status_count": len(world.statuses), "domain_count": 1},
        "thumbnail": f"{world.base}/thumbnail.png",
        "languages": ["en"],
        "registrations": False,
        "approval_required": False,
        "invites_enabled": False,
        "contact_account": None,
        "rules": [],
    }
    if dialect.name == "pleroma":
        entity["max_toot_chars"] = dialect.characters
    else:
        entity["configuration"] = _configuration(world)
    return entity


def _closed() -> Json:
    """Return what a server says since 4.5 whose hashtag timelines are switched off."""
    feeds = ("live_feeds", "hashtag_feeds", "trending_link_feeds")
    either = {"local": "disabled", "remote": "disabled"}
    return dict.fromkeys(feeds, either)


def request(world: World, sender: Person, waiting: list[Notice], owner: Person) -> Json:
    """Return a NotificationRequest entity."""
    last = world.statuses.get(waiting[-1].status or "")
    return {
        "id": sender.id,
        "created_at": to_iso(waiting[0].created_at),
        "updated_at": to_iso(waiting[-1].created_at),
        "notifications_count": str(len(waiting)),
        "account": account(world, sender),
        "last_status": status(world, last, owner) if last else None,
    }
