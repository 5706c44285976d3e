"""Reading newest first and never losing what lies between: whatever arrives, whenever it stops."""

from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.x.cursor import Track
from responder.connectors.x.feed import asked


def page_of(posts: list[int], track: Track, size: int) -> tuple[list[str], bool]:
    """Return what X would list within a track's bounds, and whether that is all."""
    bounds = asked(track)
    since, until = int(bounds.get("since_id", "0")), int(bounds.get("until_id", "999999"))
    within = sorted((number for number in posts if since < number < until), reverse=True)
    return [str(number) for number in within[:size]], len(within) <= size


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 4))
def test_every_post_is_read_whatever_arrives_between_two_pages(arrivals: list[int], size: int) -> None:
    posts, read = [1], ["1"]
    track = Track().after(["1"], last=True)
    for count in [*arrivals, *[0] * 200]:
        posts += range(posts[-1] + 1, posts[-1] + 1 + count)
        ids, last = page_of(posts, track, size)
        read += ids
        track = track.after(ids, last=last)
    assert sorted(read, key=int) == [str(number) for number in posts]


@given(st.lists(st.integers(0, 9), max_size=20), st.integers(1, 4))
def test_a_track_that_has_read_everything_asks_for_nothing_again(arrivals: list[int], size: int) -> None:
    posts = list(range(1, sum(arrivals) + 2))
    track = Track(begun=True)
    while page_of(posts, track, size)[0]:
        ids, last = page_of(posts, track, size)
        track = track.after(ids, last=last)
    assert asked(track) == {"since_id": str(posts[-1])}
