"""What a search asks for: the operators of X's query language that matter here."""

import re
from collections.abc import Callable

from responder.practice.x import text as reading
from responder.practice.x.world import Post, World

Wanted = Callable[[Post], bool]
_TOKEN = re.compile(r"\(|\)|-?\"[^\"]*\"|[^\s()]+")


def wanted(query: str, world: World) -> Wanted:
    """Return the test that a query stands for."""
    return _Parser(_TOKEN.findall(query), world).either()


class _Parser:
    def __init__(self, tokens: list[str], world: World) -> None:
        self._tokens, self._world = tokens, world

    def either(self) -> Wanted:
        """Read parts joined by OR, until a bracket closes."""
        parts = [self._all()]
        while self._tokens and self._tokens[0] == "OR":
            self._tokens.pop(0)
            parts.append(self._all())
        return lambda post: any(part(post) for part in parts)

    def _all(self) -> Wanted:
        parts: list[Wanted] = []
        while self._tokens and self._tokens[0] not in ("OR", ")"):
            token = self._tokens.pop(0)
            if token == "(":  # noqa: S105 # a bracket
                parts.append(self.either())
                self._tokens = self._tokens[1:]
            else:
                parts.append(self._one(token))
        return lambda post: all(part(post) for part in parts)

    def _one(self, token: str) -> Wanted:
        if token.startswith("-"):
            other = self._one(token[1:])
            return lambda post: not other(post)
        operator, _, value = token.partition(":")
        user = value.lower().lstrip("@")
        match operator:
            case "is":
                return lambda post: False
            case "from":
                return lambda post: self._world.users[post.author].username.lower() == user
            case "to":
                return lambda post: self._answered(post) == user
            case "conversation_id":
                return lambda post: post.conversation == value
            case "in_reply_to_tweet_id":
                return lambda post: post.reply_to == value
        words = token.strip('"').lower()
        if words.startswith("@"):
            return lambda post: words[1:] in reading.handles(post.text)
        return lambda post: re.search(rf"(?<!\w){re.escape(words)}(?!\w)", post.text.lower()) is not None

    def _answered(self, post: Post) -> str:
        parent = self._world.posts.get(post.reply_to or "")
        return self._world.users[parent.author].username.lower() if parent else ""
