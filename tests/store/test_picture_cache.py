"""Fetched pictures are kept up to a size."""

import os
from pathlib import Path

from responder.store.picture_cache import PictureCache


def test_a_picture_that_was_kept_is_there_again(tmp_path: Path) -> None:
    PictureCache(tmp_path / "p").put("https://cdn.example/1", b"pixels")
    assert PictureCache(tmp_path / "p").get("https://cdn.example/1") == b"pixels"
    assert PictureCache(tmp_path / "p").get("https://cdn.example/2") is None


def test_the_ones_not_looked_at_for_longest_go_first(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, most_bytes=1000)
    for number in range(9):
        cache.put(f"u{number}", b"x" * 100)
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda p: -p.stat().st_mtime)):
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert cache.get("u0") is not None  # now the latest looked at
    cache.put("u9", b"x" * 100)
    cache.put("u10", b"x" * 100)
    assert cache.get("u0") is not None
    assert cache.get("u1") is None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000


def test_a_disk_that_refuses_only_means_fetching_again(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = PictureCache(blocked)
    cache.put("u", b"x")
    assert cache.get("u") is None
