"""Files that go with answers are copied when they are chosen."""

from pathlib import Path

import pytest

from responder.core.errors import NotPossible, StoreError
from responder.core.messages import Enclosure
from responder.store.enclosures import MOST_BYTES, Enclosures

PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def enclosures(tmp_path: Path) -> Enclosures:
    return Enclosures(tmp_path / "files")


def test_a_file_stays_as_it_was_chosen(enclosures: Enclosures, tmp_path: Path) -> None:
    original = tmp_path / "Biscuit cassé.png"
    original.write_bytes(PNG)
    taken = enclosures.take(original)
    original.write_bytes(b"something else")
    assert (taken.name, taken.type, taken.size) == ("Biscuit cassé.png", "image/png", len(PNG))
    assert enclosures.path(taken).read_bytes() == PNG


def test_the_same_file_twice_is_kept_once(enclosures: Enclosures) -> None:
    assert enclosures.keep(PNG, "a.png").key == enclosures.keep(PNG, "b.png").key


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "photo.txt", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x", "image/webp"),
        (b"<html>", "photo.png", "application/octet-stream"),
        (b"%PDF-1.7", "bill.pdf", "application/pdf"),
        (b"a,b", "table.csv", "text/csv"),
        (b"??", "nothing", "application/octet-stream"),
    ],
)
def test_what_a_file_is_is_told_by_what_it_holds(
    enclosures: Enclosures, data: bytes, name: str, kind: str
) -> None:
    assert enclosures.keep(data, name).type == kind


def test_nothing_and_far_too_much_are_refused(enclosures: Enclosures, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="empty"):
        enclosures.keep(b"", "x.png")
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(NotPossible, match="too large"):
        enclosures.take(huge)
    with pytest.raises(NotPossible, match="cannot be read"):
        enclosures.take(tmp_path / "nowhere.png")


def test_a_name_cannot_lead_out_of_the_folder(enclosures: Enclosures, tmp_path: Path) -> None:
    assert enclosures.path(Enclosure("../../etc/passwd", "x", "x", 1)).parent == tmp_path / "files"
    assert enclosures.keep(PNG, "../../evil.png").name == "evil.png"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be kept"):
        Enclosures(tmp_path / "files").keep(PNG, "x.png")
