"""What a connector declares about its network, so that no screen has to know one by name."""

import tomllib
from importlib.resources import files

import msgspec
from msgspec import Struct


class Field(Struct, frozen=True):
    """One thing a person gives to connect an account. `label` and `help` are in English; screens translate."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    example: str = ""


class Counting(Struct, frozen=True):
    """How the network counts characters. `unit` is grapheme, codepoint, utf16 or byte.

    `url` is what any link counts (None: as written); `local_mentions` counts `@a@b` as `@a`.
    """

    unit: str = "codepoint"
    limit: int = 0
    url: int | None = None
    local_mentions: bool = False


class Manifest(Struct, frozen=True):
    """A network in words and numbers. `verbs` are the acts that `Connector.act` knows."""

    id: str
    name: str
    code: str
    about: str
    sign_in: str
    minutes: int
    kinds: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    private_reply: bool = False
    mentions: bool = False
    form: tuple[Field, ...] = ()
    counting: Counting = Counting()
    poll_seconds: int = 60


def load(package: str) -> Manifest:
    """Read the `manifest.toml` in a connector's package. Raises msgspec.ValidationError when it is wrong."""
    text = files(package).joinpath("manifest.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Manifest)
