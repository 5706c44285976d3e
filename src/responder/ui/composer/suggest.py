"""Which templates fit a conversation, and which are meant by what was typed. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from responder.core.conversations import Conversation
from responder.core.questions import TemplateUse
from responder.core.templates import Template
from responder.ui.words import tr

BEST = 5
SUGGESTED = 3


@dataclass(frozen=True)
class Group:
    """A head and the templates under it."""

    title: str
    templates: tuple[TemplateUse, ...]


def speaks(template: Template, language: str) -> bool:
    """Say whether a template has a text in a language."""
    return language in template.texts or language.split("-")[0] in template.texts


def fits(template: Template, network: str) -> bool:
    """Say whether a template may be used on a network."""
    return not template.networks or network in template.networks


def suggested(known: Sequence[TemplateUse], row: Conversation, language: str) -> list[TemplateUse]:
    """Return the templates that fit best, the best first: by tags, then language, then how often they were used."""
    usable = [use for use in known if fits(use.template, row.network) and speaks(use.template, language)]
    return sorted(usable, key=lambda use: _rank(use, row))


def groups(known: Sequence[TemplateUse], row: Conversation, language: str, words: str) -> list[Group]:
    """Return what the picker shows for what was typed: the best for this conversation, then the others by tag."""
    meant = [use for use in known if _meant(use.template, words)]
    meant.sort(key=lambda use: _closeness(use.template, words))
    best = suggested(meant, row, language)[:BEST]
    if words:
        best.sort(key=lambda use: _closeness(use.template, words))
    shown = [Group(tr("Best for this conversation"), tuple(best))] if best else []
    others = [use for use in meant if use not in best and fits(use.template, row.network)]
    return [*shown, *_tagged(others)]


def by_tag(known: Sequence[TemplateUse], words: str) -> list[Group]:
    """Return every template meant by the words, under its first tag."""
    return _tagged(
        sorted((use for use in known if _meant(use.template, words)), key=lambda use: use.template.name)
    )


def _tagged(uses: Sequence[TemplateUse]) -> list[Group]:
    found: dict[str, list[TemplateUse]] = {}
    for use in uses:
        title = use.template.tags[0] if use.template.tags else tr("Others")
        found.setdefault(title[:1].upper() + title[1:], []).append(use)
    return [Group(title, tuple(group)) for title, group in sorted(found.items())]


def exact(known: Sequence[TemplateUse], code: str) -> TemplateUse | None:
    """Return the template that has exactly this short code."""
    return next((use for use in known if code and use.template.code.casefold() == code.casefold()), None)


def _meant(template: Template, words: str) -> bool:
    hay = " ".join((template.code, template.name, template.description, *template.tags)).casefold()
    return all(word in hay for word in words.casefold().replace("-", " ").split())


def _closeness(template: Template, words: str) -> tuple[int, str]:
    wanted, name = words.casefold(), template.name.casefold()
    if not wanted:
        return (0, "")
    if template.code.casefold() == wanted:
        return (0, name)
    if template.code.casefold().startswith(wanted) or name.startswith(wanted):
        return (1, name)
    return (2 if wanted in name else 3, name)


def _rank(use: TemplateUse, row: Conversation) -> tuple[int, int, int, str]:
    template = use.template
    common = len({tag.casefold() for tag in template.tags} & {tag.casefold() for tag in row.tags})
    return (-common, 0 if template.networks else 1, -use.used, template.name.casefold())
