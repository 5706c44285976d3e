"""What a connector declares about its network, so that no screen has to know one by name."""

import tomllib
from collections.abc import Iterable
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
    optional: bool = False

    @property
    def needed(self) -> bool:
        """Say whether it must be given: an empty secret is an answer, as some networks make one in the browser."""
        return not (self.secret or self.optional)


class Counting(Struct, frozen=True):
    """How the network counts characters. `unit` is grapheme, codepoint, utf16, byte or weighted (as X does).

    `url` is what any link counts (None: as written); `local_mentions` counts `@a@b` as `@a`.
    """

    unit: str = "codepoint"
    limit: int = 0
    url: int | None = None
    local_mentions: bool = False


class Scope(Struct, frozen=True):
    """A permission to ask for, and what is lost without it: `gives` ends "This sign-in cannot …"."""

    name: str
    gives: str
    optional: bool = False


class Budget(Struct, frozen=True):
    """At most `units` in any `seconds`; `reserve` of them are kept for answers.

    With `resets`, the name of a time zone, it is refilled at midnight there instead. `shared` is one for all
    accounts on this network, as they use one app. A person may set another figure: `Account.options["budget.NAME"]`.
    `paced` is false where asking less often would not use less of it, as when what arrives is paid for and not the
    asking: then it stops an account when it is used up, and does not slow it down before.
    """

    units: int
    seconds: int = 86_400
    name: str = "requests"
    reserve: int = 0
    resets: str = ""
    shared: bool = False
    paced: bool = True


class Polling(Struct, frozen=True):
    """How often (s) to ask where there is no stream: soon after news, as a rule, and when all is quiet."""

    fast: float = 20.0
    usual: float = 60.0
    slow: float = 300.0


class Pictures(Struct, frozen=True):
    """What an answer may carry: `most` pictures (0: none) of these types and at most so many bytes each.

    `description` is how many characters an alternative text may have; 0 where the network takes none.
    """

    most: int = 0
    types: tuple[str, ...] = ("image/jpeg", "image/png")
    bytes: int = 5_000_000
    description: int = 0


class Manifest(Struct, frozen=True):
    """A network in words and numbers. `verbs` are the acts that `Connector.act` knows.

    `needs`, `can` and `cannot` are sentences for the person who connects: what they must have first, what Responder
    will then see and do, and what this network does not let it. `listens` are the kinds of a monitor's terms that it
    can look for (`core.monitors.Term`); with `answers` false nothing can be sent there. `private_reply_days` is how old a
    public message may be for an answer in private (0: as old as it likes). With `fetches` it gets files for which its
    credentials are needed (`core.ports.Fetcher`); their addresses are not those of the web.
    """

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
    answers: bool = True
    private_reply_days: int = 0
    needs: tuple[str, ...] = ()
    can: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    polling: Polling = Polling()
    budgets: tuple[Budget, ...] = ()
    pictures: Pictures = Pictures()
    listens: tuple[str, ...] = ()
    fetches: bool = False

    def lacking(self, granted: Iterable[str]) -> tuple[str, ...]:
        """Return what credentials with these scopes cannot do, in words."""
        had = set(granted)
        return tuple(scope.gives for scope in self.scopes if scope.name not in had)


def load(package: str) -> Manifest:
    """Read the `manifest.toml` in a connector's package. Raises msgspec.ValidationError when it is wrong."""
    text = files(package).joinpath("manifest.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Manifest)
