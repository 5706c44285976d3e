"""The practice Hacker News, held to what Algolia and Hacker News document of their answers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from responder.practice.hackernews.server import PracticeHackerNews

STORY = {"objectID", "created_at", "created_at_i", "author", "title", "url", "story_text", "points", "num_comments", "_tags", "_highlightResult"}  # fmt: skip
COMMENT = {"objectID", "created_at", "created_at_i", "author", "comment_text", "parent_id", "story_id", "story_title", "story_url", "_tags", "_highlightResult"}  # fmt: skip


@pytest.fixture
def site() -> Iterator[PracticeHackerNews]:
    with PracticeHackerNews() as site:
        yield site


def search(site: PracticeHackerNews, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{site.url}/api/v1/search_by_date", params=asked).json()
    return found


def test_hits_have_the_documented_fields(site: PracticeHackerNews) -> None:
    story = site.post("Shop", url="https://shop.example")
    comment = site.comment(story, "I <use> it\n\ntoo")
    found = search(site)
    assert {key: found[key] for key in ("page", "nbHits", "nbPages", "hitsPerPage")} == {"page": 0, "nbHits": 2, "nbPages": 1, "hitsPerPage": 20}  # fmt: skip
    first, second = found["hits"]
    assert (set(first), set(second)) == (COMMENT, STORY)
    assert first["comment_text"] == "I &lt;use&gt; it<p>too"
    assert first["_tags"] == ["comment", "author_ana", f"story_{story}"]
    assert (first["parent_id"], first["objectID"]) == (story, str(comment))


def test_tags_and_filters_are_combined_as_documented(site: PracticeHackerNews) -> None:
    stories = [site.post(f"s{number}", by="bob") for number in range(3)]
    for story in stories:
        site.comment(story, "hello", ago=100)
    tags = f"comment,(story_{stories[0]},story_{stories[2]})"
    assert [hit["story_id"] for hit in search(site, tags=tags)["hits"]] == [stories[2], stories[0]]
    assert search(site, tags="comment,author_bob")["nbHits"] == 0
    assert (
        search(site, tags="(story,comment)", numericFilters=f"created_at_i>{site.now() // 1_000_000 - 50}")[
            "nbHits"
        ]
        == 3
    )
    assert search(site, query="s1")["nbHits"] == 1


def test_a_thousand_hits_can_be_reached(site: PracticeHackerNews) -> None:
    story = site.post("s")
    for number in range(1100):
        site.comment(story, f"{number}")
    found = search(site, tags="comment", hitsPerPage=100, page=9)
    assert (found["nbPages"], len(found["hits"])) == (10, 100)
    assert search(site, tags="comment", hitsPerPage=100, page=10)["hits"] == []


def test_official_items_tell_what_was_deleted(site: PracticeHackerNews) -> None:
    story = site.post("s")
    comment = site.comment(story, "hello")
    get = lambda path: httpx.get(f"{site.url}/v0/{path}.json").json()  # noqa: E731 # short
    assert get(f"item/{comment}")["by"] == "ana"
    site.delete(comment)
    gone = get(f"item/{comment}")
    assert (gone["deleted"], "by" in gone, "text" in gone) == (True, False, False)
    assert get("item/7") is None
    assert get("user/ana")["submitted"] == [comment, story]
    assert get("user/nobody") is None
    assert get("maxitem") == comment
