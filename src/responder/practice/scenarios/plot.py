"""Turns a scenario's name and a seed into stories: the same seed, the same day."""

import random
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Character:
    """Somebody invented. `domain` is an `.example` one, or None for the practice server itself."""

    username: str
    name: str
    language: str
    followers: int
    domain: str | None = None


@dataclass(frozen=True)
class Story:
    """One customer's matter. `at` is in minutes of the scenario; negative ones happened before it begins.

    `kind` is mention, comment (under our post number `post`), direct or followers. `picture` is the name of a file
    beside the texts, and `shows` what it shows.
    """

    at: float
    who: Character
    kind: str
    opening: str
    mood: str
    post: int = 0
    more: str = ""
    angry: tuple[str, ...] = ()
    calm: str = ""
    edit: str = ""
    withdrawn: bool = False
    answered_already: str = ""
    picture: str = ""
    shows: str = ""

    def picture_bytes(self) -> bytes:
        """Return the picture that goes with it."""
        return files("responder.practice.scenarios").joinpath(self.picture).read_bytes()


@dataclass(frozen=True)
class Plot:
    """Everything that is going to happen, and the posts of ours that it happens under."""

    characters: tuple[Character, ...] = ()
    posts: tuple[tuple[float, str, str], ...] = ()
    stories: tuple[Story, ...] = ()


def names() -> tuple[str, ...]:
    """Return the scenarios that there are."""
    return tuple(_read("scenarios.toml"))


def plot(scenario: str, seed: int, languages: tuple[str, ...] = ("en", "fr")) -> Plot:
    """Return the plot of a scenario. Raises KeyError for an unknown one; `empty` has none."""
    if scenario == "empty":
        return Plot()
    return _Writer(_read("scenarios.toml")[scenario], seed, languages).plot()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("responder.practice.scenarios").joinpath(name).read_text("utf-8"))


class _Writer:
    def __init__(self, plan: dict[str, Any], seed: int, languages: tuple[str, ...]) -> None:
        self._plan = plan
        self._dice = random.Random(f"{seed}")  # noqa: S311 # a story, not a secret
        people = _read("people.toml")["people"]
        self._cast = [Character(**person) for person in people if person["language"] in languages]
        self._texts = {language: _read(f"texts.{language}.toml") for language in languages}
        self._spent: dict[str, list[str]] = {}

    def plot(self) -> Plot:
        posts = tuple(
            (float(post["at"]), post["text"], post.get("language", "fr")) for post in self._plan["posts"]
        )
        moments = self._moments()
        stories = sorted((self._story(at) for at in moments), key=lambda story: story.at)
        return Plot(tuple(self._cast), posts, tuple(stories))

    def _moments(self) -> list[float]:
        """Spread the day's stories over it, thicker where the plan says so."""
        moments = [-self._dice.uniform(5, 1500) for _ in range(self._plan["before"])]
        for span in self._plan["spans"]:
            moments += [self._dice.uniform(span["from"], span["to"]) for _ in range(span["stories"])]
        return moments

    def _story(self, at: float) -> Story:
        who = self._dice.choice(self._cast)
        texts = self._texts[who.language]
        weights: dict[str, float] = self._plan["topics"]
        name = self._dice.choices(list(weights), list(weights.values()))[0]
        topic = texts["topics"][name]
        facts = {key: self._dice.choice(values) for key, values in texts["facts"].items()}
        facts |= {key.title(): value[0].upper() + value[1:] for key, value in facts.items()}
        facts["order"] = str(self._dice.randint(4100, 6900))
        facts["handle"] = f"@{who.username}"
        kind = self._dice.choice(topic["kinds"])
        opening = self._line(name, who.language, topic["open"], facts)
        tail = self._sometimes(0.6, texts["tails"][topic["mood"]], facts)
        answer = topic.get("answer", "") if at < 0 and self._dice.random() < 0.45 else ""
        return Story(
            at, who, kind, f"{opening} {tail}".strip(), topic["mood"],
            post=self._dice.randrange(len(self._plan["posts"])),
            more=self._sometimes(0.12, topic.get("more", []), facts),
            angry=tuple(line.format_map(facts) for line in topic.get("angry", [])[:2]),
            calm=self._sometimes(0.85, topic.get("calm", texts["calm"]), facts),
            edit=self._sometimes(0.05, texts["edits"], facts),
            withdrawn=at > 0 and self._dice.random() < 0.02,
            answered_already=answer.format_map(facts),
            picture=topic.get("picture", {}).get("file", ""), shows=topic.get("picture", {}).get("shows", ""),
        )  # fmt: skip

    def _line(self, name: str, language: str, lines: list[str], facts: dict[str, str]) -> str:
        key = f"{language} {name}"
        if not self._spent.get(key):
            self._spent[key] = self._dice.sample(lines, len(lines))
        return self._spent[key].pop().format_map(facts)

    def _sometimes(self, chance: float, lines: list[str], facts: dict[str, str]) -> str:
        if not lines or self._dice.random() > chance:
            return ""
        return self._dice.choice(lines).format_map(facts)
