"""Our identities on the networks, and the members of the team who speak through them."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Limits(Struct, frozen=True):
    """What an account may write, as its server says. `characters` 0 means no limit known."""

    characters: int = 0
    url_characters: int | None = None
    attachments: int = 0


class Account(Struct, frozen=True):
    """Our identity on one network. Its secret lies in the keyring under `id`, never here.

    `missing` is what these credentials cannot do, in words.
    """

    id: UUID
    network: str
    server: str
    remote_id: str
    handle: str
    name: str
    limits: Limits = Limits()
    options: dict[str, str] = {}
    missing: tuple[str, ...] = ()


class Role(StrEnum):
    """What a member may do."""

    AGENT = "agent"
    APPROVER = "approver"
    ADMIN = "admin"


class Member(Struct, frozen=True):
    """A real person of the team. `id` is a short name such as `marie`; the signature comes from here."""

    id: str
    name: str
    role: Role = Role.ADMIN
    title: str = ""
    signature: str = ""
    languages: tuple[str, ...] = ("en",)
