"""Monitors in words and pictures."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.ui.words import tr

FIELD_ICONS = {Field.COMPANY: "heart", Field.COMPETITION: "swords", Field.INDUSTRY: "factory"}


def field_words(field: Field) -> str:
    """Return what a monitor watches."""
    match field:
        case Field.COMPANY:
            return tr("Company")
        case Field.COMPETITION:
            return tr("Competition")
        case Field.INDUSTRY:
            return tr("Industry")


def kind_of_term(kind: TermKind) -> str:
    """Return what a term is."""
    match kind:
        case TermKind.KEYWORD:
            return tr("Words")
        case TermKind.HASHTAG:
            return tr("Hashtags")
        case TermKind.ACCOUNT:
            return tr("Accounts")
        case TermKind.FEED:
            return tr("Feeds")
        case TermKind.PLACE:
            return tr("Places")


def term_words(term: Term) -> str:
    """Return a term as people write it."""
    sign = {TermKind.HASHTAG: "#", TermKind.ACCOUNT: "@"}.get(term.kind, "")
    return sign + term.text


def terms_words(monitor: Monitor, most: int = 4) -> str:
    """Return what a monitor looks for, on one line."""
    shown = [term_words(term) for term in monitor.terms[:most]]
    more = len(monitor.terms) - len(shown)
    return ", ".join(shown) + (f" +{more}" if more > 0 else "")


def names_of(ids: Iterable[UUID], monitors: Mapping[UUID, Monitor]) -> tuple[str, ...]:
    """Return the names of those that are still there."""
    return tuple(monitors[id].name for id in ids if id in monitors)
