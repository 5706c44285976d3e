import os
from pathlib import Path

import pytest

from responder.app.saving import written


def test_a_program_that_was_saved_may_not_be_run(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_bytes(b"before")
    (tmp_path / "a.sh").chmod(0o755)
    written(tmp_path / "a.sh", b"after")
    assert (tmp_path / "a.sh").read_bytes() == b"after"
    assert not os.access(tmp_path / "a.sh", os.X_OK)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"before")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    written(tmp_path / "link", b"after")
    assert (tmp_path / "precious").read_bytes() == b"before"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"before")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        written(tmp_path / "a", b"after")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]
