"""What is asked of WordPress: addresses and parameters, made without a line open."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from responder.core.clock import MINUTE, SECOND, to_iso
from responder.net.client import Params

PAGE = 100
"""The most that one page may hold; more is answered with 400."""

OVERLAP = 10 * MINUTE
"""How far a question for news reaches back, because dates have whole seconds and clocks differ (µs)."""

STATUSES = {"approve": "approved", "hold": "hold", "spam": "spam", "trash": "trash"}


@dataclass(frozen=True)
class Question:
    """An address on the site and its parameters."""

    url: str
    params: Params


@dataclass(frozen=True)
class Rest:
    """A site's REST root as it names it: `…/wp-json/`, or `…/index.php?rest_route=/` with plain permalinks."""

    root: str

    def ask(self, route: str, **params: str | int) -> Question:
        """Return the question for a route such as `wp/v2/comments`."""
        base, plain, start = self.root.partition("?rest_route=")
        if plain:
            return Question(base, {"rest_route": start.rstrip("/") + "/" + route, **params})
        return Question(f"{self.root.rstrip('/')}/{route}", params)

    def route_of(self, url: str) -> str:
        """Return the route inside an address that the site gave, such as `wp/v2/pages/7`; empty if it is none."""
        prefix = self.root if "?rest_route=" in self.root else self.root.rstrip("/") + "/"
        route = url.removeprefix(prefix).lstrip("/")
        return "" if route == url or "?" in route or "&" in route or ".." in route else route


@dataclass(frozen=True)
class View:
    """Whose eyes we read with: moderators see every status and what was typed, others what is published."""

    moderates: bool

    def params(self) -> dict[str, str | int]:
        """Return what every listing carries. `any` is the only status that includes spam and trash."""
        return {"context": "edit", "status": "any"} if self.moderates else {}


def me(rest: Rest) -> Question:
    """Ask who we are: the one question that a wrong password does not get a cheerful answer to."""
    return rest.ask("wp/v2/users/me", context="edit")


def comments(rest: Rest, view: View, **params: str | int) -> Question:
    """Ask for a page of comments."""
    return rest.ask("wp/v2/comments", **{"per_page": PAGE, **view.params(), **params})


def since(rest: Rest, view: View, moment: int) -> Question:
    """Ask for what was written from ten minutes before a moment (µs), oldest first.

    Without its `Z` the time would be read as the site's local time.
    """
    after = to_iso((moment - OVERLAP) // SECOND * SECOND).replace(".000Z", "Z")
    return comments(rest, view, after=after, orderby="date_gmt", order="asc")


def newest(rest: Rest, view: View) -> Question:
    """Ask for the latest page by id, whatever the dates say: edits, verdicts and holes show here."""
    return comments(rest, view, orderby="id", order="desc")


def held(rest: Rest, view: View) -> Question:
    """Ask for everything that waits for a moderator, newest first."""
    return comments(rest, view, status="hold", orderby="id", order="desc")


def some(rest: Rest, view: View, ids: Iterable[str]) -> Question:
    """Ask for these comments, at most a page of them; those that do not exist are simply missing."""
    return comments(rest, view, include=",".join(ids), orderby="id", order="asc")


def one(rest: Rest, view: View, comment: str) -> Question:
    """Ask for one comment."""
    return rest.ask(f"wp/v2/comments/{comment}", **({"context": "edit"} if view.moderates else {}))


def answers(rest: Rest, view: View, parent: str) -> Question:
    """Ask for what hangs directly under a comment, newest first."""
    return comments(rest, view, parent=parent, orderby="id", order="desc")


def posts(rest: Rest, collection: str, ids: Iterable[str]) -> Question:
    """Ask for the titles of some posts of one kind."""
    fields = "id,title,link,excerpt,date_gmt"
    return rest.ask(collection, include=",".join(ids), per_page=PAGE, _fields=fields)


def people(rest: Rest, ids: Iterable[int], *, all_of_them: bool) -> Question:
    """Ask about some users: who may list all of them learns their rights, others get those who published posts."""
    fields: dict[str, str | int] = (
        {"_fields": "id,capabilities", "context": "edit"} if all_of_them else {"_fields": "id"}
    )
    return rest.ask("wp/v2/users", include=",".join(map(str, ids)), per_page=PAGE, **fields)


def markup(text: str) -> str:
    """Return plain text as a comment that shows exactly it: WordPress takes what we send for HTML."""
    return html.escape(text, quote=False)
